"""What the contract promises is routed once in every target, to where the function lives there; and nothing else is"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from common.manifest import ROOT, Manifest, shelf
from infra.render.routes import route
from infra.render.units import SHAPES, functions, homes
from tests.deploy import caddyfiles

ID = "0190a5b0-7c1f-7abc-8def-0123456789ab"
Gateway = Callable[[Path], tuple[Path, Mapping[str, str]]]
Lives = Callable[[Manifest], str]
"""What is dialled for a function."""


def gateways() -> Iterator[tuple[str, Gateway, Lives]]:
    """Every Caddyfile that is there: one that is not known here is a mistake."""
    for path in sorted((ROOT / "infra/caddy").glob("*.Caddyfile")):
        match path.stem:
            case "local":
                yield "local", caddyfiles.local, lambda manifest: f"unix//run/artel/{manifest.name}.sock"
            case "compose":
                yield "compose", caddyfiles.compose, lambda manifest: f"{manifest.service}:8000"
            case "knative" | "fly" as target:
                for shape in SHAPES:
                    gateway = getattr(caddyfiles, target)
                    yield (
                        f"{target}-{shape}",
                        partial(gateway, shape=shape),
                        partial(HOSTS[target], homes(functions(shape))),
                    )
            case unknown:
                raise AssertionError(f"{unknown}.Caddyfile is no target of these tests")


HOSTS: dict[str, Callable[[Lives, Manifest], str]] = {
    "knative": lambda home, manifest: f"{home(manifest)}.artel.svc.cluster.local:80",
    "fly": lambda home, manifest: f"artel-{home(manifest)}.flycast:80",
}
TARGETS = {name: (gateway, lives) for name, gateway, lives in gateways()}
HTTP = [manifest for manifest in shelf() if manifest.kind == "http"]
each_target = pytest.mark.parametrize("target", TARGETS)


def contract() -> dict[tuple[str, str], str]:
    """The function of each method and path, with an id in it: of OpenAPI, and of the socket, which that cannot say."""
    described = json.loads((ROOT / "infra/generated/openapi.json").read_text(encoding="utf-8"))
    operations = {
        (method.upper(), path): operation["operationId"]
        for path, item in described["paths"].items()
        for method, operation in item.items()
    }
    operations |= {(found.method, found.path): found.function for found in map(route, HTTP) if found.is_socket}
    return {(method, re.sub(r"\{\w+(:\w+)?\}", ID, path)): name for (method, path), name in operations.items()}


@each_target
def test_caddy_takes_the_file(target: str, tmp_path: Path) -> None:
    validated = caddyfiles.caddy("validate", *TARGETS[target][0](tmp_path))
    assert validated.returncode == 0, validated.stderr
    assert '"level":"warn"' not in validated.stderr


@each_target
def test_every_operation_has_one_route_which_leads_to_its_function(target: str, tmp_path: Path) -> None:
    gateway, lives = TARGETS[target]
    leads = caddyfiles.leads(*gateway(tmp_path))
    by_name = {manifest.name: manifest for manifest in HTTP}
    promised = contract()
    assert sorted(promised.values()) == sorted(by_name)
    for (method, path), name in promised.items():
        found = [each.to for each in leads if each.method == method and re.search(each.pattern, path)]
        assert found == [lives(by_name[name])], (method, path)


@each_target
def test_nothing_else_is_routed(target: str, tmp_path: Path) -> None:
    leads = caddyfiles.leads(*TARGETS[target][0](tmp_path))
    assert len(leads) == len(HTTP)
    promised = contract()
    for method, path in promised:
        for other in (f"{path}/", f"{path}/x", f"/x{path}", path.replace(ID, "7"), path.replace("/api/v1", "/api/v2")):
            if other != path and (method, other) not in promised:
                assert [each for each in leads if each.method == method and re.search(each.pattern, other)] == [], other
    for path in ("/", "/healthz", "/readyz", "/metrics", "/api/v1", "/schema"):
        assert [each for each in leads if re.search(each.pattern, path)] == [], path


@pytest.mark.parametrize(
    "name", ["knative.Caddyfile", "fly.Caddyfile", "site.caddy", "security.caddy", "local.Caddyfile"]
)
def test_the_files_are_formatted_as_caddy_formats_them(name: str) -> None:
    path = ROOT / "infra/caddy" / name
    assert caddyfiles.formatted(path) == path.read_text(encoding="utf-8")
