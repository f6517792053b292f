"""Logs that are written all the time, and do not fill the disk."""

import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infra.local import rotation
from infra.local.processes import open_log

NOW = datetime.now(UTC)


def test_a_large_log_is_set_aside_and_whoever_writes_it_writes_on(tmp_path: Path) -> None:
    with open_log(tmp_path / "game_finish.log") as output:
        os.write(output, b"before\n")
        rotation.rotate(tmp_path, NOW, large_bytes=6)
        os.write(output, b"after\n")
    (aside,) = tmp_path.glob("*.gz")
    assert aside.name == f"game_finish.{NOW:%Y%m%dT%H%M%S}.log.gz"
    assert aside.stat().st_mode & 0o777 == 0o600
    assert gzip.decompress(aside.read_bytes()) == b"before\n"
    assert (tmp_path / "game_finish.log").read_bytes() == b"after\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_small_log_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "game_finish.log").write_text("small")
    rotation.rotate(tmp_path, NOW)
    assert [each.name for each in tmp_path.iterdir()] == ["game_finish.log"]


def test_what_is_too_much_or_too_old_goes(tmp_path: Path) -> None:
    for name in ("game", "game_finish"):
        (tmp_path / f"{name}.log").touch()
    for number in range(rotation.KEPT + 2):
        aside = tmp_path / f"game.202611{number + 10}T000000.log.gz"
        aside.touch()
    old = tmp_path / "game_finish.20261101T000000.log.gz"
    old.touch()
    os.utime(old, ((NOW - timedelta(days=15)).timestamp(),) * 2)
    young = tmp_path / "game_finish.20261102T000000.log.gz"
    young.touch()
    rotation.rotate(tmp_path, NOW)
    left = sorted(each.name for each in tmp_path.glob("*.gz"))
    assert left == [*(f"game.202611{number + 12}T000000.log.gz" for number in range(rotation.KEPT)), young.name]
