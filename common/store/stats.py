"""What each player has done in all finished games of a type."""

from common.domain.events import GameFinished, GameReopened
from common.store.sql import stats as sql
from common.store.statement import Executor


async def finish(db: Executor, event: GameFinished) -> None:
    """Count a finished game for its players, unless something newer about it is known; guests have no totals."""
    players = [result for result in event.results if result.player_id]
    await sql.FINISH.run(
        db,
        game_id=event.game_id,
        game_type=event.game_type,
        version=event.version,
        player_id=[result.player_id for result in players],
        won=[result.won for result in players],
        points=[result.points for result in players],
        balls=[result.balls for result in players],
        fouls=[result.fouls for result in players],
        net_kopecks=[result.net_kopecks for result in players],
    )


async def withdraw(db: Executor, event: GameReopened) -> None:
    """A game goes on, so it counts for none of its players, unless something newer about it is known."""
    await sql.WITHDRAW.run(
        db,
        game_id=event.game_id,
        game_type=event.game_type,
        version=event.version,
        player_id=event.player_ids,
    )
