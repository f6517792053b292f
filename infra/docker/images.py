"""`make images`: build what has changed, and say why.

Each image carries, as a label, digests of all that it was made from. What differs from the sources now is built anew by
`docker buildx bake`, from infra/generated/bake.json; nothing else is touched.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from common.manifest import ROOT
from infra.docker.engine import Engine

BAKE = "infra/generated/bake.json"
AT_ONCE = 16
"""All at a time are more than two processors bear: steps that wait too long for each other are given up."""
LABEL = "artel.made-from"
RECIPE = ("Dockerfile.function", "Dockerfile.function.dockerignore")
STEPS = {
    "migrate": ("migrations", "pyproject.toml", "infra/__init__.py", "infra/migrate.py"),
    "topology": ("infra/generated/topology.json", "infra/__init__.py", "infra/dead.py"),
    "storage": ("infra/__init__.py", "infra/storage.py"),
}
"""What the images that are steps of a deployment hold of their own."""

Parts = dict[str, str]
"""What an image is made of → its digest."""


class BuildError(Exception):
    """Images that could not be built; the message is the end of what the builder said."""


def build(engine: Engine, root: Path = ROOT) -> None:
    """Build every image whose sources have changed. Raises BuildError."""
    made = parts(root)
    stale = reasons(made, _found(engine, list(made)))
    print(explained(stale, len(made)), flush=True)
    if stale:
        _bake(engine, root, {image: made[image] for image in stale})


def parts(root: Path = ROOT) -> dict[str, Parts]:
    """For each image, what it is made of now."""
    targets: dict[str, Any] = json.loads((root / BAKE).read_text(encoding="utf-8"))["target"]
    return {image: dict(_parts(root, target)) for image, target in targets.items()}


def _parts(root: Path, target: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    own = STEPS.get(target["target"]) or target["args"]["FUNCTION"].split()
    for path in (*RECIPE, f"locks/{target['args']['GROUP']}.txt", "common", *own):
        yield path, _digest(root / path)
    yield "its-description", hashlib.sha256(json.dumps(target).encode()).hexdigest()[:12]


def _digest(path: Path) -> str:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    digest = hashlib.sha256()
    for each in files:
        if "__pycache__" not in each.parts:
            digest.update(f"{each.relative_to(path.parent)}\0".encode() + each.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _found(engine: Engine, images: list[str]) -> dict[str, Parts]:
    """What the images that are there were made of; none for one that is not."""
    format_ = '{{ json .RepoTags }} {{ index .Config.Labels "' + LABEL + '" }}'
    by_tag = {tag(image): image for image in images}
    # Fails for each that is missing, and says all the others.
    said = engine.docker("image", "inspect", "--format", format_, *by_tag, check=False).stdout
    found = (line.split() for line in said.splitlines() if line.strip())
    return {
        by_tag[name]: dict(each.split("=") for each in made_from)
        for names, *made_from in found
        for name in json.loads(names)
        if name in by_tag
    }


def tag(image: str) -> str:
    """The name that compose.local.yml knows an image by."""
    return f"artel/{image}:local"


def reasons(made: Mapping[str, Parts], found: Mapping[str, Parts]) -> dict[str, list[str]]:
    """For each image that is to be built, what of it has changed; nothing said means that there is none yet."""
    changed = {
        image: [part for part, digest in made[image].items() if found.get(image, {}).get(part) != digest]
        for image in made
    }
    return {image: parts if found.get(image) else [] for image, parts in changed.items() if parts}


def explained(stale: Mapping[str, list[str]], all_images: int) -> str:
    """The reasons for people; images with the same one share a line."""
    if not stale:
        return f"All {all_images} images are as their sources: nothing to build."
    together: dict[str, list[str]] = {}
    for image, changed in stale.items():
        why = " and ".join(changed) + (" have changed" if len(changed) > 1 else " has changed")
        together.setdefault(why if changed else "there is none yet", []).append(image)
    return "\n".join(
        f"{_counted(images, all_images)}: {why}" for why, images in sorted(together.items(), key=lambda item: item[1])
    )


def _counted(images: list[str], all_images: int) -> str:
    return f"all {all_images} images" if len(images) == all_images else ", ".join(images)


def _bake(engine: Engine, root: Path, made: Mapping[str, Parts]) -> None:
    targets: dict[str, dict[str, Any]] = {
        image: {"labels": {LABEL: " ".join(f"{part}={digest}" for part, digest in each.items())}}
        for image, each in made.items()
    }
    # Where the network is looked into, packages are fetched by the machine's own authorities.
    if authorities := os.environ.get("SSL_CERT_FILE"):
        for target in targets.values():
            target["secret"] = [f"id=ca,src={authorities}"]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as labels:
        json.dump({"target": targets}, labels)
        labels.flush()
        command = ["buildx", "bake", "--provenance=false", "--progress=plain", "-f", BAKE, "-f", labels.name]
        images = list(made)
        for first in range(0, len(images), AT_ONCE):
            some = images[first : first + AT_ONCE]
            baked = engine.docker(*command, *some, check=False, merged=True, directory=root)
            if baked.returncode:
                end = "\n".join(baked.stdout.splitlines()[-30:])
                raise BuildError(f"The images could not be built:\n{end}")
