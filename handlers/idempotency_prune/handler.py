"""Forget the answers to creating requests that nobody sends again any more."""

from common.store import idempotency
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def idempotency_prune(db: Db) -> int:
    return await idempotency.forget(db, limit=BATCH)
