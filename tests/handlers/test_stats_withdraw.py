from collections import Counter
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from common.db import Database
from common.domain.events import GameFinished, GameReopened, SeatResult
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_game, add_player

HANDLERS: dict[type[GameFinished] | type[GameReopened], str] = {
    GameFinished: "stats_update",
    GameReopened: "stats_withdraw",
}


def finished(game: UUID, version: int, **points: int) -> GameFinished:
    """`points` by the hexadecimal ids of players, of whom the best has won."""
    results = tuple(
        SeatResult(uuid4(), UUID(hex=player), p, balls=p, fouls=1, net_kopecks=100 * p, won=p == max(points.values()))
        for player, p in points.items()
    )
    return GameFinished(uuid4(), game, version, "kolkhoz", results)


def reopened(game: UUID, version: int, *players: UUID) -> GameReopened:
    return GameReopened(uuid4(), game, version, "kolkhoz", players)


async def totals(database: Database) -> set[tuple[UUID, str, int, int, int, int, int, int]]:
    return {tuple(row) for row in await database.fetch("SELECT * FROM player_totals")}


async def test_a_reopened_game_counts_for_nobody(deliver: Deliver, database: Database) -> None:
    anna, boris = await add_player(database), await add_player(database)
    first, second = await add_game(database), await add_game(database)
    for game, points in ((first, 3), (second, 5)):
        await deliver("stats_update", finished(game, 4, **{anna.hex: points, boris.hex: 1}))

    assert await deliver("stats_withdraw", reopened(second, 5, anna, boris)) == Counter(done=1, seen=1)

    assert await totals(database) == {(anna, "kolkhoz", 1, 1, 3, 3, 1, 300), (boris, "kolkhoz", 1, 0, 1, 1, 1, 100)}


@pytest.mark.parametrize("again", [5, 8], ids=["finished again at once", "finished again after three events"])
@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_in_whatever_order_the_messages_come_the_last_word_stands(
    deliver: Deliver, database: Database, order: tuple[int, ...], again: int
) -> None:
    anna, boris, vera = [await add_player(database) for _ in range(3)]
    game = await add_game(database)
    messages: list[GameFinished | GameReopened] = [
        finished(game, 4, **{anna.hex: 3, boris.hex: 1}),
        reopened(game, 5, anna, boris),
        finished(game, again, **{anna.hex: 2, boris.hex: 6, vera.hex: 4}),
    ]

    for place in order:
        await deliver(HANDLERS[type(messages[place])], messages[place])

    assert await totals(database) == {
        (anna, "kolkhoz", 1, 0, 2, 2, 1, 200),
        (boris, "kolkhoz", 1, 1, 6, 6, 1, 600),
        (vera, "kolkhoz", 1, 0, 4, 4, 1, 400),
    }


async def test_a_withdrawal_that_overtakes_its_game_holds(deliver: Deliver, database: Database) -> None:
    anna = await add_player(database)
    game = await add_game(database)

    await deliver("stats_withdraw", reopened(game, 5, anna))
    await deliver("stats_update", finished(game, 4, **{anna.hex: 3}))

    assert await totals(database) == {(anna, "kolkhoz", 0, 0, 0, 0, 0, 0)}
