"""Forget reports whose files the storage has deleted, and those that were never made."""

from common.store import reports
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def report_prune(db: Db) -> int:
    return await reports.forget(db, limit=BATCH)
