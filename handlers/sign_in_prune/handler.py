"""Forget sign-ins and refresh tokens that have expired."""

from common.store import players
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def sign_in_prune(db: Db) -> int:
    return await players.forget_expired(db, limit=BATCH)
