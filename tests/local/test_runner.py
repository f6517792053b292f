"""The runner ends, whatever it was doing"""

import asyncio
from pathlib import Path

import pytest

from infra.local import runner
from infra.local.config import Config
from infra.local.runner import Runner


async def test_a_watch_that_takes_its_end_for_a_lost_connection_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "CANCEL_SECONDS", 0.01)
    ends = 0

    async def watch() -> None:
        nonlocal ends
        while ends < 2:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                ends += 1

    stopped = Runner(Config(data=tmp_path))
    stopped._tasks = [asyncio.create_task(watch())]
    await asyncio.sleep(0)  # what has not begun is cancelled without a word
    await stopped.stop()
    assert ends == 2
