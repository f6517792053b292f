import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from common import worker
from common.correlation import Trace, request_id, trace
from common.db import Database
from common.domain.events import GameCancelled, GameEventRecorded, Message, SessionCreated
from common.manifest import ROOT, load
from common.metrics import REGISTRY
from common.settings import Settings
from common.store import outbox
from common.topology import EVENTS, UNHEARD
from common.worker import listener
from tests.handlers.conftest import Queues, Working, logged, until

MESSAGES = [GameCancelled(uuid4(), uuid4()) for _ in range(250)]


async def waiting(database: Database) -> int:
    count: int = await database.fetchval("SELECT count(*) FROM outbox")
    return count


TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def tell(database: Database, *messages: Message) -> None:
    request_id.set("the-tap")
    trace.set(Trace.read(TRACEPARENT))
    async with database.transaction() as db:
        for message in messages:
            await outbox.tell(db, message)


async def test_messages_arrive_in_their_order_with_their_envelope_and_are_deleted(
    queues: Queues, working: Working, database: Database
) -> None:
    await tell(database, *MESSAGES)
    stored = await database.fetch("SELECT id, created_at FROM outbox ORDER BY id")

    async with working("outbox_relay"):
        await until(lambda: queues.has("trial", len(MESSAGES)))

    arrived = await queues.take("trial")
    assert [json.loads(message.body)["game_id"] for message in arrived] == [str(told.game_id) for told in MESSAGES]
    assert [message.message_id for message in arrived] == [str(row["id"]) for row in stored]
    first = arrived[0]
    assert (first.type, first.correlation_id, first.content_type) == ("game.cancelled", "the-tap", "application/json")
    assert Trace.read(first.headers["traceparent"]).trace_id in TRACEPARENT
    assert first.delivery_mode == 2
    assert first.timestamp == stored[0]["created_at"].replace(microsecond=0)
    assert await waiting(database) == 0


async def test_what_must_not_leave_yet_stays_and_holds_up_nobody(
    queues: Queues, working: Working, database: Database
) -> None:
    now = await database.fetchval("SELECT now()")
    async with database.transaction() as db:
        await outbox.tell_later(db, MESSAGES[0], now + timedelta(hours=1))
        await outbox.tell_later(db, MESSAGES[1], now + timedelta(milliseconds=300))
        await outbox.tell(db, MESSAGES[2])

    async with working("outbox_relay"):
        await until(lambda: queues.has("trial", 2))

    assert await database.fetchval("SELECT now()") > now + timedelta(milliseconds=300)
    arrived = [json.loads(message.body)["game_id"] for message in await queues.take("trial")]
    assert arrived == [str(MESSAGES[2].game_id), str(MESSAGES[1].game_id)]
    assert await waiting(database) == 1


async def test_a_type_that_nobody_listens_to_is_no_failure(
    queues: Queues, working: Working, database: Database
) -> None:
    await tell(database, SessionCreated(uuid4(), uuid4()))

    async with working("outbox_relay"):
        await until(lambda: queues.has(UNHEARD, 1))

    assert await waiting(database) == 0


async def test_notify_wakes_the_relay(
    queues: Queues, working: Working, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "POLL_SECONDS", 3600)
    async with working("outbox_relay"):
        for count in range(1, 4):
            await tell(database, MESSAGES[0])
            await until(lambda count=count: queues.has("trial", count))


async def test_a_relay_that_cannot_hear_notify_still_looks(
    queues: Queues, working: Working, database: Database, settings: Settings
) -> None:
    deaf = replace(settings, database_direct_url="postgresql://127.0.0.1:1/nowhere")
    stop = asyncio.Event()
    relay = load(ROOT / "handlers/outbox_relay")
    task = asyncio.create_task(worker.run(relay, deaf, idle_seconds=None, stop=stop))
    for count in (1, 2):
        await tell(database, MESSAGES[0])
        await until(lambda count=count: queues.has("trial", count))
    stop.set()
    await task


