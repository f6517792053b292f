"""Requests that were sent twice: the first answer is kept and given again."""

from datetime import timedelta
from uuid import UUID

from common.errors import Refusal
from common.store.sql import messages as sql
from common.store.statement import Executor

REMEMBERED = timedelta(days=7)
"""Longer than any phone keeps a request that it could not send."""


async def claim(db: Executor, *, player_id: UUID, operation: str, key: str, request_sha256: bytes) -> bytes | None:
    """Take the key for this transaction, or give the answer of the request that had it before.

    Raises Refusal `idempotency_mismatch` when that was another request. Waits for one that is being answered now.
    """
    names = {"player_id": player_id, "operation": operation, "key": key}
    if await sql.CLAIM_KEY.value(db, **names, request_sha256=request_sha256):
        return None
    row = await sql.SHOW_KEY.one(db, **names)
    if row is None or row["request_sha256"] != request_sha256:
        raise Refusal("idempotency_mismatch")
    answer: bytes = row["answer"]
    return answer


async def answer(db: Executor, *, player_id: UUID, operation: str, key: str, answer: bytes) -> None:
    """Keep the answer under the key, in the transaction of what it tells."""
    await sql.ANSWER_KEY.run(db, player_id=player_id, operation=operation, key=key, answer=answer)


async def forget(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` of the keys that were claimed longer than `REMEMBERED` ago; how many."""
    return await sql.FORGET_KEYS.changed(db, kept=REMEMBERED, limit=limit)
