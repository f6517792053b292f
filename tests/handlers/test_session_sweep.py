import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from common.db import Database
from common.domain import game, rules
from common.manifest import ROOT, load
from common.settings import Settings
from common.store import games, sessions
from common.store.sessions import IDLE
from common.worker import run
from tests.handlers.conftest import until
from tests.handlers.players import add_player

TOLD = "SELECT topic, payload ->> 'session_id' AS session_id FROM outbox ORDER BY id"


async def sweep(settings: Settings) -> None:
    """One run of the task, as a CronJob or the local runner starts it."""
    async with asyncio.timeout(20):
        await run(load(ROOT / "handlers/session_sweep"), settings, idle_seconds=0, stop=asyncio.Event())


async def left_alone(database: Database, *, since: timedelta, live: bool = False) -> UUID:
    """An evening, with a live game where that is wanted, which nobody has touched for so long."""
    anna, given = await add_player(database), rules.parse({"game_type": "kolkhoz"})
    async with database.transaction() as db:
        session = await sessions.create(
            db,
            anna,
            codes=[uuid4().hex],
            name="",
            scorers="host",
            sums="everyone",
            given=given,
            best_of=None,
            seed=bytes(32),
        )
        await sessions.add_guest(db, session, "Гость")
        if live:
            playing = [seat.id for seat in (await sessions.read(db, session)).seats]
            await games.start(db, session, given, playing, game.start(given, playing))
        await db.execute(
            "UPDATE sessions SET created_at = now() - $2::interval, touched_at = now() - $2::interval WHERE id = $1",
            session,
            since,
        )
    return session


async def status(database: Database, session: UUID) -> tuple[str, str | None]:
    found = await database.fetchrow(
        "SELECT s.status, g.status AS game FROM sessions s LEFT JOIN games g ON g.session_id = s.id WHERE s.id = $1",
        session,
    )
    return found["status"], found["game"]


async def test_an_evening_that_was_left_alone_is_closed_as_the_host_would(
    settings: Settings, database: Database
) -> None:
    left = await left_alone(database, since=IDLE + timedelta(minutes=1))
    going_on = await left_alone(database, since=IDLE - timedelta(minutes=1))

    await sweep(settings)

    assert await status(database, left) == ("closed", None)
    assert await status(database, going_on) == ("open", None)
    assert [tuple(row) for row in await database.fetch(TOLD)] == [("session.closed", str(left))]


async def test_a_game_that_was_left_standing_is_called_off(settings: Settings, database: Database) -> None:
    left = await left_alone(database, since=2 * IDLE, live=True)

    await sweep(settings)

    assert await status(database, left) == ("closed", "cancelled")
    assert [row["topic"] for row in await database.fetch(TOLD)] == ["game.cancelled", "session.closed"]


async def test_two_machines_that_sweep_at_once_close_each_evening_once(settings: Settings, database: Database) -> None:
    left = [await left_alone(database, since=2 * IDLE) for _ in range(5)]

    await asyncio.gather(*(sweep(settings) for _ in range(3)))
    await sweep(settings)

    told = [row["session_id"] for row in await database.fetch(TOLD)]
    assert sorted(told) == sorted(map(str, left))


async def test_whoever_comes_back_while_the_sweep_waits_keeps_the_evening(
    settings: Settings, database: Database
) -> None:
    left = await left_alone(database, since=2 * IDLE)
    async with database.transaction() as db:
        await db.execute("UPDATE sessions SET version = version + 1, touched_at = now() WHERE id = $1", left)
        sweeping = asyncio.create_task(sweep(settings))
        await until(partial(waits, database))
    await sweeping
    assert await status(database, left) == ("open", None)
    assert await database.fetch(TOLD) == []


async def waits(database: Database) -> bool:
    """Whether somebody waits for a lock."""
    return await database.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0
