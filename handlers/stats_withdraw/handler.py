"""Take a reopened game out of its players' totals."""

from common.domain.events import GameReopened
from common.store import stats
from common.worker import Db, on


@on(GameReopened)
async def stats_withdraw(event: GameReopened, db: Db) -> None:
    await stats.withdraw(db, event)
