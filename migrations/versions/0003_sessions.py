"""Evenings and their seats: one host at a time, each player once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False, server_default="open"),
        sa.Column("scorers", sa.Text, nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="sessions_pkey"),
        sa.UniqueConstraint("code", name="sessions_code_key"),
        sa.CheckConstraint("status IN ('open', 'closed')", name="sessions_status_check"),
        sa.CheckConstraint("scorers IN ('host', 'everyone')", name="sessions_scorers_check"),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("player_id", sa.Uuid),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="seats_pkey"),
        sa.UniqueConstraint("session_id", "player_id", name="seats_session_id_player_id_key"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="seats_session_id_fkey"),
        sa.ForeignKeyConstraint(["player_id"], ["players.id"], name="seats_player_id_fkey"),
        sa.CheckConstraint("role IN ('host', 'scorer', 'player', 'spectator')", name="seats_role_check"),
    )
    op.create_index("seats_player_id_idx", "seats", ["player_id"])
    op.create_index(
        "seats_one_host_idx", "seats", ["session_id"], unique=True, postgresql_where=sa.text("role = 'host'")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("seats")
    op.drop_table("sessions")
