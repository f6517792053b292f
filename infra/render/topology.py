"""handlers/*/handler.py (what listens to what) → infra/generated/topology.json (what RabbitMQ must hold)."""

import json
from collections.abc import Iterator
from pathlib import Path

from common.manifest import shelf
from common.topology import RENDERED, Listening, describe
from common.worker import Consumer


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text."""
    yield RENDERED, json.dumps(describe(listening()), indent=2) + "\n"


def listening() -> list[Listening]:
    """All consumers with their topics; those that hear PostgreSQL instead are none."""
    handlers = [manifest.handler() for manifest in shelf() if manifest.kind == "queue"]
    return [handler.listening for handler in handlers if isinstance(handler, Consumer)]
