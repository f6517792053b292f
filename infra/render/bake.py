"""The shelf → infra/generated/bake.json: every image, as `docker buildx bake` builds it (infra/docker/images.py)."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common.manifest import ROOT
from infra.render import units
from infra.render.release import STEPS
from infra.render.units import Unit

_OF_A_GROUP = "All that runs at intervals."


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text."""
    yield ROOT / "infra" / "generated" / "bake.json", json.dumps(bake(), ensure_ascii=False, indent=2) + "\n"


def bake() -> dict[str, Any]:
    """A target for each function, consumer and step, and one for all that runs at intervals."""
    targets = {each.name: _unit(each) for each in units.compose()} | {
        name: _target(name, {"GROUP": group}, stage=name, title=name) for name, group in STEPS.items()
    }
    return {"group": {"default": {"targets": sorted(targets)}}, "target": targets}


def _unit(unit: Unit) -> dict[str, Any]:
    arguments = {"GROUP": unit.group, "FUNCTION": unit.folders}
    title = unit.name.replace("-", "_")
    return _target(unit.name, arguments, stage="function", title=title, description=_description(unit))


def _description(unit: Unit) -> str:
    if len(unit.members) > 1:
        return _OF_A_GROUP
    module = importlib.import_module(f"{unit.folders.replace('/', '.')}.handler")
    return (module.__doc__ or "").strip().partition("\n")[0]


def _target(service: str, arguments: dict[str, str], *, stage: str, **annotations: str) -> dict[str, Any]:
    return {
        "context": ".",
        "dockerfile": "Dockerfile.function",
        "target": stage,
        "args": arguments,
        "labels": {f"org.opencontainers.image.{name}": text for name, text in annotations.items()},
        "tags": [f"artel/{service}:local"],
    }
