"""Templates that a player wants at the head of his list, the system's too."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "template_stars",
        sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("template_id", sa.Uuid, sa.ForeignKey("templates.id", ondelete="CASCADE"), primary_key=True),
        comment="Whose list begins with which templates",
    )
    op.create_index("template_stars_template_id_idx", "template_stars", ["template_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("template_stars")
