"""handlers/*/handler.py (what runs at which intervals) → infra/generated/clock.json, for the local runner."""

import json
from collections.abc import Iterator
from pathlib import Path

from common.manifest import ROOT
from infra.render.units import clocks


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text: seconds by name."""
    intervals = {
        member.name: round(member.handler().interval.total_seconds()) for unit in clocks() for member in unit.members
    }
    yield ROOT / "infra" / "generated" / "clock.json", json.dumps(intervals, indent=2) + "\n"
