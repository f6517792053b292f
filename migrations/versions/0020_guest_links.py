"""Links by which a guest's seat becomes a player's."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "guest_links",
        sa.Column("seat_id", sa.Uuid, sa.ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha256", sa.LargeBinary, nullable=False, comment="Of the token in the link"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("length(sha256) = 32", name="sha256"),
        comment="By which a guest's seat becomes a player's: one a seat, and it works once",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("guest_links")
