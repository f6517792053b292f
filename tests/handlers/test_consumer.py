import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from aio_pika.abc import AbstractQueue

from common import topology, worker
from common.db import Database
from common.domain.events import GameCancelled, GameStarted, Message
from common.manifest import ROOT, load
from common.settings import Settings
from common.store import outbox
from common.worker import Consumer, Db, on
from common.worker.consumer import Bury
from infra.local.services import Postgres
from tests.handlers.conftest import REQUEST_ID, Deliver, Queues, Working, logged, outcomes, until

TOPIC = GameCancelled.topic
MESSAGE = GameCancelled(uuid4(), uuid4())
GOOD = outbox.payload(MESSAGE).encode()
MARK = "INSERT INTO players (display_name, language) VALUES ($1, 'ru')"
MARKS = "SELECT array_agg(display_name ORDER BY display_name) FROM players"


def failing(times: int) -> Consumer:
    """A consumer that writes, and then fails so many times before it succeeds."""
    calls = 0

    @on(GameCancelled)
    async def trial(event: GameCancelled, db: Db) -> None:
        nonlocal calls
        calls += 1
        await db.execute(MARK, f"call {calls}")
        if calls <= times:
            raise LookupError(f"failure {calls}")

    return trial


@pytest.mark.parametrize(
    ("body", "message_id", "message_type", "reason"),
    [
        (GOOD[:-1], str(uuid4()), TOPIC, "DecodeError"),
        (b"\xff\xfe", str(uuid4()), TOPIC, "DecodeError"),
        (b'{"session_id": "0b0f8e3c-6f0c-4a53-9d6a-0f4a3c2a1b11"}', str(uuid4()), TOPIC, "game_id"),
        (b'{"session_id": 1, "game_id": 2}', str(uuid4()), TOPIC, "uuid"),
        (b"[" * 100_000, str(uuid4()), TOPIC, "Error"),
        (GOOD, str(uuid4()), "game.paused", "game.paused"),
        (GOOD, str(uuid4()), "", "type"),
        (GOOD, "7", TOPIC, "UUID"),
    ],
    ids=["cut", "not text", "a field is missing", "a wrong type", "too deep", "another type", "no type", "no uuid"],
)
async def test_what_cannot_be_read_lies_in_dead_at_once(
    queues: Queues, working: Working, body: bytes, message_id: str, message_type: str, reason: str
) -> None:
    before = outcomes("trial")
    await queues.publish(TOPIC, body, message_id=message_id, message_type=message_type)

    async with working(failing(0)):
        await until(lambda: queues.has("trial.dead", 1))

    (dead,) = await queues.take("trial.dead")
    assert (dead.body, dead.message_id, dead.correlation_id) == (body, message_id, REQUEST_ID)
    assert reason.lower() in str(dead.headers["x-error"]).lower()
    assert outcomes("trial") - before == Counter(dead=1)


async def test_a_schema_from_the_future_lies_in_dead_at_once(queues: Queues, working: Working) -> None:
    await queues.publish(TOPIC, GOOD, message_id=str(uuid4()), schema=GameCancelled.schema + 1)

    async with working(failing(0)):
        await until(lambda: queues.has("trial.dead", 1))

    (dead,) = await queues.take("trial.dead")
    assert dead.headers["x-error"] == "Unreadable: the schema is 2, of a newer release: this one reads up to 1"
    assert dead.headers["schema"] == 2


async def test_what_ends_its_process_again_and_again_lies_in_dead(queues: Queues) -> None:
    await queues.tell(MESSAGE)

    for _ in range(topology.DELIVERIES + 1):
        async with queues.channel() as channel:
            await until(partial(taken, await channel.get_queue("trial")))

    await until(lambda: queues.has("trial.dead", 1))


async def test_what_fails_is_tried_again_and_leaves_nothing_behind(deliver: Deliver, database: Database) -> None:
    assert await deliver(failing(2), MESSAGE) == Counter(retried=2, done=1, seen=1)

    assert await database.fetchval(MARKS) == ["call 3"]


async def test_what_always_fails_ends_in_dead_with_its_last_error(
    queues: Queues, working: Working, database: Database
) -> None:
    await queues.tell(MESSAGE)

    async with working(failing(99)):
        await until(lambda: queues.has("trial.dead", 1))

    (dead,) = await queues.take("trial.dead")
    assert dead.headers["x-error"] == "LookupError: failure 4"
    assert dead.headers["x-attempts"] == 4
    assert json.loads(dead.body)["game_id"] == str(MESSAGE.game_id)
    assert await database.fetchval("SELECT count(*) FROM inbox") == 0
    assert await database.fetchval(MARKS) is None


