"""What players are told, in their words, and what they want to be told: numbered, so that a phone sees a gap."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "players",
        sa.Column("notified", sa.Integer, nullable=False, server_default="0", comment="His notifications so far"),
    )
    op.create_table(
        "notification_settings",
        sa.Column("player_id", sa.Uuid),
        sa.Column(
            "telegram", sa.Boolean, nullable=False, server_default=sa.true(), comment="False if he blocked the bot"
        ),
        sa.Column("reaches", JSONB, nullable=False, server_default="{}", comment="By kind, what differs from the rule"),
        sa.Column("quiet_begin", sa.Time, comment="His local time"),
        sa.Column("quiet_end", sa.Time),
        sa.Column("time_zone", sa.Text, nullable=False, server_default="Europe/Moscow", comment="An IANA name"),
        sa.PrimaryKeyConstraint("player_id", name="notification_settings_pkey"),
        sa.ForeignKeyConstraint(
            ["player_id"], ["players.id"], name="notification_settings_player_id_fkey", ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "(quiet_begin IS NULL) = (quiet_end IS NULL)", name="notification_settings_quiet_hours_check"
        ),
        comment="Only of players who have set something",
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("player_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, comment="1, 2, 3 … of this player"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False, comment="What it tells of: nobody is told the same twice"),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column(
            "link", sa.Text, nullable=False, comment="A start parameter of the app, such as s_<id>, or an address"
        ),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("mentions", ARRAY(sa.Uuid), nullable=False, comment="Players whose names stand in its words"),
        sa.Column(
            "deliver_after", sa.DateTime(timezone=True), comment="When Telegram may tell it; null: not by Telegram"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="notifications_pkey"),
        sa.ForeignKeyConstraint(["player_id"], ["players.id"], name="notifications_player_id_fkey", ondelete="CASCADE"),
        sa.UniqueConstraint("player_id", "number", name="notifications_player_id_number_key"),
        sa.UniqueConstraint("player_id", "kind", "subject", name="notifications_player_id_kind_subject_key"),
        sa.CheckConstraint(
            "kind IN ('session_invited', 'game_finished', 'session_closed', 'report_ready', 'friend_requested')",
            name="notifications_kind_check",
        ),
        sa.CheckConstraint("urgency IN ('low', 'normal', 'high')", name="notifications_urgency_check"),
        comment="In the words of the receiver's language, as they were when it was made",
    )
    op.create_index(
        "notifications_unread_idx", "notifications", ["player_id"], postgresql_where=sa.text("read_at IS NULL")
    )
    op.create_index("notifications_mentions_idx", "notifications", ["mentions"], postgresql_using="gin")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("notifications")
    op.drop_table("notification_settings")
    op.drop_column("players", "notified")
