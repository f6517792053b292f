"""Outbox, inbox and idempotency keys."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, insert

from common.store.tables import idempotency_keys, inbox, outbox

TELL = insert(outbox).values(topic=given("topic"), payload=given("payload"), correlation_id=given("correlation_id"))

CLAIM = (
    sa.select(outbox.c.id, outbox.c.topic, outbox.c.payload, outbox.c.correlation_id, outbox.c.created_at)
    .order_by(outbox.c.id)
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
"""The oldest messages that no other relay holds, locked until the end of the transaction."""

DELETE = sa.delete(outbox).where(outbox.c.id == sa.func.any(given("ids", type_=ARRAY(sa.Uuid))))

RECEIVE = (
    insert(inbox)
    .values(consumer=given("consumer"), message_id=given("message_id"))
    .on_conflict_do_nothing()
    .returning(inbox.c.message_id)
)
"""No row for a message that this consumer has worked before."""

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
SHOW_KEY = sa.select(idempotency_keys.c.request_sha256, idempotency_keys.c.answer).where(*_key)
ANSWER_KEY = sa.update(idempotency_keys).where(*_key).values(answer=given("answer"))
