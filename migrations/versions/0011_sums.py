"""Who sees what things cost: until now everyone did, and functions that are a release older go on saying nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "sessions",
        sa.Column("sums", sa.Text, nullable=False, server_default="everyone", comment="Who sees what things cost"),
    )
    op.create_check_constraint("sums", "sessions", "sums IN ('everyone', 'players')")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("sessions", "sums")
