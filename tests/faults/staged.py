"""How the product is set up for faults. Apart from the stage, which imports more than a runner has to wait for."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from infra.local.config import Config
from tests.product import configured


class Staged(Config):
    """A local run in which nobody waits long for the next attempt at a message."""

    @property
    def topology(self) -> Path:
        return self.data / "topology.json"


def staged(data: Path, telegram: str, *, port: int = 0) -> Staged:
    """The usual product of tests, but with its own topology, and with a Telegram that outlives the runner."""
    usual = configured(data)
    given: dict[str, Any] = {each.name: getattr(usual, each.name) for each in fields(Config)}
    return Staged(**{**given, "port": port or usual.port, "telegram_api_url": telegram})
