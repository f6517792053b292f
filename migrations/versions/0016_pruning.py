"""What is pruned by its age is found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index("notifications_created_at_idx", "notifications", ["created_at"])
    op.create_index("idempotency_keys_created_at_idx", "idempotency_keys", ["created_at"])
    op.create_index(
        "telegram_posts_said_idx",
        "telegram_posts",
        ["created_at"],
        postgresql_where=sa.text("notification_id IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("telegram_posts_said_idx", "telegram_posts")
    op.drop_index("idempotency_keys_created_at_idx", "idempotency_keys")
    op.drop_index("notifications_created_at_idx", "notifications")
