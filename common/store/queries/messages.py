"""Outbox, inbox and idempotency keys."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, insert

from common.store.tables import idempotency_keys, inbox, outbox

_told: dict[str, sa.BindParameter[Any]] = {
    name: given(name) for name in ("topic", "payload", "correlation_id", "traceparent", "schema")
}
TELL = insert(outbox).values(**_told)
TELL_LATER = insert(outbox).values(**_told, not_before=given("not_before"))

BE_THE_RELAY = sa.select(sa.func.pg_try_advisory_xact_lock(sa.func.hashtext("outbox_relay")))
"""Whether nobody else publishes until the end of this transaction."""

CLAIM = (
    sa.select(
        outbox.c.id,
        outbox.c.topic,
        outbox.c.payload,
        outbox.c.correlation_id,
        outbox.c.created_at,
        outbox.c.schema,
        outbox.c.traceparent,
    )
    .where(outbox.c.not_before <= sa.func.now())
    .order_by(outbox.c.id)
    .limit(given("limit", type_=sa.Integer))
)
"""The oldest messages that are due."""

DELETE = sa.delete(outbox).where(outbox.c.id == sa.func.any(given("ids", type_=ARRAY(sa.Uuid))))

RECEIVE = (
    insert(inbox)
    .values(consumer=given("consumer"), message_id=given("message_id"))
    .on_conflict_do_nothing()
    .returning(inbox.c.message_id)
)
"""No row for a message that this consumer has worked before."""

_forgotten = (
    sa.select(inbox.c.consumer, inbox.c.message_id)
    .where(inbox.c.received_at < sa.func.now() - given("kept", type_=sa.Interval))
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET = sa.delete(inbox).where(sa.tuple_(inbox.c.consumer, inbox.c.message_id).in_(_forgotten))

CLAIM_KEY = (
    insert(idempotency_keys)
    .values(
        player_id=given("player_id"),
        operation=given("operation"),
        key=given("key"),
        request_sha256=given("request_sha256"),
    )
    .on_conflict_do_nothing()
    .returning(idempotency_keys.c.key)
)
"""No row for a key that was claimed before; waits for a transaction that is claiming it now."""

_key = (
    idempotency_keys.c.player_id == given("player_id"),
    idempotency_keys.c.operation == given("operation"),
    idempotency_keys.c.key == given("key"),
)
_stale_keys = (
    sa.select(idempotency_keys.c.player_id, idempotency_keys.c.operation, idempotency_keys.c.key)
    .where(idempotency_keys.c.created_at < sa.func.now() - given("kept", type_=sa.Interval))
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET_KEYS = sa.delete(idempotency_keys).where(
    sa.tuple_(idempotency_keys.c.player_id, idempotency_keys.c.operation, idempotency_keys.c.key).in_(_stale_keys)
)
SHOW_KEY = sa.select(idempotency_keys.c.request_sha256, idempotency_keys.c.answer).where(*_key)
ANSWER_KEY = sa.update(idempotency_keys).where(*_key).values(answer=given("answer"))
