"""Messages that came: one row for each that a consumer has worked, in the transaction of its effect."""

from datetime import timedelta
from uuid import UUID

from common.store.sql import messages as sql
from common.store.statement import Executor

REMEMBERED = timedelta(days=30)
"""For how long a second delivery is known for what it is: far longer than anything is tried again by itself."""


async def receive(db: Executor, consumer: str, message_id: UUID) -> bool:
    """Whether the message is new to this consumer. Waits for a transaction that is working on it now."""
    return await sql.RECEIVE.one(db, consumer=consumer, message_id=message_id) is not None


async def forget(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` of the messages that came longer than `REMEMBERED` ago; how many."""
    return await sql.FORGET.changed(db, kept=REMEMBERED, limit=limit)
