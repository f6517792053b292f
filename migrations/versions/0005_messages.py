"""Messages that leave (outbox), messages that came (inbox), and creating requests that were sent twice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
        comment="Messages of committed transactions, until RabbitMQ has confirmed them",
    )
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text),
        sa.Column("message_id", sa.Uuid),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("consumer", "message_id", name="inbox_pkey"),
        comment="Messages whose effect is committed: a second delivery finds its row and does nothing",
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("player_id", sa.Uuid),
        sa.Column("operation", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("request_sha256", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("player_id", "operation", "key", name="idempotency_keys_pkey"),
        sa.ForeignKeyConstraint(
            ["player_id"], ["players.id"], name="idempotency_keys_player_id_fkey", ondelete="CASCADE"
        ),
    )
    op.execute(
        """
        CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('outbox', '');
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("idempotency_keys", "inbox", "outbox"):
        op.drop_table(table)
    op.execute("DROP FUNCTION outbox_notify")
