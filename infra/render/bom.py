"""locks/<group>.txt → infra/generated/<group>.cdx.json: what its images hold beside their base (CycloneDX 1.6)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from common.manifest import ROOT, shelf
from infra.render.release import STEPS

GROUPS = sorted({*(each.group for each in shelf()), *STEPS.values()})
"""Every dependency group that there is an image of."""
IMAGE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.13.0",
    "python_version": "3.13",
    "sys_platform": "linux",
}
"""What the markers of a lock are asked about: an image, and not the machine that renders."""


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    for group in GROUPS:
        text = json.dumps(document(group), indent=2)
        yield ROOT / "infra" / "generated" / f"{group}.cdx.json", text + "\n"


def document(group: str) -> dict[str, Any]:
    """The bill of materials of a group. It carries neither a time nor a random number, so that it is only ever new."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "container", "name": f"artel/{group}", "bom-ref": f"artel/{group}"}},
        "components": list(_components((ROOT / "locks" / f"{group}.txt").read_text(encoding="utf-8"))),
    }


def _components(lock: str) -> Iterator[dict[str, Any]]:
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        requirement, *hashes = re.split(r"\s*\\\n\s*--hash=", entry)
        pinned = Requirement(requirement)
        if pinned.marker and not pinned.marker.evaluate(dict(IMAGE)):
            continue
        version = str(pinned.specifier).removeprefix("==")
        purl = f"pkg:pypi/{pinned.name}@{version}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": pinned.name,
            "version": version,
            "purl": purl,
            # One for each file that the lock allows.
            "hashes": [{"alg": "SHA-256", "content": each.removeprefix("sha256:")} for each in sorted(hashes)],
        }
