"""One folder, a group or everything in one image: the same code answers the same"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from common.manifest import Manifest, shelf
from infra.docker.engine import Engine
from infra.render.routes import Route, route
from tests.containers.containers import ALONE, LOCKED_IN, is_healthy, names_in, running, statuses, until

HTTP = [each for each in shelf() if each.group == "http"]
UUID = "00000000-0000-0000-0000-000000000000"


@contextmanager
def built(engine: Engine, name: str, *arguments: str) -> Iterator[str]:
    image = f"artel/test-{name}:local"
    given = [part for argument in arguments for part in ("--build-arg", argument)]
    engine.docker("buildx", "build", "--provenance=false", "-f", "Dockerfile.function", *given, "-t", image, ".")
    try:
        yield image
    finally:
        engine.docker("image", "rm", image)


def asked(found: Route) -> tuple[str, str]:
    return found.method, re.sub(r"\{\w+:uuid\}", UUID, found.path)


def is_member(manifest: Manifest, prefix: str) -> bool:
    return manifest.name.startswith(prefix)


@pytest.mark.parametrize(("pattern", "prefix"), [("functions/session_*", "session_"), ("functions", "")])
def test_a_group_of_functions_answers_its_own_routes_and_no_others(engine: Engine, pattern: str, prefix: str) -> None:
    with built(engine, "group", f"FUNCTION={pattern}") as image:
        held = {
            name.split("/")[2]
            for name in names_in(engine, image, "/app")
            if name.count("/") == 2 and "functions" in name
        }
        assert held - {"__init__.py", "__pycache__"} == {each.name for each in HTTP if is_member(each, prefix)}
        with running(engine, image, *LOCKED_IN, "--network", "none") as container:
            until(lambda: is_healthy(engine, container))
            found = {each.name: route(each) for each in HTTP if not route(each).is_socket}
            said = statuses(engine, container, [asked(each) for each in found.values()])
            # Without a token a known route refuses, an open one asks for a body or its keys; others are not there.
            is_there = {name: status not in (404, 405) for name, status in zip(found, said, strict=True)}
            assert is_there == {each.name: is_member(each, prefix) for each in HTTP if each.name in found}


def test_all_handlers_work_in_one_process(engine: Engine) -> None:
    with (
        built(engine, "handlers", "GROUP=queue", "FUNCTION=handlers") as image,
        running(engine, image, *LOCKED_IN, *ALONE) as container,
    ):
        until(lambda: is_healthy(engine, container))
        engine.docker("stop", container)
        logs = engine.docker("logs", container).stdout
        assert engine.docker("inspect", "-f", "{{ .State.ExitCode }}", container).stdout.strip() == "0", logs
