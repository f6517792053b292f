"""Messages that leave: stored in the transaction of their effect, kept until RabbitMQ has confirmed them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from common.correlation import request_id, traceparent
from common.domain.events import Message
from common.store.sql import messages as sql
from common.store.statement import Executor


class Envelope(NamedTuple):
    """A message on its way out."""

    id: UUID
    """Stays the same however often the message is sent or received."""
    topic: str
    payload: str
    """JSON text."""
    correlation_id: str
    """The id of the request that caused it."""
    created_at: datetime
    schema: int
    """Of the payload: `Message.schema` of whoever told it."""
    traceparent: str | None
    """The step of the trace in which it was told."""


async def tell(db: Executor, message: Message) -> None:
    """Tell the world, if and when this transaction commits."""
    await sql.TELL.run(db, **_row(message))


async def tell_later(db: Executor, message: Message, not_before: datetime) -> None:
    """The same, but the relay leaves the message alone until then: never early, late by as much as it looks."""
    await sql.TELL_LATER.run(db, **_row(message), not_before=not_before)


def payload(message: Message) -> str:
    """The JSON text that is stored and sent."""
    return msgspec.json.encode(message).decode()


async def claim(db: Executor, *, limit: int) -> list[Envelope]:
    """The oldest messages that are due; none while another transaction holds some.

    One relay at a time, because two would overtake each other: what an evening has told arrives in that order.
    """
    if not await sql.BE_THE_RELAY.value(db):
        return []
    return [Envelope(*row) for row in await sql.CLAIM.all(db, limit=limit)]


async def delete(db: Executor, ids: Sequence[UUID]) -> None:
    """Forget messages that have arrived."""
    await sql.DELETE.run(db, ids=ids)


def _row(message: Message) -> dict[str, str | int | None]:
    return {
        "topic": message.topic,
        "payload": payload(message),
        "correlation_id": request_id.get(),
        "traceparent": traceparent(),
        "schema": message.schema,
    }
