from collections import Counter
from uuid import uuid4

from common.db import Database
from common.domain.events import GameCancelled, GameEventRecorded, SessionClosed
from common.store import posts
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player, add_session


async def test_whatever_happens_until_the_message_is_edited_is_told_once(deliver: Deliver, database: Database) -> None:
    session = await add_session(database, await add_player(database))
    await posts.follow(database, -7, session.id, "ru")
    await database.execute("DELETE FROM outbox")
    assert await posts.take_board(database, -7)

    tap = GameEventRecorded(session.id, uuid4(), uuid4(), "pot", 1)
    assert await deliver("telegram_board", tap, GameCancelled(session.id, uuid4())) == Counter(done=2, seen=2)

    assert await database.fetchval("SELECT count(*) FROM outbox") == 1
    assert await posts.has_stale_board(database, -7)


async def test_an_evening_that_no_group_follows_concerns_nobody(deliver: Deliver, database: Database) -> None:
    session = await add_session(database, await add_player(database))
    assert await deliver("telegram_board", SessionClosed(session.id)) == Counter(done=1, seen=1)
    assert await database.fetchval("SELECT count(*) FROM outbox") == 0
