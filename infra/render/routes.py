"""The decorators of all functions → infra/generated/routes.caddy, the routing table of every deployment."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from common.manifest import ROOT, Manifest, shelf
from common.web.app import BASE_PATH

HEAD = "# Rendered by `make render` from the decorators in functions/: do not edit.\n"
_SEGMENT = {"uuid": "[0-9a-fA-F-]{36}", "str": "[^/]+"}


class Route(NamedTuple):
    """What a function answers; `method` is GET for a WebSocket, whose upgrade is one."""

    function: str
    method: str
    path: str
    is_socket: bool


def route(manifest: Manifest) -> Route:
    """The one route of a function. Raises ValueError when it has more."""
    handler = manifest.handler()
    (path,) = handler.paths
    if isinstance(handler, WebsocketRouteHandler):
        return Route(manifest.name, "GET", BASE_PATH + path, is_socket=True)
    assert isinstance(handler, HTTPRouteHandler)  # noqa: S101  # the shelf holds nothing else
    (method,) = handler.http_methods
    return Route(manifest.name, str(method), BASE_PATH + path, is_socket=False)


def pattern(path: str) -> str:
    """The path as an anchored regular expression (RE2)."""
    parts = re.split(r"\{\w+(?::(\w+))?\}", path)
    literal, kinds = parts[::2], parts[1::2]
    return (
        "^"
        + re.escape(literal[0]).replace("\\-", "-")
        + "".join(
            _SEGMENT[kind or "str"] + re.escape(after).replace("\\-", "-")
            for kind, after in zip(kinds, literal[1:], strict=True)
        )
        + "$"
    )


def render() -> Iterator[tuple[Path, str]]:
    """The table for targets where every function is reached by its own name."""
    yield ROOT / "infra" / "generated" / "routes.caddy", table(lambda manifest: manifest.name)


def table(target: Callable[[Manifest], str]) -> str:
    """One matcher and one `handle` a function; `(function)` is a snippet of the Caddyfile that imports this."""
    lines = [HEAD]
    for manifest in shelf():
        if manifest.kind == "http":
            found = route(manifest)
            lines.append(
                f"\n@{found.function} {{\n\tmethod {found.method}\n\tpath_regexp {pattern(found.path)}\n}}\n"
                f"handle @{found.function} {{\n\timport function {target(manifest)}\n}}\n"
            )
    return "".join(lines)
