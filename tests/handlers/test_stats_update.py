from collections import Counter
from uuid import UUID, uuid4

from common.db import Database
from common.domain.events import GameFinished, SeatResult
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_game, add_player


def result(player_id: UUID | None, *, points: int, net_kopecks: int, won: bool = False) -> SeatResult:
    return SeatResult(uuid4(), player_id, points, balls=max(points, 0), fouls=1, net_kopecks=net_kopecks, won=won)


async def finished(database: Database, *results: SeatResult) -> GameFinished:
    return GameFinished(uuid4(), await add_game(database), 7, "kolkhoz", results)


async def test_a_finished_game_counts_once_for_each_player(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database), await add_player(database)
    game = await finished(
        database, result(anna, points=6, net_kopecks=150_00, won=True), result(boris, points=3, net_kopecks=-150_00)
    )

    assert await deliver("stats_update", game) == Counter(done=1, seen=1)

    kept = "SELECT player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks FROM player_games"
    assert {tuple(row) for row in await database.fetch(kept)} == {
        (anna, "kolkhoz", 7, True, True, 6, 6, 1, 150_00),
        (boris, "kolkhoz", 7, True, False, 3, 3, 1, -150_00),
    }
    rows = await database.fetch("SELECT * FROM player_totals")
    assert {tuple(row) for row in rows} == {
        (anna, "kolkhoz", 1, 1, 6, 6, 1, 150_00),
        (boris, "kolkhoz", 1, 0, 3, 3, 1, -150_00),
    }


async def test_games_add_up(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database), await add_player(database)
    first = await finished(
        database, result(anna, points=6, net_kopecks=150_00, won=True), result(boris, points=3, net_kopecks=-150_00)
    )
    second = await finished(
        database, result(boris, points=8, net_kopecks=600_00, won=True), result(anna, points=-4, net_kopecks=-600_00)
    )

    await deliver("stats_update", first, second)

    rows = await database.fetch("SELECT player_id, games, wins, points, fouls, net_kopecks FROM player_totals")
    assert {tuple(row) for row in rows} == {(anna, 2, 1, 2, 2, -450_00), (boris, 2, 1, 11, 2, 450_00)}


async def test_a_guest_is_left_out(deliver: Deliver, database: Database) -> None:
    anna = await add_player(database)

    await deliver(
        "stats_update",
        await finished(database, result(anna, points=1, net_kopecks=50_00), result(None, points=0, net_kopecks=-50_00)),
    )

    assert await database.fetchval("SELECT array_agg(player_id) FROM player_totals") == [anna]


async def test_a_game_of_guests_alone_counts_for_nobody(deliver: Deliver, database: Database) -> None:
    game = await finished(
        database, result(None, points=1, net_kopecks=50_00), result(None, points=0, net_kopecks=-50_00)
    )

    assert await deliver("stats_update", game) == Counter(done=1, seen=1)

    assert await database.fetchval("SELECT count(*) FROM player_totals") == 0
