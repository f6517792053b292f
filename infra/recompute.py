"""Compute every board, ledger and total again from the events: `python -m infra.recompute`.

Nothing may change. What does is put right, the money by a compensating entry, and said; then the exit code is 1. It may
run at any time and as often as one likes: games are locked one by one, and messages that are still on their way count
nothing twice.
"""

import asyncio
import os
import sys
from typing import NamedTuple
from uuid import UUID

from common.db import Database
from common.domain import game as play
from common.domain import ledger, result
from common.domain.scores import State
from common.settings import Settings, SettingsError
from common.store import games, recompute
from common.store.statement import Executor


class Recomputed(NamedTuple):
    """How many games were looked at, and a sentence for everything that was wrong."""

    games: int
    wrong: list[str]

    def __str__(self) -> str:
        if not self.wrong:
            return f"{self.games} games: nothing has changed."
        return "\n".join([*self.wrong, f"{self.games} games: {len(self.wrong)} things were wrong and are put right."])


async def everything(database: Database) -> Recomputed:
    """All games and then all totals."""
    wrong: list[str] = []
    looked_at = 0
    async for game_id in recompute.all_games(database):
        async with database.transaction() as db:
            wrong += await one_game(db, game_id)
        looked_at += 1
    async with database.transaction() as db:
        wrong += [f"The totals of player {player_id} were wrong." for player_id in await recompute.count(db)]
    return Recomputed(looked_at, wrong)


async def one_game(db: Executor, game_id: UUID) -> list[str]:
    """One game, locked; what was wrong with it."""
    game = await games.lock_for_repair(db, game_id)
    wrong = []
    if not await recompute.has_its_rules(db, game_id):
        # What the game was played by is not known then: this is for people.
        return [f"The rules of game {game_id} are not those that it was started with: it was left alone."]
    state = play.fold(game.rules, game.turns, await games.events(db, game))
    if state != game.state:
        wrong.append(f"The board of game {game_id} was wrong.")
        game = await recompute.save_state(db, game, state)
    end = result.settle(game.rules, state) if game.status == "finished" else result.Result([], [], {})
    kept = await recompute.kept(db, game_id)
    figures = {seat: (*_figures(state, seat), net) for seat, net in end.nets.items()}
    if kept != (figures, set(ledger.net(end.transfers))) or game.winner_seat_ids != end.winners:
        wrong.append(f"The result of game {game_id} was wrong.")
        await recompute.save_end(db, game, end)
    return wrong


def _figures(state: State, seat: UUID) -> tuple[int, int, int]:
    score = state.scores[seat]
    return score.points, score.balls, score.fouls


async def run(database_url: str) -> int:
    """Recompute and print what came of it; the exit code."""
    database = Database(database_url, name="recompute")
    try:
        recomputed = await everything(database)
    finally:
        await database.close()
    print(recomputed)
    return 1 if recomputed.wrong else 0


def main() -> int:
    try:
        settings = Settings.from_env(os.environ).only({"postgres"})
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    return asyncio.run(run(settings.database_url))


if __name__ == "__main__":
    sys.exit(main())
