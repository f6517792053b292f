"""Totals are right whatever RabbitMQ does to the order and number of messages, and whoever counts at the same time."""

import asyncio
from random import Random
from uuid import UUID, uuid4

import pytest

from common.db import Database
from common.domain.events import GameFinished, GameReopened, SeatResult
from common.store import stats
from tests.handlers.players import add_game, add_player

Told = GameFinished | GameReopened
TOTALS = "SELECT player_id, games, wins, points, balls, fouls, net_kopecks FROM player_totals"
SUMS = """
    SELECT player_id, count(*) FILTER (WHERE counted), count(*) FILTER (WHERE won), sum(points), sum(balls), sum(fouls),
           sum(net_kopecks)
      FROM player_games GROUP BY player_id
"""


def life(dice: Random, game: UUID, players: list[UUID]) -> list[Told]:
    """All that is told of a game: it is finished, reopened, finished again with others …, in this order."""
    told: list[Told] = []
    version = dice.randint(0, 3)
    for _ in range(dice.randint(1, 3)):
        results = tuple(
            SeatResult(uuid4(), player, *(dice.randint(-3, 9) for _ in range(4)), won=dice.random() < 0.5)
            for player in dice.sample(players, dice.randint(1, len(players)))
        )
        told.append(GameFinished(uuid4(), game, version, "kolkhoz", results))
        version += 1
        seen = tuple(result.player_id for result in results if result.player_id)
        told.append(GameReopened(uuid4(), game, version, "kolkhoz", seen))
        version += dice.randint(0, 2)
    return told if dice.random() < 0.5 else told[:-1]


def expected(lives: list[list[Told]]) -> dict[UUID, tuple[int, ...]]:
    """What the last word about each game comes to, for everyone who was ever named."""
    sums = {
        player: [0] * 6
        for told in lives
        for message in told
        if isinstance(message, GameFinished)
        for player in (result.player_id for result in message.results)
        if player
    }
    for last in (told[-1] for told in lives):
        for result in last.results if isinstance(last, GameFinished) else ():
            assert result.player_id
            gave = (1, int(result.won), result.points, result.balls, result.fouls, result.net_kopecks)
            sums[result.player_id] = [a + b for a, b in zip(sums[result.player_id], gave, strict=True)]
    return {player: tuple(total) for player, total in sums.items()}


async def apply(database: Database, message: Told) -> None:
    async with database.transaction() as db:
        await (stats.finish(db, message) if isinstance(message, GameFinished) else stats.withdraw(db, message))


async def totals(database: Database, source: str = TOTALS) -> dict[UUID, tuple[int, ...]]:
    return {row[0]: tuple(row)[1:] for row in await database.fetch(source)}


@pytest.mark.parametrize("seed", range(25))
async def test_any_order_and_any_number_of_deliveries_end_the_same(database: Database, seed: int) -> None:
    dice = Random(seed)
    players = [await add_player(database) for _ in range(3)]
    lives = [life(dice, await add_game(database), players) for _ in range(2)]
    deliveries = [message for told in lives for message in told for _ in range(dice.randint(1, 3))]
    dice.shuffle(deliveries)
    for message in deliveries:
        await apply(database, message)
        assert await totals(database) == await totals(database, SUMS)
    assert await totals(database) == expected(lives)


@pytest.mark.parametrize("seed", range(5))
async def test_many_that_count_at_once_wait_for_each_other_and_miss_nothing(database: Database, seed: int) -> None:
    dice = Random(seed)
    players = [await add_player(database) for _ in range(4)]
    lives = [life(dice, await add_game(database), players) for _ in range(5)]
    deliveries = [message for told in lives for message in told] * 3
    dice.shuffle(deliveries)
    await asyncio.gather(*(apply(database, message) for message in deliveries))
    assert await totals(database) == await totals(database, SUMS) == expected(lives)
