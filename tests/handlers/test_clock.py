import asyncio
from typing import Any

import pytest

from common.db import Database
from common.manifest import ROOT, load
from common.settings import Settings
from common.worker import Clock, Db, clock, every
from infra.local.services import Postgres
from tests.handlers.conftest import logged

MANIFEST = load(ROOT / "handlers/inbox_prune")
MARK = "INSERT INTO players (display_name, language) VALUES ($1, 'ru')"
MARKS = "SELECT count(*) FROM players"


def task(things: int) -> Clock:
    """A task that finds so many things to do."""
    done = 0

    @every(minutes=1)
    async def trial(db: Db) -> int:
        nonlocal done
        if done == things:
            return 0
        done += 1
        await db.execute(MARK, f"thing {done}")
        return 1

    return trial


async def test_it_goes_on_until_nothing_is_left_and_ends(settings: Settings, database: Database) -> None:
    async with asyncio.timeout(20):
        await task(3).run(MANIFEST, settings, database, idle_seconds=0, stop=asyncio.Event())
    assert await database.fetchval(MARKS) == 3


async def test_a_run_has_an_end_and_the_next_goes_on(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "MOST_CALLS", 2)
    five = task(5)
    for done in (2, 4, 5):
        async with asyncio.timeout(20):
            await five.run(MANIFEST, settings, database, idle_seconds=0, stop=asyncio.Event())
        assert await database.fetchval(MARKS) == done


async def test_a_process_without_an_end_is_its_own_clock(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, calls = asyncio.Event(), 0

    @every(minutes=1)
    async def trial(db: Db) -> int:
        nonlocal calls
        calls += 1
        return 0

    async def at_once(event: asyncio.Event, seconds: float) -> bool:
        assert seconds == 60
        if calls == 3:
            stop.set()
        return event.is_set()

    monkeypatch.setattr(clock, "happens", at_once)
    await trial.run(MANIFEST, settings, database, idle_seconds=None, stop=stop)
    assert calls == 3


async def test_a_database_that_is_away_is_waited_for(
    settings: Settings, database: Database, postgres: Postgres
) -> None:
    await postgres.stop()
    try:
        with logged("the database is away") as missed:
            running = asyncio.create_task(
                task(1).run(MANIFEST, settings, database, idle_seconds=0, stop=asyncio.Event())
            )
            async with asyncio.timeout(20):
                await missed.wait()
    finally:
        await postgres.start()
    async with asyncio.timeout(20):
        await running
    assert await database.fetchval(MARKS) == 1


@pytest.mark.parametrize(
    ("given", "cron"),
    [
        ({"minutes": 10}, "*/10 * * * *"),
        ({"hours": 1}, "0 */1 * * *"),
        ({"hours": 6}, "0 */6 * * *"),
        ({"days": 1}, "0 3 * * *"),
    ],
)
def test_cron_can_say_it(given: dict[str, int], cron: str) -> None:
    assert every(**given)(_nothing).cron == cron


@pytest.mark.parametrize("given", [{}, {"minutes": 7}, {"minutes": 90}, {"hours": 5}, {"days": 2}])
def test_what_cron_cannot_say_is_refused(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="does not divide"):
        every(**given)


async def _nothing(db: Any) -> int:
    return 0
