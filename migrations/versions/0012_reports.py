"""Reports of evenings: each is made once, for everyone who asks for the same."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=sa.func.uuidv7()),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("session_version", sa.Integer, nullable=False, comment="Of the session, when it was asked for"),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False, comment="IANA name"),
        sa.Column("sums", sa.Boolean, nullable=False, comment="Whether it says what things cost"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("made_at", sa.DateTime(timezone=True), comment="When its file was in the storage"),
        sa.Column("size_bytes", sa.Integer),
        sa.UniqueConstraint(
            "session_id", "session_version", "format", "language", "time_zone", "sums", name="reports_wish_key"
        ),
        sa.CheckConstraint("format IN ('pdf', 'png', 'csv', 'json')", name="format"),
        sa.CheckConstraint("(made_at IS NULL) = (size_bytes IS NULL)", name="made_at"),
        comment="Files of evenings in the storage; deleted with a person who was there and is erased",
    )
    op.create_table(
        "report_requests",
        sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        comment="Who is told when a report is ready",
    )
    op.create_index("report_requests_player_id_idx", "report_requests", ["player_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("report_requests")
    op.drop_table("reports")
