"""Forget what players were told long ago."""

from common.store import notifications
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def notification_prune(db: Db) -> int:
    return await notifications.forget(db, limit=BATCH)
