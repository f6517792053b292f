"""What an operator does about messages that nobody tries again"""

import io
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import DeliveryMode

from common.db import Database
from common.domain.events import GameCancelled
from common.store import outbox
from common.store.inbox import REMEMBERED
from common.worker import Db, on
from infra import dead
from infra.dead import DeadError
from tests.handlers.conftest import REQUEST_ID, Queues, Working, until

MARK = "INSERT INTO players (display_name, language) VALUES ($1, 'ru')"
LOOKS = 25
"""More often than RabbitMQ 4 delivers a message before it drops it."""


async def command(queues: Queues, *arguments: str) -> str:
    out = io.StringIO()
    await dead.run(queues.url, arguments, queues.described, out)
    return out.getvalue()


async def buried(queues: Queues, *, told_at: datetime | None = None) -> str:
    """A message that lies in `trial.dead` as a consumer lays it there; its id."""
    message_id = str(uuid4())
    message = aio_pika.Message(
        json.dumps({"session_id": str(uuid4()), "game_id": str(uuid4())}).encode(),
        headers={"schema": 1, "x-attempts": 4, "x-error": "LookupError: no such table"},
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=message_id,
        correlation_id=REQUEST_ID,
        timestamp=told_at or datetime.now(UTC),
        type=GameCancelled.topic,
    )
    async with queues.channel() as channel:
        await channel.default_exchange.publish(message, "trial.dead")
    await until(partial(holds, queues, message_id))
    return message_id


async def holds(queues: Queues, message_id: str) -> bool:
    return message_id in await command(queues, "show", "trial")


async def test_the_list_says_how_much_lies_where(queues: Queues) -> None:
    await buried(queues)
    await queues.tell(GameCancelled(uuid4(), uuid4()))
    await until(lambda: queues.has("trial", 1))

    rows = {line.split()[0]: line.split()[1:] for line in (await command(queues)).splitlines()}
    assert rows["trial"] == ["1", "0", "1"]
    assert rows["stats_update"] == ["0", "0", "0"]


async def test_a_look_changes_nothing_however_often_it_is_taken(queues: Queues) -> None:
    ids = [await buried(queues), await buried(queues)]
    for _ in range(LOOKS):
        shown = await command(queues, "show", "trial")
    assert shown.index(ids[0]) < shown.index(ids[1])
    assert f"request {REQUEST_ID}" in shown
    assert "LookupError: no such table (attempt 4)" in shown
    assert shown.endswith("2 dead in trial.\n")

    messages = await queues.take("trial.dead")
    assert [message.message_id for message in messages] == ids
    assert {message.headers["x-attempts"] for message in messages} == {4}
    assert not any(message.redelivered for message in messages)


async def test_what_is_replayed_is_tried_from_the_beginning(
    queues: Queues, working: Working, database: Database
) -> None:
    @on(GameCancelled)
    async def trial(event: GameCancelled, db: Db) -> None:
        await db.execute(MARK, "mended")

    ids = [await buried(queues), await buried(queues)]
    assert await command(queues, "replay", "trial", "--id", ids[1]) != ""
    async with working(trial):
        await until(lambda: queues.has("trial", 0))
        assert (await command(queues, "replay", "trial")).endswith("1 replayed, 0 dead in trial.\n")
        await until(lambda: marked(database, 2))
    assert {str(row["message_id"]) for row in await database.fetch("SELECT message_id FROM inbox")} == set(ids)


async def test_what_the_inbox_may_have_forgotten_is_replayed_only_on_demand(queues: Queues) -> None:
    await buried(queues, told_at=datetime.now(UTC) - REMEMBERED - timedelta(days=1))
    assert (await command(queues, "replay", "trial")).endswith("0 replayed, 1 dead in trial.\n")
    assert (await command(queues, "replay", "trial", "--old")).endswith("1 replayed, 0 dead in trial.\n")
    (again,) = await queues.take("trial")
    assert "x-attempts" not in again.headers
    assert again.headers["schema"] == 1


async def test_one_of_them_is_dropped_and_the_others_stay_as_they_are(queues: Queues) -> None:
    kept, dropped = await buried(queues), await buried(queues)
    assert (await command(queues, "drop", "trial", "--id", dropped)).endswith("1 dropped, 1 dead in trial.\n")
    assert [message.message_id for message in await queues.take("trial.dead")] == [kept]


async def test_those_of_an_age_are_chosen(queues: Queues) -> None:
    hours = {ago: await buried(queues, told_at=datetime.now(UTC) - timedelta(hours=ago)) for ago in (1, 25, 49)}
    shown = await command(queues, "show", "trial", "--older", "1d")
    assert [ago for ago, message_id in hours.items() if message_id in shown] == [25, 49]
    assert (await command(queues, "drop", "trial", "--older", "2d")).endswith("1 dropped, 2 dead in trial.\n")
    assert [message.message_id for message in await queues.take("trial.dead")] == [hours[1], hours[25]]


@pytest.mark.parametrize("age", ["", "3", "d", "1w", "-1h", "999999d"])
async def test_what_is_no_age_is_refused(queues: Queues, age: str) -> None:
    with pytest.raises(SystemExit):
        await command(queues, "show", "trial", "--older", age)


async def test_a_message_of_a_newer_release_is_replayed_when_that_runs(
    queues: Queues, working: Working, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    @on(GameCancelled)
    async def trial(event: GameCancelled, db: Db) -> None:
        await db.execute(MARK, "mended")

    message = outbox.payload(GameCancelled(uuid4(), uuid4())).encode()
    await queues.publish(GameCancelled.topic, message, message_id=str(uuid4()), schema=GameCancelled.schema + 1)
    async with working(trial):
        await until(lambda: queues.has("trial.dead", 1))
    assert "of a newer release: this one reads up to 1 (attempt 1)" in await command(queues, "show", "trial")

    monkeypatch.setattr(GameCancelled, "schema", 2)
    async with working(trial):
        assert (await command(queues, "replay", "trial")).endswith("1 replayed, 0 dead in trial.\n")
        await until(lambda: marked(database, 1))


async def test_an_unknown_consumer_is_named(queues: Queues) -> None:
    with pytest.raises(DeadError, match=r"no consumer 'nobody'.*stats_update"):
        await command(queues, "show", "nobody")


async def marked(database: Database, times: int) -> bool:
    return await database.fetchval("SELECT count(*) FROM players WHERE display_name = 'mended'") == times
