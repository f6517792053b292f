"""What is urgent is found among all that waits for Telegram."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "notifications_urgent_idx",
        "notifications",
        ["deliver_after"],
        postgresql_where=sa.text("urgency = 'high'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("notifications_urgent_idx", "notifications")
