"""What each player has done in all finished games of a type."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "player_totals",
        sa.Column("player_id", sa.Uuid),
        sa.Column("game_type", sa.Text),
        sa.Column("games", sa.Integer, nullable=False),
        sa.Column("wins", sa.Integer, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("balls", sa.Integer, nullable=False),
        sa.Column("fouls", sa.Integer, nullable=False),
        sa.Column("net_kopecks", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("player_id", "game_type", name="player_totals_pkey"),
        sa.ForeignKeyConstraint(["player_id"], ["players.id"], name="player_totals_player_id_fkey", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("player_totals")
