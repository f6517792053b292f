"""Messages with a schema, an inbox that can forget, evenings that know when something last happened."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    schema = sa.Column("schema", sa.SmallInteger, nullable=False, server_default="1", comment="Of the payload")
    op.add_column("outbox", schema)
    op.create_index("inbox_received_at_idx", "inbox", ["received_at"])
    # What is open now has been touched now: nothing says since when it has been idle.
    touched_at = sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    op.add_column("sessions", touched_at)
    op.create_index("sessions_open_idx", "sessions", ["created_at"], postgresql_where=sa.text("status = 'open'"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("sessions_open_idx", "sessions")
    op.drop_column("sessions", "touched_at")
    op.drop_index("inbox_received_at_idx", "inbox")
    op.drop_column("outbox", "schema")
