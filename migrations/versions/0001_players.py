"""People, their sign-ins (families of refresh tokens) and the tokens, of which only the SHA-256 is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "players",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("telegram_id", sa.BigInteger),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("username", sa.Text),
        sa.Column("photo_url", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="players_pkey"),
        sa.UniqueConstraint("telegram_id", name="players_telegram_id_key"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("player_id", sa.Uuid, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="sign_ins_pkey"),
        sa.ForeignKeyConstraint(["player_id"], ["players.id"], name="sign_ins_player_id_fkey", ondelete="CASCADE"),
        comment="A family of refresh tokens: one launch of the app on one device",
    )
    op.create_index("sign_ins_player_id_idx", "sign_ins", ["player_id"])
    op.create_table(
        "refresh_tokens",
        sa.Column("sha256", sa.LargeBinary),
        sa.Column("sign_in_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("sha256", name="refresh_tokens_pkey"),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_ins.id"], name="refresh_tokens_sign_in_id_fkey", ondelete="CASCADE"
        ),
    )
    op.create_index("refresh_tokens_sign_in_id_idx", "refresh_tokens", ["sign_in_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("refresh_tokens")
    op.drop_table("sign_ins")
    op.drop_table("players")
