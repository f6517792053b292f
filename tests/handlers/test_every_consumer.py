"""Every consumer of the shelf: a message that comes again, twice or after a crash, changes nothing"""

from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from aio_pika.exceptions import ChannelInvalidStateError
from faststream.rabbit.message import RabbitMessage

from common.db import Database
from common.domain.events import GameFinished, GameReopened, Message, SeatResult, SessionClosed, SessionInvited
from common.store.tables import metadata
from infra.render.topology import listening
from tests.handlers.conftest import Queues, Working, outcomes, until
from tests.handlers.players import add_game, add_player, add_session

Prepare = Callable[[Database], Awaitable[Message]]


async def finished(database: Database) -> Message:
    session = await add_session(database, await add_player(database), await add_player(database, "Борис"))
    anna, boris = session.seats
    results = tuple(
        SeatResult(seat.id, seat.player_id, 1, 1, 0, net, won=net > 0) for seat, net in ((anna, 50), (boris, -50))
    )
    return GameFinished(session.id, await add_game(database), 7, "kolkhoz", results)


async def reopened(database: Database) -> Message:
    anna = await add_player(database)
    return GameReopened(uuid4(), await add_game(database), 8, "kolkhoz", (anna,))


async def closed(database: Database) -> Message:
    return SessionClosed((await add_session(database, await add_player(database))).id)


async def invited(database: Database) -> Message:
    anna, boris = await add_player(database), await add_player(database, "Борис")
    return SessionInvited((await add_session(database, anna)).id, boris, anna)


EXAMPLES: dict[str, Prepare] = {
    "game_announce_result": finished,
    "session_announce_close": closed,
    "session_announce_invite": invited,
    "stats_update": finished,
    "stats_withdraw": reopened,
}
ELSEWHERE = {
    "notification_push",
    "report_announce",
    "report_render",
    "report_withdraw",
    "telegram_board",
    "telegram_send",
}
"""They work on what is outside of the database too, and the tests of them that deliver again have it at hand."""


async def everything(database: Database) -> dict[str, list[str]]:
    """All rows of all tables."""
    return {
        table: sorted(row[0] for row in await database.fetch(f"SELECT whole::text FROM {table} AS whole"))
        for table in metadata.tables
    }


def test_every_consumer_of_the_shelf_is_delivered_to_again_somewhere() -> None:
    assert EXAMPLES.keys() | ELSEWHERE >= {each.consumer for each in listening()}
    assert not EXAMPLES.keys() & ELSEWHERE


@pytest.mark.parametrize("consumer", EXAMPLES)
async def test_a_message_has_its_effect_once_over_a_crash_before_the_ack_and_a_second_delivery(
    consumer: str, queues: Queues, working: Working, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, message_id, before = await EXAMPLES[consumer](database), uuid4(), outcomes(consumer)
    untouched = await everything(database)

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
    once = await everything(database)
    assert {table for table in once if once[table] != untouched[table]} > {"inbox"}

    async with working(consumer):
        await until(lambda: ended(done=1, seen=1))
        await queues.tell(message, message_id=message_id)
        await until(lambda: ended(done=1, seen=2))
    assert await everything(database) == once
    assert await queues.depth(consumer) == await queues.depth(f"{consumer}.dead") == 0
