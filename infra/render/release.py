"""The shelf → infra/generated/release.json: what `docker buildx bake --push` builds for a cluster, in either shape.

REGISTRY=registry.example/me/artel TAG=1.2.3 docker buildx bake -f infra/generated/release.json --push large
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common.manifest import ROOT
from infra.render.units import SHAPES, Unit, clock, consumers, functions

STEPS = {"migrate": "migrate", "topology": "queue", "storage": "storage"}
"""Each step of a deployment, which is a stage of Dockerfile.function, and whose packages it has."""
GATEWAY = "gateway"

Target = dict[str, Any]


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text."""
    yield ROOT / "infra" / "generated" / "release.json", json.dumps(release(), indent=2) + "\n"


def release() -> dict[str, Any]:
    """A group of targets for each shape; both share the consumers, the clock's tasks, the steps and the gateway."""
    common = [*(unit.name for unit in consumers()), clock().name, *STEPS, GATEWAY]
    shapes = {shape: [*(unit.name for unit in functions(shape)), *common] for shape in SHAPES}
    targets = {unit.name: _unit(unit) for shape in SHAPES for unit in (*functions(shape), *consumers(), clock())}
    targets |= {
        name: _target(name, "Dockerfile.function", target=name, args={"GROUP": group}) for name, group in STEPS.items()
    }
    targets[GATEWAY] = _target(GATEWAY, "Dockerfile.gateway")
    return {
        "variable": {"REGISTRY": {"default": "artel"}, "TAG": {"default": "latest"}, "EXTRA": {"default": ""}},
        "group": {"default": {"targets": ["large"]}} | {shape: {"targets": names} for shape, names in shapes.items()},
        "target": dict(sorted(targets.items())),
    }


def _unit(unit: Unit) -> Target:
    return _target(
        unit.name,
        "Dockerfile.function",
        target="function",
        args={"GROUP": unit.group, "EXTRA": "${EXTRA}", "FUNCTION": unit.folders},
    )


def _target(name: str, dockerfile: str, **more: Any) -> Target:
    return {"context": ".", "dockerfile": dockerfile, **more, "tags": [f"${{REGISTRY}}/{name}:${{TAG}}"]}
