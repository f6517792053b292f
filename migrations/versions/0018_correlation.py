"""Which request caused a message, a notification and a post, so that one can be followed from a tap to Telegram."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

CAUSE = "The id of the request that caused it"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    traceparent = "The step of which trace has told it (W3C Trace Context)"
    op.add_column("outbox", sa.Column("traceparent", sa.Text, comment=traceparent))
    op.add_column("notifications", sa.Column("correlation_id", sa.Text, comment=CAUSE))
    op.add_column("telegram_posts", sa.Column("correlation_id", sa.Text, comment=CAUSE))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("telegram_posts", "correlation_id")
    op.drop_column("notifications", "correlation_id")
    op.drop_column("outbox", "traceparent")
