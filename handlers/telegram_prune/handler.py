"""Forget what was said in chats long ago and is no notification."""

from common.store import posts
from common.worker import Db, every

BATCH = 1000


@every(hours=1)
async def telegram_prune(db: Db) -> int:
    return await posts.forget(db, limit=BATCH)