async def test_a_failure_holds_up_nothing_else(queues: Queues, working: Working, database: Database) -> None:
    poisoned = GameCancelled(uuid4(), uuid4())

    @on(GameCancelled)
    async def trial(event: GameCancelled, db: Db) -> None:
        if event == poisoned:
            raise LookupError
        await db.execute(MARK, str(event.game_id))

    others = [GameCancelled(uuid4(), uuid4()) for _ in range(30)]
    for message in (poisoned, *others):
        await queues.tell(message)

    async with working(trial):
        await until(lambda: queues.has("trial.dead", 1))

    assert sorted(await database.fetchval(MARKS)) == sorted(str(message.game_id) for message in others)


async def test_a_database_that_is_away_is_waited_for(
    queues: Queues, working: Working, postgres: Postgres, database: Database
) -> None:
    before = outcomes("trial")
    async with working(failing(0)):
        await queues.tell(MESSAGE)
        await until(lambda: done("trial", before, 1))
        await postgres.stop()
        try:
            await queues.tell(MESSAGE)
            await until(lambda: queues.has("trial", 0))
        finally:
            await postgres.start()
        await until(lambda: done("trial", before, 2))

    assert outcomes("trial") - before == Counter(done=2)


async def test_a_message_in_hand_goes_back_when_the_end_comes_before_the_database(
    queues: Queues, working: Working, postgres: Postgres, database: Database
) -> None:
    await queues.tell(MESSAGE)
    await postgres.stop()
    try:
        async with working(failing(0)):
            await until(lambda: queues.has("trial", 0))
        await until(lambda: queues.has("trial", 1))
    finally:
        await postgres.start()


async def test_what_is_begun_is_finished_before_the_end(queues: Queues, working: Working, database: Database) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    @on(GameCancelled)
    async def trial(event: GameCancelled, db: Db) -> None:
        begun.set()
        await may_end.wait()
        await db.execute(MARK, "finished")

    await queues.tell(MESSAGE)
    async with working(trial):
        await begun.wait()
        asyncio.get_running_loop().call_later(0.2, may_end.set)

    assert await database.fetchval(MARKS) == ["finished"]
    assert await queues.depth("trial") == 0


async def test_a_consumer_without_messages_ends_by_itself(settings: Settings, queues: Queues) -> None:
    async with asyncio.timeout(10):
        await worker.run(load(ROOT / "handlers/stats_update"), settings, idle_seconds=0.1, stop=asyncio.Event())


async def test_a_consumer_waits_for_its_queue(
    queues: Queues, working: Working, settings: Settings, database: Database, tmp_path: Path
) -> None:
    @on(GameCancelled)
    async def latecomer(event: GameCancelled, db: Db) -> None:
        await db.execute(MARK, "heard")

    described = tmp_path / "more.json"
    described.write_text(json.dumps(topology.describe([latecomer.listening])))
    with logged("topology") as missed:
        async with working(latecomer):
            await missed.wait()
            await topology.declare(settings.rabbitmq_url, described)
            await queues.tell(MESSAGE)
            await until(lambda: done("latecomer", Counter(), 1))


async def taken(queue: AbstractQueue) -> bool:
    return await queue.get(fail=False) is not None


async def done(handler: str, before: Counter[str], count: int) -> bool:
    return (outcomes(handler) - before)["done"] >= count


async def test_what_a_consumer_uses_is_opened_once_and_given_to_each_call(deliver: Deliver, settings: Settings) -> None:
    given: list[object] = []
    opened: list[Settings] = []

    @asynccontextmanager
    async def opening(with_settings: Settings) -> AsyncIterator[str]:
        opened.append(with_settings)
        yield "a client"
        given.append("closed")

    @on(GameCancelled, using=opening)
    async def trial(event: GameCancelled, db: Db, client: str) -> None:
        given.append(client)

    assert await deliver(trial, MESSAGE, MESSAGE) == {"done": 2, "seen": 2}
    assert (opened, given) == ([settings], ["a client", "a client", "closed"])


async def test_what_follows_the_commit_is_done_again_at_each_delivery_and_can_bury_a_message(
    deliver: Deliver, queues: Queues, database: Database
) -> None:
    seen: list[tuple[str, list[str] | None]] = []

    @asynccontextmanager
    async def opening(
        settings: Settings, given: Database, bury: Bury
    ) -> AsyncIterator[Callable[[Message], Awaitable[None]]]:
        async def follow(event: Message) -> None:
            seen.append((event.topic, await given.fetchval(MARKS)))
            await bury(event, "no such chat")

        yield follow

    @on(GameCancelled, GameStarted, then=opening)
    async def trial(event: GameCancelled | GameStarted, db: Db) -> None:
        await db.execute(MARK, "committed")

    assert await deliver(trial, GameStarted(uuid4(), uuid4())) == {"done": 1, "seen": 1}
    assert seen == [("game.started", ["committed"])] * 2
    letters = await queues.take("trial.dead")
    assert [(each.type, each.headers["x-error"]) for each in letters] == [("game.started", "no such chat")] * 2
    assert len({each.message_id for each in letters}) == 2