async def test_a_rolled_back_transaction_tells_nothing(queues: Queues, working: Working, database: Database) -> None:
    async def tell_and_fail() -> None:
        async with database.transaction() as db:
            await outbox.tell(db, MESSAGES[0])
            raise LookupError

    async with working("outbox_relay"):
        with pytest.raises(LookupError):
            await tell_and_fail()
        await tell(database, MESSAGES[1])
        await until(lambda: queues.has("trial", 1))

    (arrived,) = await queues.take("trial")
    assert json.loads(arrived.body)["game_id"] == str(MESSAGES[1].game_id)


async def test_what_cannot_be_routed_stays(queues: Queues, working: Working, database: Database) -> None:
    async with queues.channel() as channel:
        await channel.queue_delete(UNHEARD)
    await tell(database, SessionCreated(uuid4(), uuid4()), MESSAGES[0])

    async with working("outbox_relay"):
        await until(lambda: queues.has("trial", 1))
        await until(lambda: has_rows(database, 1))
        await queues.declare()
        await until(lambda: queues.has(UNHEARD, 1))

    assert await waiting(database) == 0


async def test_everything_stays_until_there_is_a_topology(queues: Queues, working: Working, database: Database) -> None:
    await queues.without(EVENTS, UNHEARD)
    await tell(database, *MESSAGES)

    with logged("topology") as missed:
        async with working("outbox_relay"):
            await missed.wait()
            assert await waiting(database) == len(MESSAGES)
            await queues.declare()
            await until(lambda: queues.has("trial", len(MESSAGES)))


async def test_nothing_leaves_while_half_of_the_topology_is_declared(
    queues: Queues, working: Working, database: Database
) -> None:
    await queues.without(EVENTS, UNHEARD)
    exchanges = {each["name"]: each for each in json.loads(queues.described.read_text())["exchanges"]}
    async with queues.channel() as channel:
        await channel.declare_exchange(**exchanges[EVENTS])
    await tell(database, *MESSAGES)

    with logged("topology") as missed:
        async with working("outbox_relay"):
            await missed.wait()
            assert await waiting(database) == len(MESSAGES)
            await queues.declare()
            await until(lambda: queues.has("trial", len(MESSAGES)))


async def test_two_relays_at_once_send_each_message_once(queues: Queues, working: Working, database: Database) -> None:
    async with working("outbox_relay"), working("outbox_relay"):
        for start in range(0, len(MESSAGES), 10):
            await tell(database, *MESSAGES[start : start + 10])
        await until(lambda: has_rows(database, 0))

    arrived = [json.loads(message.body)["game_id"] for message in await queues.take("trial")]
    assert sorted(arrived) == sorted(str(message.game_id) for message in MESSAGES)


async def test_two_relays_at_once_do_not_overtake_each_other(
    queues: Queues, working: Working, database: Database
) -> None:
    await tell(database, *MESSAGES)
    async with working("outbox_relay"), working("outbox_relay"):
        await until(lambda: has_rows(database, 0))

    arrived = [json.loads(message.body)["game_id"] for message in await queues.take("trial")]
    assert arrived == [str(message.game_id) for message in MESSAGES]


async def test_what_has_happened_is_counted_once_it_is_published(
    queues: Queues, working: Working, database: Database
) -> None:
    tap = GameEventRecorded(uuid4(), uuid4(), uuid4(), kind="pot", version=1)
    before = happened("game.event_recorded", "pot"), happened("game.cancelled", "")
    await tell(database, tap, tap, MESSAGES[0])
    async with working("outbox_relay"):
        await until(lambda: has_rows(database, 0))
    assert (happened("game.event_recorded", "pot"), happened("game.cancelled", "")) == (before[0] + 2, before[1] + 1)


def happened(topic: str, kind: str) -> float:
    return REGISTRY.get_sample_value("artel_events_total", {"topic": topic, "kind": kind}) or 0


async def test_a_relay_without_messages_ends_by_itself(queues: Queues, settings: Settings, database: Database) -> None:
    async with asyncio.timeout(10):
        await worker.run(load(ROOT / "handlers/outbox_relay"), settings, idle_seconds=0.1, stop=asyncio.Event())


async def has_rows(database: Database, count: int) -> bool:
    return await waiting(database) == count
