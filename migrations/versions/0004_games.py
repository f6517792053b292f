"""Games, their events and their money. What must never be wrong, the database itself refuses:

events without a hole in their versions (each references the one before), events changed or deleted (a trigger), a game
whose nets do not sum to 0 or do not follow from its transfers (a constraint trigger at commit).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "games",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("game_type", sa.Text, sa.Computed("rules ->> 'game_type'", persisted=True), nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("status", sa.Text, nullable=False, server_default="live"),
        sa.Column("turns", ARRAY(sa.Uuid), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("state", JSONB, nullable=False, comment="The fold of all events up to version"),
        sa.Column("winner_seat_ids", ARRAY(sa.Uuid), nullable=False, server_default="{}"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="games_pkey"),
        sa.UniqueConstraint("session_id", "number", name="games_session_id_number_key"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="games_session_id_fkey"),
        sa.CheckConstraint("status IN ('live', 'finished', 'cancelled')", name="games_status_check"),
    )
    op.create_index(
        "games_one_live_idx", "games", ["session_id"], unique=True, postgresql_where=sa.text("status = 'live'")
    )
    op.create_table(
        "game_events",
        sa.Column("id", sa.Uuid, comment="Made by the client, so that a tap sent twice counts once"),
        sa.Column("game_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column(
            "previous",
            sa.Integer,
            sa.Computed("nullif(version - 1, 0)", persisted=True),
            comment="References the version before: no hole can be stored",
        ),
        sa.Column("session_version", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("seat_id", sa.Uuid),
        sa.Column("color", sa.Text),
        sa.Column("own_ball", sa.Boolean, nullable=False),
        sa.Column("fluke", sa.Boolean, nullable=False),
        sa.Column("foul", sa.Text),
        sa.Column("event_id", sa.Uuid),
        sa.Column("text", sa.Text),
        sa.Column("payer_seat_id", sa.Uuid),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="game_events_pkey"),
        sa.UniqueConstraint("game_id", "version", name="game_events_game_id_version_key"),
        sa.ForeignKeyConstraint(["game_id"], ["games.id"], name="game_events_game_id_fkey"),
        sa.ForeignKeyConstraint(
            ["game_id", "previous"], ["game_events.game_id", "game_events.version"], name="game_events_no_hole_fkey"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["game_events.id"], name="game_events_event_id_fkey"),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name="game_events_seat_id_fkey"),
        sa.ForeignKeyConstraint(["payer_seat_id"], ["seats.id"], name="game_events_payer_seat_id_fkey"),
        sa.ForeignKeyConstraint(["recorded_by"], ["players.id"], name="game_events_recorded_by_fkey"),
        sa.CheckConstraint("version > 0", name="game_events_version_check"),
        sa.CheckConstraint("kind IN ('pot', 'foul', 'miss', 'turn', 'undo', 'note')", name="game_events_kind_check"),
        comment="Appended, never changed: a trigger refuses updates and deletes",
    )
    op.create_table(
        "game_results",
        sa.Column("game_id", sa.Uuid),
        sa.Column("seat_id", sa.Uuid),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("balls", sa.Integer, nullable=False),
        sa.Column("fouls", sa.Integer, nullable=False),
        sa.Column("net_kopecks", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("game_id", "seat_id", name="game_results_pkey"),
        sa.ForeignKeyConstraint(["game_id"], ["games.id"], name="game_results_game_id_fkey"),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name="game_results_seat_id_fkey"),
        comment="A constraint trigger at commit: the nets of a game sum to 0 and are what its transfers say",
    )
    op.create_table(
        "transfers",
        sa.Column("game_id", sa.Uuid),
        sa.Column("payer_seat_id", sa.Uuid),
        sa.Column("payee_seat_id", sa.Uuid),
        sa.Column("kopecks", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("game_id", "payer_seat_id", "payee_seat_id", name="transfers_pkey"),
        sa.ForeignKeyConstraint(["game_id"], ["games.id"], name="transfers_game_id_fkey"),
        sa.ForeignKeyConstraint(["payer_seat_id"], ["seats.id"], name="transfers_payer_seat_id_fkey"),
        sa.ForeignKeyConstraint(["payee_seat_id"], ["seats.id"], name="transfers_payee_seat_id_fkey"),
        sa.CheckConstraint("kopecks > 0", name="transfers_kopecks_check"),
        sa.CheckConstraint("payer_seat_id <> payee_seat_id", name="transfers_two_seats_check"),
    )
    op.execute(
        """
        CREATE FUNCTION game_events_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'events are appended, never changed or deleted' USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER game_events_are_appended BEFORE UPDATE OR DELETE ON game_events
        FOR EACH ROW EXECUTE FUNCTION game_events_are_appended()
        """
    )
    op.execute(
        """
        CREATE FUNCTION game_money_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            game uuid := coalesce(NEW.game_id, OLD.game_id);
        BEGIN
            IF (SELECT coalesce(sum(net_kopecks), 0) FROM game_results WHERE game_id = game) <> 0 OR EXISTS (
                SELECT FROM (
                    SELECT seat_id, net_kopecks AS kopecks FROM game_results WHERE game_id = game
                    UNION ALL SELECT payer_seat_id, kopecks FROM transfers WHERE game_id = game
                    UNION ALL SELECT payee_seat_id, -kopecks FROM transfers WHERE game_id = game
                ) AS line GROUP BY seat_id HAVING sum(kopecks) <> 0
            ) THEN
                RAISE EXCEPTION 'the money of game % does not add up', game USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    for table in ("game_results", "transfers"):
        op.execute(
            f"""
            CREATE CONSTRAINT TRIGGER game_money_adds_up AFTER INSERT OR UPDATE OR DELETE ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION game_money_adds_up()
            """
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("transfers", "game_results", "game_events", "games"):
        op.drop_table(table)
    op.execute("DROP FUNCTION game_money_adds_up, game_events_are_appended")
