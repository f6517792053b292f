"""An image is one function, with what it needs to run and nothing else"""

import hashlib
import io
import json
import os
import re
import statistics
import tarfile
import time
from typing import IO, Any

import pytest
from packaging.utils import canonicalize_name

from common import auth
from common.manifest import ROOT, shelf
from infra.docker.engine import Engine
from infra.docker.images import tag
from infra.docker.standins import BASE
from infra.render import units
from infra.render.bake import bake
from infra.render.bom import GROUPS, document
from infra.render.release import STEPS
from infra.render.units import Unit
from tests.containers import report
from tests.containers.containers import (
    ALONE,
    LOCKED_IN,
    answers,
    image_of,
    inspect,
    is_healthy,
    megabytes,
    names_in,
    running,
    size_of,
    until,
)

SHELF = units.compose()
OF_GROUP = {each.group: each.name for each in SHELF} | {
    "storage": "storage",
    "http": "game-finish",
    "migrate": "migrate",
    "queue": "stats-update",
}
"""An image for what all of its group share."""
LARGEST_OWN_LAYER = 50_000
LARGEST_ON_TOP_OF_THE_BASE = {"files": 80_000_000, "report": 180_000_000}
"""Typst, with its own fonts, is more than everything else together."""
LARGEST_OF_OTHERS = 60_000_000
NOT_ABOARD = {
    *("pip", "pip3", "uv", "uvx", "ensurepip", "gcc", "cc", "c++", "g++", "clang", "ld", "as", "make", "strip"),
    *("git", "curl", "wget", "npm", "node", "docker", "dockerd"),
}
PROGRAM_OR_PACKAGE = re.compile(r"(^|/)(s?bin|(site-|dist-)?packages|python3[.0-9]*)/[^/]+$")
HARMLESS = {
    *("PATH", "LANG", "GPG_KEY", "PYTHON_VERSION", "PYTHON_SHA256"),  # of the base image
    *("PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PORT"),
}


def named(all_units: list[Unit]) -> list[Any]:
    return [pytest.param(unit, id=unit.name) for unit in all_units]


def ca() -> list[str]:
    authorities = os.environ.get("SSL_CERT_FILE")
    return ["--secret", f"id=ca,src={authorities}"] if authorities else []


def layers(engine: Engine, image: str) -> list[str]:
    found: list[str] = inspect(engine, image)[0]["RootFS"]["Layers"]
    return found


def entries(layer: tarfile.TarFile) -> dict[str, tuple[object, ...]]:
    """All that a layer holds. The engine itself writes it down in one of two orders, whatever it likes that day."""
    return {
        entry.name: (
            *(entry.type, entry.mode, entry.uid, entry.gid, entry.mtime, entry.linkname, entry.pax_headers),
            hashlib.sha256(_member(layer, entry).read()).digest() if entry.isreg() else None,
        )
        for entry in layer
    }


def layers_with_entries(engine: Engine, image: str) -> list[dict[str, tuple[object, ...]]]:
    with tarfile.open(fileobj=io.BytesIO(engine.binary("save", image))) as saved:
        names = json.loads(_member(saved, "manifest.json").read())[0]["Layers"]
        return [entries(tarfile.open(fileobj=_member(saved, name))) for name in names]


