"""Rendered by `make render` from common/store/queries/messages.py: do not edit."""

from common.store.statement import Statement

TELL = Statement(
    """
    INSERT INTO outbox (topic, payload, correlation_id) VALUES ($1::VARCHAR, $2::JSONB, $3::VARCHAR) RETURNING outbox.id
    """,
    ("topic", "payload", "correlation_id"),
)

CLAIM = Statement(
    """
    SELECT outbox.id, outbox.topic, outbox.payload, outbox.correlation_id, outbox.created_at
    FROM outbox ORDER BY outbox.id
     LIMIT $1::INTEGER FOR UPDATE SKIP LOCKED
    """,
    ("limit",),
)

DELETE = Statement(
    """
    DELETE FROM outbox WHERE outbox.id = any($1::UUID[])
    """,
    ("ids",),
)

RECEIVE = Statement(
    """
    INSERT INTO inbox (consumer, message_id) VALUES ($1::VARCHAR, $2::UUID) ON CONFLICT DO NOTHING RETURNING inbox.message_id
    """,
    ("consumer", "message_id"),
)

CLAIM_KEY = Statement(
    """
    INSERT INTO idempotency_keys (player_id, operation, key, request_sha256) VALUES ($1::UUID, $2::VARCHAR, $3::VARCHAR, $4::BYTEA) ON CONFLICT DO NOTHING RETURNING idempotency_keys.key
    """,
    ("player_id", "operation", "key", "request_sha256"),
)

SHOW_KEY = Statement(
    """
    SELECT idempotency_keys.request_sha256, idempotency_keys.answer
    FROM idempotency_keys
    WHERE idempotency_keys.player_id = $1::UUID AND idempotency_keys.operation = $2::VARCHAR AND idempotency_keys.key = $3::VARCHAR
    """,
    ("player_id", "operation", "key"),
)

ANSWER_KEY = Statement(
    """
    UPDATE idempotency_keys SET answer=$1::BYTEA WHERE idempotency_keys.player_id = $2::UUID AND idempotency_keys.operation = $3::VARCHAR AND idempotency_keys.key = $4::VARCHAR
    """,
    ("answer", "player_id", "operation", "key"),
)
