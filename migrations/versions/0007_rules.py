"""Rules with a version and a hash, an order of play that may change, draws that can be checked.

What was played before is completed: its rules get what later rules have, with what was meant by its absence.
"""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0007"
down_revision = "0006"

COMPLETED = """
    rules || CASE rules ->> 'game_type'
        WHEN 'kolkhoz' THEN jsonb_build_object('version', 1, 'breaks', 'last_ball')
        ELSE jsonb_build_object('version', 1, 'breaks', 'rotates', 'targets', '[]'::jsonb)
    END
"""
OLD_KINDS_NAME = "game_events_game_events_kind_check_check"
KINDS = "'pot', 'foul', 'miss', 'turn', 'undo', 'note'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _rewrite_rules(COMPLETED)
    op.add_column("games", sa.Column("rules_sha256", sa.LargeBinary, comment="Of the canonical JSON of the rules"))
    op.add_column(
        "games", sa.Column("draw", JSONB, comment="What the turns were drawn from; null where people gave them")
    )
    _hash_rules()
    op.alter_column("games", "rules_sha256", nullable=False)
    op.create_check_constraint("rules_sha256", "games", "length(rules_sha256) = 32")
    _complete_states()

    op.add_column("game_events", sa.Column("number", sa.SmallInteger))
    op.add_column("game_events", sa.Column("turns", ARRAY(sa.Uuid)))
    op.create_check_constraint("number", "game_events", "number BETWEEN 1 AND 15")
    op.drop_constraint(op.f(OLD_KINDS_NAME), "game_events")
    op.create_check_constraint("kind", "game_events", f"kind IN ({KINDS}, 'reorder', 'reopen')")

    op.add_column(
        "sessions",
        sa.Column("best_of", sa.Integer, comment="Games of a series: who has won more than half of them has won it"),
    )
    op.add_column(
        "sessions", sa.Column("seed", sa.LargeBinary, comment="What turns are drawn from; secret until the end")
    )
    for session in op.get_bind().execute(sa.text("SELECT id FROM sessions")).scalars().all():
        op.execute(
            sa.text("UPDATE sessions SET seed = :seed WHERE id = :id").bindparams(
                seed=secrets.token_bytes(32), id=session
            )
        )
    op.alter_column("sessions", "seed", nullable=False)
    op.create_check_constraint("seed", "sessions", "length(seed) = 32")
    op.create_check_constraint("best_of", "sessions", "best_of % 2 = 1 AND best_of BETWEEN 1 AND 99")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("sessions", "seed")
    op.drop_column("sessions", "best_of")

    # What the older schema does not know becomes a note: it has its place in the game, and no effect on the score.
    op.execute("ALTER TABLE game_events DISABLE TRIGGER game_events_are_appended")
    op.execute("UPDATE game_events SET kind = 'note' WHERE kind IN ('reorder', 'reopen')")
    op.execute("ALTER TABLE game_events ENABLE TRIGGER game_events_are_appended")
    op.drop_constraint(op.f("game_events_kind_check"), "game_events")
    op.create_check_constraint(op.f(OLD_KINDS_NAME), "game_events", f"kind IN ({KINDS})")
    op.drop_column("game_events", "turns")
    op.drop_column("game_events", "number")

    op.execute("UPDATE games SET state = state - '{turns,played,sides,in_hand}'::text[]")
    op.drop_column("games", "draw")
    op.drop_column("games", "rules_sha256")
    _rewrite_rules("rules - '{version,breaks,targets}'::text[]")


def _rewrite_rules(expression: str) -> None:
    for table in ("templates", "sessions", "games"):
        op.execute(sa.update(sa.table(table, sa.column("rules"))).values(rules=sa.text(expression)))


def _hash_rules() -> None:
    for game, rules in op.get_bind().execute(sa.text("SELECT id, rules FROM games")).all():
        text = json.dumps(rules, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        op.execute(
            sa.text("UPDATE games SET rules_sha256 = :sha256 WHERE id = :id").bindparams(
                sha256=hashlib.sha256(text.encode()).digest(), id=game
            )
        )


def _complete_states() -> None:
    """States as the new code folds them: the order in force, and whether a stroke that stands was played."""
    happened = op.get_bind().execute(
        sa.text("SELECT game_id, id, kind, event_id FROM game_events ORDER BY game_id, version DESC")
    )
    played, taken_back = set(), set()
    for game, event, kind, undone in happened:  # the newest first, so that an undo is judged before what it takes back
        if event not in taken_back:
            if kind == "undo":
                taken_back.add(undone)
            elif kind != "note":
                played.add(game)
    op.execute(
        sa.text(
            """
            UPDATE games SET state = state || jsonb_build_object(
                'turns', to_jsonb(turns), 'played', id = ANY(:played), 'sides', '[]'::jsonb, 'in_hand', false
            )
            """
        ).bindparams(sa.bindparam("played", list(played), ARRAY(sa.Uuid)))
    )
    # Where everyone settles with everyone, a state now says itself who owes whom: a point is owed by all the others.
    op.execute(
        """
        UPDATE games SET state = jsonb_set(state, '{debts}', (
            SELECT coalesce(jsonb_object_agg(payer, debts) FILTER (WHERE debts IS NOT NULL), '{}')
              FROM jsonb_object_keys(state -> 'scores') AS payer
             CROSS JOIN LATERAL (
                 SELECT jsonb_object_agg(payee, score -> 'points') AS debts
                   FROM jsonb_each(state -> 'scores') AS other(payee, score)
                  WHERE payee <> payer AND score ->> 'points' <> '0'
             ) AS owed
        ))
        WHERE rules ->> 'settlement' = 'everyone'
        """
    )
