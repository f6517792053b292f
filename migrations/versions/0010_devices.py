"""Sign-ins know their device, a lost answer of a refresh can be given again, and a person can be erased.

Events stay as they are: only the text of a note may go, with the person who wrote it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("players", sa.Column("erased_at", sa.DateTime(timezone=True)))
    op.create_table_comment(
        "players", "An erased person's row stays for the sums of others, and says nothing about him"
    )
    op.add_column(
        "sign_ins",
        sa.Column("device", sa.Text, nullable=False, server_default="", comment="What to call it in a list"),
    )
    op.add_column(
        "sign_ins",
        sa.Column("client_sha256", sa.LargeBinary, nullable=False, server_default="", comment="Of its User-Agent"),
    )
    op.add_column(
        "sign_ins",
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.execute(
        """
        UPDATE sign_ins SET last_seen_at = greatest(
            created_at, (SELECT max(used_at) FROM refresh_tokens WHERE sign_in_id = sign_ins.id)
        )
        """
    )
    op.add_column(
        "refresh_tokens", sa.Column("used_by", sa.LargeBinary, comment="SHA-256 of the User-Agent that used it")
    )
    op.add_column(
        "refresh_tokens",
        sa.Column("salt", sa.LargeBinary, comment="What the next token was made from, together with this one"),
    )
    op.create_table_comment("refresh_tokens", "Only hashes: who reads this table can make no token")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION game_events_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.text IS NULL
               AND to_jsonb(NEW) - '{text,previous}'::text[] = to_jsonb(OLD) - '{text,previous}'::text[]
               AND (SELECT erased_at IS NOT NULL FROM players WHERE id = OLD.recorded_by) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'events are appended, never changed or deleted' USING ERRCODE = 'restrict_violation';
        END $$
        """
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION game_events_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'events are appended, never changed or deleted' USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    op.drop_table_comment("refresh_tokens")
    op.drop_column("refresh_tokens", "salt")
    op.drop_column("refresh_tokens", "used_by")
    op.drop_column("sign_ins", "last_seen_at")
    op.drop_column("sign_ins", "client_sha256")
    op.drop_column("sign_ins", "device")
    op.drop_table_comment("players")
    op.drop_column("players", "erased_at")
