from collections import Counter

from common.db import Database
from common.domain import journal
from common.domain.events import SessionClosed
from common.store import ledger, sessions
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player, add_session, told


async def test_everyone_is_told_once_what_he_has_to_pay_and_gets(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Boris", "en")
    session = await add_session(database, anna, boris)
    await sessions.add_guest(database, session.id, "Коля")
    seats = [seat.id for seat in (await sessions.read(database, session.id)).seats]
    await ledger.save(database, session.id, journal.bar(seats[0], 900_00, seats), anna)
    await sessions.close(database, session.id)

    assert await deliver("session_announce_close", SessionClosed(session.id)) == Counter(done=1, seen=1)

    gets = "Вы в плюсе на 600 ₽. Вам платят: Boris — 300 ₽, Коля — 300 ₽."
    assert await told(database, anna) == [("«Пятница»: вечер окончен", gets, f"s_{session.id}")]
    pays = "You are down 300 ₽. You pay: Анна 300 ₽."
    assert await told(database, boris) == [("“Пятница”: the evening is over", pays, f"s_{session.id}")]
    named = await database.fetch("SELECT player_id, mentions FROM notifications")
    assert {row["player_id"]: row["mentions"] for row in named} == {anna: [boris], boris: [anna]}


async def test_who_may_not_see_sums_is_told_none(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Борис")
    session = await add_session(database, anna, sums="players")
    await sessions.join(database, session.id, boris, "spectator")
    await sessions.close(database, session.id)

    await deliver("session_announce_close", SessionClosed(session.id))

    assert [body for _, body, _ in await told(database, boris)] == ["Спасибо за компанию!"]
    assert [body for _, body, _ in await told(database, anna)] == ["Никто никому не должен."]
