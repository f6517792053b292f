"""Every consumer of the shelf: a message that comes again, twice or after a crash, changes nothing"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from uuid import uuid4

import pytest
from aio_pika.exceptions import ChannelInvalidStateError
from faststream.rabbit.message import RabbitMessage
from valkey.asyncio import Valkey as Client

from common.db import Database
from common.domain.events import (
    GameFinished,
    GameReopened,
    GameStarted,
    Message,
    ReportReady,
    ReportRequested,
    ReportWithdrawn,
    SeatResult,
    SessionClosed,
    SessionInvited,
)
from common.domain.report import Wish
from common.files import Files
from common.settings import Settings
from common.store import posts, reports
from common.store.reports import Report
from common.store.tables import metadata
from infra.local.services import Storage
from infra.render.topology import listening
from infra.telegram.fake import FakeBotApi
from infra.telegram.server import serving
from tests.handlers.conftest import Queues, Working, outcomes, until
from tests.handlers.players import add_game, add_notification, add_player, add_session
from tests.storage import empty, keys


class World(NamedTuple):
    """All that a consumer can change."""

    database: Database
    storage: Storage
    telegram: FakeBotApi
    settings: Settings

    async def everything(self) -> dict[str, list[str]]:
        """All rows of all tables, all files, all that Telegram was asked, and how often a device was told."""
        async with Client.from_url(self.settings.valkey_url) as client:
            told = (await client.info("commandstats")).get("cmdstat_publish", {"calls": 0})["calls"]
        return {
            table: sorted(row[0] for row in await self.database.fetch(f"SELECT whole::text FROM {table} AS whole"))
            for table in metadata.tables
        } | {
            "the storage": sorted(keys(self.storage)),
            "Telegram": [f"{call.method} {call.chat_id} {call.text}" for call in self.telegram.calls],
            "Valkey": [str(told)],
        }


Prepare = Callable[[World], Awaitable[Message]]


async def finished(world: World) -> Message:
    database = world.database
    session = await add_session(database, await add_player(database), await add_player(database, "Борис"))
    anna, boris = session.seats
    results = tuple(
        SeatResult(seat.id, seat.player_id, 1, 1, 0, net, won=net > 0) for seat, net in ((anna, 50), (boris, -50))
    )
    return GameFinished(session.id, await add_game(database), 7, "kolkhoz", results)


async def reopened(world: World) -> Message:
    anna = await add_player(world.database)
    return GameReopened(uuid4(), await add_game(world.database), 8, "kolkhoz", (anna,))


async def closed(world: World) -> Message:
    return SessionClosed((await add_session(world.database, await add_player(world.database))).id)


async def invited(world: World) -> Message:
    anna, boris = await add_player(world.database), await add_player(world.database, "Борис")
    return SessionInvited((await add_session(world.database, anna)).id, boris, anna)


async def followed(world: World) -> Message:
    session = await add_session(world.database, await add_player(world.database))
    await posts.follow(world.database, -7, session.id, "ru")
    assert await posts.take_board(world.database, -7)
    return GameStarted(session.id, uuid4())


async def notified(world: World) -> Message:
    return await add_notification(world.database, 504)


async def _asked(world: World) -> Report:
    anna = await add_player(world.database)
    session = await add_session(world.database, anna)
    return (await reports.ask(world.database, session, anna, Wish("csv", "ru", "UTC", sums=True))).report


async def requested(world: World) -> Message:
    report = await _asked(world)
    return ReportRequested(report.id, report.session_id, "csv")


async def ready(world: World) -> Message:
    report = await _asked(world)
    assert await reports.made(world.database, report.id, 3)
    return ReportReady(report.id, report.session_id)


async def withdrawn(world: World) -> Message:
    report_id = uuid4()
    await Files(world.settings.s3_url).put(reports.key(report_id, "csv"), b"1", media_type="text/csv", filename="x.csv")
    return ReportWithdrawn(report_id, "csv")


EXAMPLES: dict[str, tuple[Prepare, str]] = {
    "game_announce_result": (finished, "notifications"),
    "notification_push": (notified, "Valkey"),
    "report_announce": (ready, "notifications"),
    "report_render": (requested, "the storage"),
    "report_withdraw": (withdrawn, "the storage"),
    "session_announce_close": (closed, "notifications"),
    "session_announce_invite": (invited, "notifications"),
    "stats_update": (finished, "player_totals"),
    "stats_withdraw": (reopened, "player_games"),
    "telegram_board": (followed, "telegram_boards"),
    "telegram_send": (notified, "Telegram"),
}
"""What each consumer is told, and what that changes."""


@pytest.fixture(scope="module")
def telegram() -> FakeBotApi:
    return FakeBotApi(Settings().telegram_bot_token)


@pytest.fixture(scope="module", name="settings")
def with_the_world_outside(settings: Settings, storage: Storage, telegram: FakeBotApi) -> Iterator[Settings]:
    empty(storage)
    with serving(telegram) as url:
        yield replace(settings, s3_url=storage.url, telegram_api_url=url)


@pytest.fixture
def world(database: Database, storage: Storage, telegram: FakeBotApi, settings: Settings) -> World:
    return World(database, storage, telegram, settings)


def test_every_consumer_of_the_shelf_has_its_example() -> None:
    assert EXAMPLES.keys() == {each.consumer for each in listening()}


@pytest.mark.parametrize("consumer", EXAMPLES)
async def test_a_message_has_its_effect_once_over_a_crash_before_the_ack_and_a_second_delivery(
    consumer: str, queues: Queues, working: Working, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, changed = EXAMPLES[consumer]
    message, message_id, before = await prepare(world), uuid4(), outcomes(consumer)
    untouched = await world.everything()

    async def ended(**expected: int) -> bool:
        return outcomes(consumer) - before == Counter(expected)

    async def die(delivered: RabbitMessage) -> None:
        raise ChannelInvalidStateError("the process is dead")

    await queues.tell(message, message_id=message_id)
    with monkeypatch.context() as patched:
        # Committed, and never acknowledged: RabbitMQ hands the message out again when the connection is gone.
        patched.setattr(RabbitMessage, "ack", die)
        async with working(consumer):
            await until(lambda: ended(done=1))
    once = await world.everything()
    assert {name for name in once if once[name] != untouched[name]} >= {"inbox", changed}

    async with working(consumer):
        await until(lambda: ended(done=1, seen=1))
        await queues.tell(message, message_id=message_id)
        await until(lambda: ended(done=1, seen=2))
    assert await world.everything() == once
    assert await queues.depth(consumer) == await queues.depth(f"{consumer}.dead") == 0
