"""Count every finished game into its players' totals."""

from common.domain.events import GameFinished
from common.store import stats
from common.worker import Db, on


@on(GameFinished)
async def stats_update(event: GameFinished, db: Db) -> None:
    await stats.finish(db, event)
