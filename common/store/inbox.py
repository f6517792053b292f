"""Messages that came: one row for each that a consumer has worked, in the transaction of its effect."""

from uuid import UUID

from common.store.sql import messages as sql
from common.store.statement import Executor


async def receive(db: Executor, consumer: str, message_id: UUID) -> bool:
    """Whether the message is new to this consumer. Waits for a transaction that is working on it now."""
    return await sql.RECEIVE.one(db, consumer=consumer, message_id=message_id) is not None
