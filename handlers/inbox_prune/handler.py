"""Forget which messages came long ago."""

from common.store import inbox
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def inbox_prune(db: Db) -> int:
    return await inbox.forget(db, limit=BATCH)
