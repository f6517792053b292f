"""Every image that a deployment names is one that the release builds"""

import json
import re
from pathlib import Path

import pytest

from common.manifest import ROOT, shelf
from infra.render.fly import apps
from infra.render.units import SHAPES, Shape
from tests.deploy.kustomize import build

RELEASE = json.loads((ROOT / "infra/generated/release.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shape", SHAPES)
def test_both_clusters_use_exactly_the_images_of_their_shape(shape: Shape) -> None:
    built = set(RELEASE["group"][shape]["targets"])
    objects = [*build(ROOT / "infra/knative/overlays" / shape), *build(ROOT / "infra/knative/steps")]
    assert set(re.findall(r"'artel/([a-z-]+):latest'", str(objects))) == built
    named = {app.name for app in apps(shape) if app.stage not in ("state", "autoscalers")}
    assert named == built


@pytest.mark.parametrize("shape", SHAPES)
def test_the_images_of_a_shape_hold_every_function_and_handler_once(shape: Shape) -> None:
    patterns = [RELEASE["target"][name].get("args", {}).get("FUNCTION") for name in RELEASE["group"][shape]["targets"]]
    held = [
        folder
        for pattern in " ".join(filter(None, patterns)).split()
        for folder in ROOT.glob(pattern)
        if folder.is_dir()
    ]
    assert sorted(held) == sorted(manifest.folder for manifest in shelf())


def test_every_target_has_its_recipe_and_its_own_name() -> None:
    for name, target in RELEASE["target"].items():
        assert target["tags"] == [f"${{REGISTRY}}/{name}:${{TAG}}"]
        assert target["dockerfile"] == ("Dockerfile.gateway" if name == "gateway" else "Dockerfile.function")
    assert Path(ROOT / "Dockerfile.gateway").exists()
