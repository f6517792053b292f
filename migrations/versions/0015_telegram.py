"""Messages that must not leave the outbox before a time, and what goes out to Telegram's chats."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "outbox", sa.Column("not_before", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    )
    op.create_table(
        "telegram_chats",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0", comment="In a row"),
        sa.PrimaryKeyConstraint("chat_id", name="telegram_chats_pkey"),
        comment="How long each chat has to be left alone, and when a message will say that it is over",
    )
    op.create_table(
        "telegram_posts",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("notification_id", sa.Uuid, comment="Its words"),
        sa.Column("text", sa.Text, comment="Where it is no notification"),
        sa.Column("link", sa.Text, comment="A start parameter of the app, or an address"),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column(
            "alone", sa.Boolean, nullable=False, server_default=sa.false(), comment="Not with others in one message"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("deliver_after", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("message_id", sa.BigInteger, comment="Telegram's, once it is sent"),
        sa.Column("reason", sa.Text, comment="Why it was not sent, or is in doubt"),
        sa.PrimaryKeyConstraint("id", name="telegram_posts_pkey"),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["telegram_chats.chat_id"], name="telegram_posts_chat_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notifications.id"],
            name="telegram_posts_notification_id_fkey",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("notification_id", name="telegram_posts_notification_id_key"),
        sa.CheckConstraint("(notification_id IS NULL) = (text IS NOT NULL)", name="telegram_posts_words_check"),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'in_doubt', 'refused', 'blocked')",
            name="telegram_posts_state_check",
        ),
        comment="What is said in chats: claimed and committed before it is sent, so that a crash never sends it twice",
    )
    op.create_index(
        "telegram_posts_line_idx",
        "telegram_posts",
        ["chat_id", "id"],
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_table(
        "telegram_boards",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("message_id", sa.BigInteger, comment="The message that is edited; null until it is sent"),
        sa.Column("shown_sha256", sa.LargeBinary, comment="Of its text"),
        sa.Column(
            "stale", sa.Boolean, nullable=False, server_default=sa.true(), comment="The evening has gone on since"
        ),
        sa.PrimaryKeyConstraint("chat_id", name="telegram_boards_pkey"),
        sa.ForeignKeyConstraint(["chat_id"], ["telegram_chats.chat_id"], name="telegram_boards_chat_id_fkey"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="telegram_boards_session_id_fkey"),
        comment="The one live message of each group that follows an evening",
    )
    op.create_index("telegram_boards_session_id_idx", "telegram_boards", ["session_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("telegram_boards", "telegram_posts", "telegram_chats"):
        op.drop_table(table)
    op.drop_column("outbox", "not_before")
