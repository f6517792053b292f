"""The shelf → infra/generated/bake.json: every image, as `docker buildx bake` builds it (infra/docker/images.py)."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common.manifest import ROOT, Manifest, shelf
from infra.render.release import STEPS


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text."""
    yield ROOT / "infra" / "generated" / "bake.json", json.dumps(bake(), ensure_ascii=False, indent=2) + "\n"


def bake() -> dict[str, Any]:
    """A target for each function, handler and step."""
    targets = {each.service: _function(each) for each in shelf()} | {
        name: _target(name, {"GROUP": group}, stage=name, title=name) for name, group in STEPS.items()
    }
    return {"group": {"default": {"targets": sorted(targets)}}, "target": targets}


def _function(manifest: Manifest) -> dict[str, Any]:
    folder = f"{manifest.folder.parent.name}/{manifest.name}"
    module = importlib.import_module(f"{folder.replace('/', '.')}.handler")
    description = (module.__doc__ or "").strip().partition("\n")[0]
    arguments = {"GROUP": manifest.group, "FUNCTION": folder}
    return _target(manifest.service, arguments, stage="function", title=manifest.name, description=description)


def _target(service: str, arguments: dict[str, str], *, stage: str, **annotations: str) -> dict[str, Any]:
    return {
        "context": ".",
        "dockerfile": "Dockerfile.function",
        "target": stage,
        "args": arguments,
        "labels": {f"org.opencontainers.image.{name}": text for name, text in annotations.items()},
        "tags": [f"artel/{service}:local"],
    }
