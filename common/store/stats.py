"""What each player has done in all finished games of a type."""

from common.domain.events import GameFinished
from common.store.sql import stats as sql
from common.store.statement import Executor


async def add(db: Executor, event: GameFinished) -> None:
    """Add a finished game to the totals of its players; guests have none."""
    players = [result for result in event.results if result.player_id]
    await sql.ADD.run(
        db,
        game_type=event.game_type,
        player_id=[result.player_id for result in players],
        wins=[int(result.won) for result in players],
        points=[result.points for result in players],
        balls=[result.balls for result in players],
        fouls=[result.fouls for result in players],
        net_kopecks=[result.net_kopecks for result in players],
    )
