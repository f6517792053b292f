"""What has changed is built anew, and nothing else"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.manifest import ROOT
from infra.docker import images
from infra.docker.engine import Engine
from infra.docker.images import parts, reasons, tag
from infra.render import units

HELD = ("common", "functions", "handlers", "locks", "migrations", "infra", *images.RECIPE, "pyproject.toml")


@pytest.fixture
def sources(tmp_path: Path, engine: Engine) -> Iterator[Path]:
    """A copy of all that images are made of. Afterwards the images are those of this clone again."""
    for each in HELD:
        copy = shutil.copytree if (ROOT / each).is_dir() else shutil.copy
        copy(ROOT / each, tmp_path / each)
    yield tmp_path
    images.build(engine)


def ids(engine: Engine) -> dict[str, str]:
    format_ = "{{ .Id }}"
    return {image: engine.docker("image", "inspect", "-f", format_, tag(image)).stdout.strip() for image in parts()}


def test_a_changed_handler_rebuilds_one_image(
    engine: Engine, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(engine)
    with (sources / "functions/game_finish/handler.py").open("a", encoding="utf-8") as handler:
        handler.write("# changed\n")
    images.build(engine, sources)
    assert capsys.readouterr().out == "game-finish: functions/game_finish has changed\n"
    assert {image for image, id_ in ids(engine).items() if id_ != before[image]} == {"game-finish"}


def test_a_change_in_common_rebuilds_all_and_a_lock_those_of_its_kind(engine: Engine, sources: Path) -> None:
    now = parts(sources)
    with (sources / "common/db.py").open("a", encoding="utf-8") as module:
        module.write("# changed\n")
    assert reasons(parts(sources), now) == {image: ["common"] for image in now}

    shutil.copy(ROOT / "common/db.py", sources / "common/db.py")
    with (sources / "locks/queue.txt").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    consumers = {each.name for each in units.compose() if each.group == "queue"}
    assert set(reasons(parts(sources), now)) == consumers | {"topology"}


def test_what_is_as_its_sources_is_not_built_again(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    images.build(engine)
    assert capsys.readouterr().out == f"All {len(parts())} images are as their sources: nothing to build.\n"
