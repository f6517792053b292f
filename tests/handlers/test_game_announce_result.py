from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

from common.db import Database
from common.domain.events import GameFinished, SeatResult
from common.store.sessions import Session
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player, add_session, told


def finished(session: Session, *nets: int, game_id: UUID | None = None, points: int = 1) -> GameFinished:
    """The first seat has won."""
    results = tuple(
        SeatResult(seat.id, seat.player_id, points + place, 1, 0, net, won=place == 0)
        for place, (seat, net) in enumerate(zip(session.seats, nets, strict=True))
    )
    return GameFinished(session.id, game_id or uuid4(), 7, "kolkhoz", results)


async def test_everyone_who_played_is_told_once_how_it_ended_in_his_language(
    deliver: Deliver, database: Database
) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Boris", "en")
    session = await add_session(database, anna, boris)

    outcome = await deliver("game_announce_result", finished(session, 1_250_50, -1_250_50))

    assert outcome == Counter(done=1, seen=1)
    assert await told(database, anna) == [
        ("Победа! Партия окончена", "Победа: Анна. У вас 1 очко. Вы в плюсе на 1 250,50 ₽.", f"s_{session.id}")
    ]
    assert await told(database, boris) == [
        ("The game is over", "Won by Анна. You have 2 points. You are down 1,250.50 ₽.", f"s_{session.id}")
    ]


async def test_where_nothing_is_at_stake_nothing_is_said_of_money(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database, "Анна"), await add_player(database, "Борис")
    session = await add_session(database, anna, boris)

    await deliver("game_announce_result", finished(session, 0, 0))

    assert [body for _, body, _ in await told(database, boris)] == ["Победа: Анна. У вас 2 очка."]


async def test_a_game_that_was_finished_anew_is_told_anew(deliver: Deliver, database: Database) -> None:
    anna = await add_player(database, "Анна")
    first = finished(await add_session(database, anna), 0)

    await deliver("game_announce_result", first, replace(first, version=9))

    assert len(await told(database, anna)) == 2


async def test_a_game_that_goes_on_by_now_is_not_told(deliver: Deliver, database: Database) -> None:
    anna = await add_player(database, "Анна")
    session = await add_session(database, anna)
    live = await database.fetchval(
        """
        INSERT INTO games (session_id, number, rules, rules_sha256, turns, state)
        SELECT id, 1, rules, sha256(''), '{}', '{}' FROM sessions RETURNING id
        """
    )

    await deliver("game_announce_result", finished(session, 0, game_id=live))

    assert await told(database, anna) == []
