"""Each target's gateway as Caddy itself understands it."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from common.manifest import ROOT
from infra.local import programs
from infra.render.units import Shape
from tests.deploy.kustomize import build, find

LOCAL = {
    "ARTEL_PORT": "8080",
    "ARTEL_GATEWAY_METRICS": "9180",
    "ARTEL_SOCKETS": "/run/artel",
    "ARTEL_WEBAPP": "/srv/webapp",
    "ARTEL_ROUTES": str(ROOT / "infra/generated/routes.caddy"),
}


class Leads(NamedTuple):
    """A route as the gateway has it."""

    method: str
    pattern: str
    to: str
    """What is dialled."""


def local(folder: Path) -> tuple[Path, Mapping[str, str]]:
    return ROOT / "infra/caddy/local.Caddyfile", LOCAL


def compose(folder: Path) -> tuple[Path, Mapping[str, str]]:
    """The files that the gateway's container finds."""
    for name, source in {
        "Caddyfile": "caddy/compose.Caddyfile",
        "routes.caddy": "generated/routes.caddy",
        "upstreams.caddy": "generated/compose.caddy",
        "site.caddy": "caddy/site.caddy",
        "security.caddy": "caddy/security.caddy",
    }.items():
        shutil.copy(ROOT / "infra" / source, folder / name)
    return folder / "Caddyfile", {"ARTEL_GROUPS": "artel", "ARTEL_SESSION": "5m"}


def knative(folder: Path, shape: Shape) -> tuple[Path, Mapping[str, str]]:
    """The files that the gateway's pod finds."""
    objects = build(ROOT / "infra/knative/overlays" / shape)
    for name, text in find(objects, "ConfigMap", "gateway")["data"].items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "Caddyfile", {}


def fly(folder: Path, shape: Shape) -> tuple[Path, Mapping[str, str]]:
    """The files that the gateway's machine finds."""
    config = ROOT / "infra/fly" / shape / "gateway.toml"
    for file in tomllib.loads(config.read_text(encoding="utf-8"))["files"]:
        shutil.copy(config.parent / file["local_path"], folder / Path(file["guest_path"]).name)
    return folder / "Caddyfile", {}


def caddy(command: str, caddyfile: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(programs.caddy()), command, "--adapter", "caddyfile", "--config", str(caddyfile)],
        env={"PATH": os.environ["PATH"], "HOME": str(caddyfile.parent), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def formatted(caddyfile: Path) -> str:
    """The text as `caddy fmt` would have it."""
    return subprocess.run([str(programs.caddy()), "fmt", str(caddyfile)], capture_output=True, text=True).stdout


def leads(caddyfile: Path, environ: Mapping[str, str]) -> list[Leads]:
    """All routes to functions, in the order in which they are tried."""
    adapted = caddy("adapt", caddyfile, environ)
    assert adapted.returncode == 0, adapted.stderr
    return list(_leads(json.loads(adapted.stdout)))


def _leads(config: Any) -> Iterator[Leads]:
    for matchers, handlers in _matched(config):
        # Whoever is asked before (Sablier, in compose) stands before it.
        upstream = re.findall(r'"dial": "([^"]+)"', json.dumps(handlers))[-1]
        (matcher,) = matchers
        (method,) = matcher["method"]
        yield Leads(method, matcher["path_regexp"]["pattern"], upstream)


def _matched(config: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(config, list):
        for each in config:
            yield from _matched(each)
    elif isinstance(config, dict):
        if "path_regexp" in str(config.get("match", "")):
            yield config["match"], config["handle"]
        else:
            for each in config.values():
                yield from _matched(each)