def _member(archive: tarfile.TarFile, name: str | tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(name)
    assert found, f"{name} is no file"
    return found


@pytest.mark.parametrize("unit", named(SHELF))
def test_an_image_holds_its_own_folders_and_no_other(engine: Engine, unit: Unit) -> None:
    held = names_in(engine, image_of(unit), "/app")
    own = f"app/{unit.members[0].folder.parent.name}"
    folders = {f"{own}/{member.name}" for member in unit.members}
    files = {f"{folder}/{name}" for folder in folders for name in ("__init__.py", "handler.py", "manifest.toml")}
    rest = {name for name in held if not name.startswith(("app/common", "app/packages")) and "__pycache__" not in name}
    assert rest == {"app", own, f"{own}/__init__.py"} | folders | files
    assert held >= {"app/common/serve.py", "app/common/__pycache__/serve.cpython-313.pyc"}
    # It is compiled: nobody can write bytecode later, and a start must not wait for it.
    assert held >= {f"{folder}/__pycache__/handler.cpython-313.pyc" for folder in folders}


@pytest.mark.parametrize("unit", named(SHELF))
def test_all_layers_but_the_last_are_shared_by_the_group(engine: Engine, unit: Unit) -> None:
    *shared, own = layers(engine, image_of(unit))
    assert shared == layers(engine, tag(OF_GROUP[unit.group]))[:-1]
    history = engine.docker("history", "--format", "{{ .Size }}", image_of(unit)).stdout.split()
    assert 0 < size_of(history[0]) < LARGEST_OWN_LAYER
    report.say(f"{image_of(unit)}: own layer", history[0])
    assert own not in shared


@pytest.mark.parametrize("group", GROUPS)
def test_an_image_is_small_on_top_of_its_base(engine: Engine, group: str) -> None:
    image, base = inspect(engine, tag(OF_GROUP[group]), BASE)
    on_top = image["Size"] - base["Size"]
    report.say(f"{tag(OF_GROUP[group])}: on top of its base of {megabytes(base['Size'])}", megabytes(on_top))
    assert on_top < LARGEST_ON_TOP_OF_THE_BASE.get(group, LARGEST_OF_OTHERS)


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_that_installs_or_compiles_is_aboard(engine: Engine, group: str) -> None:
    everything = names_in(engine, tag(OF_GROUP[group]))
    assert "app/common/serve.py" in everything
    programs = {name.rpartition("/")[2] for name in everything if PROGRAM_OR_PACKAGE.search(name)}
    assert "python3" in programs
    assert programs & NOT_ABOARD == set()


@pytest.mark.parametrize("group", GROUPS)
def test_the_bill_of_materials_lists_exactly_what_is_aboard(engine: Engine, group: str) -> None:
    script = (
        "import importlib.metadata as m, json;"
        "print(json.dumps([[d.name, d.version] for d in m.distributions(path=['/app/packages'])]))"
    )
    said = engine.docker(
        "run", "--rm", "--network", "none", "--entrypoint", "python3", tag(OF_GROUP[group]), "-c", script
    )
    aboard = {(canonicalize_name(name), version) for name, version in json.loads(said.stdout)}
    assert aboard == {(each["name"], each["version"]) for each in document(group)["components"]}


@pytest.mark.parametrize("image", [*(each.name for each in SHELF), *STEPS])
def test_an_image_says_what_it_is_and_holds_no_secret(engine: Engine, image: str) -> None:
    config = inspect(engine, tag(image))[0]["Config"]
    assert {each.partition("=")[0] for each in config["Env"]} <= HARMLESS
    assert config["User"] == "10001:10001"
    assert config["Labels"]["org.opencontainers.image.title"] == image.replace("-", "_")
    assert config["Labels"]["org.opencontainers.image.licenses"] == "MIT"
    commands = [
        config["Entrypoint"] or config["Cmd"],
        *([config["Healthcheck"]["Test"][1:]] if image not in STEPS else []),
    ]
    assert {command[0] for command in commands} == {"python3"}, "no shell is needed to run it, or to ask how it is"


@pytest.mark.parametrize("image", ["auth-jwks", "session-live", "outbox-relay", "clock"])
def test_it_runs_locked_in_and_without_a_network(engine: Engine, image: str) -> None:
    with running(engine, tag(image), *LOCKED_IN, *ALONE) as container:
        until(lambda: is_healthy(engine, container))
        engine.docker("stop", container)
        assert inspect(engine, container)[0]["State"]["ExitCode"] == 0, engine.docker("logs", container).stdout


@pytest.mark.parametrize("image", ["game-finish", "stats-update"])
def test_built_again_from_nothing_it_has_the_same_layers(engine: Engine, image: str) -> None:
    target = bake()["target"][image]
    again = f"artel/test-{image}:again"
    given = [part for name, value in target["args"].items() for part in ("--build-arg", f"{name}={value}")]
    # Packages come from a cache of uv, or are fetched: nothing of an earlier build is.
    command = [
        "buildx",
        "build",
        "--provenance=false",
        "--no-cache",
        "-f",
        target["dockerfile"],
        *given,
        *ca(),
        "-t",
        again,
    ]
    built = engine.docker(*command, ".", check=False, merged=True)
    assert built.returncode == 0, built.stdout
    try:
        assert layers_with_entries(engine, again) == layers_with_entries(engine, tag(image))
    finally:
        engine.docker("image", "rm", again)


def test_what_does_not_answer_is_not_healthy(engine: Engine) -> None:
    with running(engine, tag("auth-jwks"), "--network", "none", "--entrypoint", "cat", "--interactive") as container:
        assert not is_healthy(engine, container)


def test_a_folder_of_another_group_is_refused(engine: Engine) -> None:
    arguments = ["--build-arg", "GROUP=queue", "--build-arg", "FUNCTION=functions/game_finish"]
    refused = engine.docker("buildx", "build", "-f", "Dockerfile.function", *arguments, ".", check=False, merged=True)
    assert refused.returncode != 0
    assert "FUNCTION=functions/game_finish holds no folder of GROUP=queue" in refused.stdout


def test_the_time_that_a_container_takes_to_its_first_answer(engine: Engine) -> None:
    _, public_keys = auth.generate_keys()
    options = [*LOCKED_IN, "-p", "127.0.0.1::8000", "-e", f"JWT_PUBLIC_KEYS={public_keys}"]
    seconds = []
    for _ in range(5):
        began = time.monotonic()
        with running(engine, tag("auth-jwks"), *options) as container:
            (published,) = inspect(engine, container)[0]["NetworkSettings"]["Ports"]["8000/tcp"]
            until(lambda port=published["HostPort"]: answers(f"http://127.0.0.1:{port}/api/v1/auth/jwks"))
            seconds.append(time.monotonic() - began)
    report.say("cold start: docker run → first 200, median of five", f"{statistics.median(seconds):.2f} s")
    report.say("the same, fastest and slowest", f"{min(seconds):.2f}–{max(seconds):.2f} s")


def test_every_folder_has_an_image() -> None:
    targets = json.loads((ROOT / "infra/generated/bake.json").read_text(encoding="utf-8"))["target"]
    assert set(targets) == {each.name for each in SHELF} | set(STEPS)
    assert {member.folder for each in SHELF for member in each.members} == {each.folder for each in shelf()}
