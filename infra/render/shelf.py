"""The shelf as a table: what is deployed, what it answers or listens to, what it needs."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from common.manifest import EVERYONES, ROOT, Manifest, shelf
from common.worker import Clock, Consumer, Exporter
from infra.render.routes import route


def rows() -> list[tuple[str, str, str, str, str]]:
    """For each function and handler: name, door, needs, instances, first line of its description."""
    return [
        (each.service, _door(each), ", ".join(sorted(each.needs - EVERYONES)) or "nothing", _scale(each), _does(each))
        for each in shelf()
    ]


def render() -> Iterator[tuple[Path, str]]:
    """The table in Markdown, for the docs."""
    lines = [
        "<!-- Rendered by `make render`: do not edit. -->\n\n",
        "# Everything that is deployed\n\n",
        "| function | answers or listens to | needs | instances | what it does |\n|---|---|---|---|---|\n",
        *(f"| {name} | `{door}` | {needs} | {scale} | {does} |\n" for name, door, needs, scale, does in rows()),
    ]
    yield ROOT / "infra" / "generated" / "shelf.md", "".join(lines)


def _door(manifest: Manifest) -> str:
    if manifest.kind == "queue":
        handler = manifest.handler()
        if isinstance(handler, Consumer):
            return f"on {', '.join(handler.listening.topics)}"
        if isinstance(handler, Exporter):
            return "GET /metrics, inside"
        return f"at {handler.cron}" if isinstance(handler, Clock) else f"at NOTIFY {handler.channel}"
    found = route(manifest)
    return f"{'WS' if found.is_socket else found.method} {found.path}"


def _scale(manifest: Manifest) -> str:
    return f"{manifest.min_instances}..{manifest.max_instances}"


def _does(manifest: Manifest) -> str:
    module = importlib.import_module(f"{manifest.folder.parent.name}.{manifest.name}.handler")
    return (module.__doc__ or "").strip().partition("\n")[0]
