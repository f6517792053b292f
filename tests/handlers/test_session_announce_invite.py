from collections import Counter

from common.db import Database
from common.domain.events import SessionInvited
from common.store import sessions
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player, add_session, told


async def test_who_is_invited_is_told_once_by_whom_and_how_to_get_in(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Борис")
    session = await add_session(database, anna)
    invited = SessionInvited(session.id, boris, anna)

    assert await deliver("session_announce_invite", invited) == Counter(done=1, seen=1)
    await deliver("session_announce_invite", invited)

    assert await told(database, boris) == [("Вас зовут играть", "Анна зовёт вас: «Пятница».", "s_ABC234")]
    assert await told(database, anna) == []


async def test_who_sits_there_by_now_is_not_called(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Борис")
    session = await add_session(database, anna, boris)

    await deliver("session_announce_invite", SessionInvited(session.id, boris, anna))

    assert await told(database, boris) == []


async def test_nobody_is_called_to_an_evening_that_is_over(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Борис")
    session = await add_session(database, anna)
    await sessions.close(database, session.id)

    await deliver("session_announce_invite", SessionInvited(session.id, boris, anna))

    assert await told(database, boris) == []
