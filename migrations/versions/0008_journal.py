"""A journal of all money: games, table time, the bar, payments, and what takes an entry back.

What must never be wrong, the database itself refuses: an entry or line that is changed or deleted (triggers), a line
that the other seat does not have with the opposite sign (each references its mirror), a reversal that does not take
back exactly its entry, a game whose results do not follow from the lines of its entries (constraint triggers).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

TABLES = ("ledger_entries", "ledger_lines", "ledger_confirmations")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("game_id", sa.Uuid, comment="Also of what takes a game back"),
        sa.Column("reverses_id", sa.Uuid),
        sa.Column("payer_seat_id", sa.Uuid, comment="Who paid the bill or makes the payment"),
        sa.Column("payee_seat_id", sa.Uuid),
        sa.Column("kopecks", sa.BigInteger, comment="The total of the bill, or the payment"),
        sa.Column("details", JSONB, nullable=False, server_default="{}"),
        sa.Column("text", sa.Text),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="ledger_entries_pkey"),
        sa.UniqueConstraint("reverses_id", name="ledger_entries_reverses_id_key"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="ledger_entries_session_id_fkey"),
        sa.ForeignKeyConstraint(["game_id"], ["games.id"], name="ledger_entries_game_id_fkey"),
        sa.ForeignKeyConstraint(["reverses_id"], ["ledger_entries.id"], name="ledger_entries_reverses_id_fkey"),
        sa.ForeignKeyConstraint(["payer_seat_id"], ["seats.id"], name="ledger_entries_payer_seat_id_fkey"),
        sa.ForeignKeyConstraint(["payee_seat_id"], ["seats.id"], name="ledger_entries_payee_seat_id_fkey"),
        sa.ForeignKeyConstraint(["recorded_by"], ["players.id"], name="ledger_entries_recorded_by_fkey"),
        sa.CheckConstraint("kind IN ('game', 'table_time', 'bar', 'payment', 'reversal')", name="kind"),
        sa.CheckConstraint("kopecks > 0", name="kopecks"),
        sa.CheckConstraint("payer_seat_id <> payee_seat_id", name="two_seats"),
        sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses_id"),
        sa.CheckConstraint("kind = 'reversal' OR (kind = 'game') = (game_id IS NOT NULL)", name="game_id"),
        sa.CheckConstraint(
            "num_nonnulls(payer_seat_id, payee_seat_id, kopecks)"
            " = CASE kind WHEN 'payment' THEN 3 WHEN 'table_time' THEN 2 WHEN 'bar' THEN 2 ELSE 0 END"
            " AND (payee_seat_id IS NULL OR kind = 'payment')",
            name="who_and_what",
        ),
        comment="An evening's money: appended, never changed; what was wrong is reversed by another entry",
    )
    op.create_index("ledger_entries_session_id_idx", "ledger_entries", ["session_id"])
    op.create_index("ledger_entries_game_id_idx", "ledger_entries", ["game_id"])
    op.create_table(
        "ledger_lines",
        sa.Column("entry_id", sa.Uuid),
        sa.Column("seat_id", sa.Uuid),
        sa.Column("other_seat_id", sa.Uuid),
        sa.Column(
            "kopecks",
            sa.BigInteger,
            autoincrement=False,
            comment="What the seat is up (above zero) or down against the other",
        ),
        sa.Column(
            "mirrored",
            sa.BigInteger,
            sa.Computed("-kopecks", persisted=True),
            comment="References the same line as the other seat sees it: nothing one-sided can be stored",
        ),
        sa.PrimaryKeyConstraint("entry_id", "seat_id", "other_seat_id", "kopecks", name="ledger_lines_pkey"),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name="ledger_lines_entry_id_fkey"),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name="ledger_lines_seat_id_fkey"),
        sa.ForeignKeyConstraint(["other_seat_id"], ["seats.id"], name="ledger_lines_other_seat_id_fkey"),
        sa.ForeignKeyConstraint(
            ["entry_id", "other_seat_id", "seat_id", "mirrored"],
            ["ledger_lines.entry_id", "ledger_lines.seat_id", "ledger_lines.other_seat_id", "ledger_lines.kopecks"],
            name="ledger_lines_mirror_fkey",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("kopecks <> 0", name="kopecks"),
        sa.CheckConstraint("seat_id <> other_seat_id", name="two_seats"),
        comment="Constraint triggers at commit: a reversal takes back its entry, and results are what lines say",
    )
    op.create_table(
        "ledger_confirmations",
        sa.Column("entry_id", sa.Uuid),
        sa.Column("confirmed_by", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("entry_id", name="ledger_confirmations_pkey"),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entries.id"], name="ledger_confirmations_entry_id_fkey"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["players.id"], name="ledger_confirmations_confirmed_by_fkey"),
        comment="Payments whose payee has the money: only these count",
    )
    op.create_table_comment(
        "game_results",
        "A constraint trigger at commit: the nets of a game sum to 0 and are what its ledger lines say",
    )
    _move_transfers()
    op.drop_table("transfers")
    op.execute("DROP TRIGGER game_money_adds_up ON game_results")
    op.execute("DROP FUNCTION game_money_adds_up")
    _guard()


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER game_money_adds_up ON game_results")
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
        INSERT INTO transfers (game_id, payer_seat_id, payee_seat_id, kopecks)
        SELECT entry.game_id, other_seat_id, seat_id, line.kopecks
          FROM ledger_entries AS entry JOIN ledger_lines AS line ON line.entry_id = entry.id AND line.kopecks > 0
         WHERE kind = 'game' AND NOT EXISTS (SELECT FROM ledger_entries WHERE reverses_id = entry.id)
        """
    )
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION game_money_adds_up, ledger_is_appended, ledger_reversal_takes_back")
    op.create_table_comment(
        "game_results", "A constraint trigger at commit: the nets of a game sum to 0 and are what its transfers say"
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


def _move_transfers() -> None:
    """One entry for each game that was played for money, under the host's name; its id says when the game ended."""
    op.execute(
        """
        INSERT INTO ledger_entries (id, session_id, kind, game_id, recorded_by, at)
        SELECT uuidv7(coalesce(finished_at, started_at) - clock_timestamp()), games.session_id, 'game', games.id,
               player_id, coalesce(finished_at, started_at)
          FROM games CROSS JOIN LATERAL (
              SELECT player_id FROM seats WHERE seats.session_id = games.session_id AND player_id IS NOT NULL
               ORDER BY role = 'host' DESC, id LIMIT 1
          ) AS host
         WHERE games.id IN (SELECT game_id FROM transfers)
        """
    )
    op.execute(
        """
        INSERT INTO ledger_lines (entry_id, seat_id, other_seat_id, kopecks)
        SELECT entry.id, paid.payee_seat_id, paid.payer_seat_id, paid.kopecks
          FROM transfers AS paid JOIN ledger_entries AS entry USING (game_id)
        UNION ALL
        SELECT entry.id, paid.payer_seat_id, paid.payee_seat_id, -paid.kopecks
          FROM transfers AS paid JOIN ledger_entries AS entry USING (game_id)
        """
    )
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be pending on a table that gets triggers
    op.execute("SET CONSTRAINTS ALL DEFERRED")


def _guard() -> None:
    op.execute(
        """
        CREATE FUNCTION ledger_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the ledger is appended, never changed or deleted' USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in TABLES:
        op.execute(
            f"""
            CREATE TRIGGER ledger_is_appended BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION ledger_is_appended()
            """
        )
    op.execute(
        """
        CREATE FUNCTION ledger_reversal_takes_back() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            entry uuid;
        BEGIN
            IF TG_TABLE_NAME = 'ledger_lines' THEN
                entry := NEW.entry_id;
            ELSE
                entry := NEW.id;
            END IF;
            IF EXISTS (
                SELECT FROM ledger_entries AS reversal
                  JOIN ledger_entries AS reversed ON reversed.id = reversal.reverses_id
                 WHERE entry IN (reversal.id, reversed.id) AND (
                     reversed.kind = 'reversal' OR reversed.session_id <> reversal.session_id
                     OR reversed.game_id IS DISTINCT FROM reversal.game_id OR EXISTS (
                         SELECT FROM ledger_lines WHERE entry_id IN (reversal.id, reversed.id)
                          GROUP BY seat_id, other_seat_id HAVING sum(kopecks) <> 0
                     )
                 )
            ) THEN
                RAISE EXCEPTION 'entry % is not taken back exactly', entry USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION game_money_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            game uuid;
        BEGIN
            IF TG_TABLE_NAME = 'ledger_lines' THEN
                game := (SELECT game_id FROM ledger_entries WHERE id = NEW.entry_id);
            ELSE
                game := coalesce(NEW.game_id, OLD.game_id);
            END IF;
            IF (SELECT coalesce(sum(net_kopecks), 0) FROM game_results WHERE game_id = game) <> 0 OR EXISTS (
                SELECT FROM (
                    SELECT seat_id, net_kopecks AS kopecks FROM game_results WHERE game_id = game
                    UNION ALL
                    SELECT seat_id, -line.kopecks
                      FROM ledger_lines AS line JOIN ledger_entries AS entry ON entry.id = line.entry_id
                     WHERE entry.game_id = game
                ) AS money GROUP BY seat_id HAVING sum(kopecks) <> 0
            ) THEN
                RAISE EXCEPTION 'the money of game % does not add up', game USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    for trigger, table, changes in (
        ("ledger_reversal_takes_back", "ledger_entries", "INSERT"),
        ("ledger_reversal_takes_back", "ledger_lines", "INSERT"),
        ("game_money_adds_up", "ledger_lines", "INSERT"),
        ("game_money_adds_up", "game_results", "INSERT OR UPDATE OR DELETE"),
    ):
        op.execute(
            f"""
            CREATE CONSTRAINT TRIGGER {trigger} AFTER {changes} ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {trigger}()
            """
        )
