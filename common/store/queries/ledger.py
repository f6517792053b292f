"""The journal of an evening's money."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by, insert

from common.store.tables import game_results, games, ledger_confirmations, ledger_entries, ledger_lines

_LINE = ("seat_id", "other_seat_id", "kopecks")
_TRANSFER = ("payer", "payee", "kopecks")
_made = (
    insert(ledger_entries)
    .values(
        session_id=given("session_id"),
        kind=given("kind"),
        game_id=given("game_id"),
        payer_seat_id=given("payer_seat_id"),
        payee_seat_id=given("payee_seat_id"),
        kopecks=given("kopecks"),
        details=given("details", type_=JSONB),
        text=given("text"),
        recorded_by=given("player_id"),
    )
    .returning(ledger_entries.c.id)
    .cte("made")
)
_transfers = (
    sa.func.unnest(
        given("payers", type_=ARRAY(sa.Uuid)),
        given("payees", type_=ARRAY(sa.Uuid)),
        given("amounts", type_=ARRAY(sa.BigInteger)),
    )
    .table_valued(*_TRANSFER, name="transfer")
    .render_derived()
)
_payer: sa.ColumnClause[object] = sa.column("payer")
_payee: sa.ColumnClause[object] = sa.column("payee")
_kopecks: sa.ColumnClause[int] = sa.column("kopecks", sa.BigInteger)
_made_lines = (
    insert(ledger_lines)
    .from_select(
        ["entry_id", *_LINE],
        sa.union_all(
            sa.select(_made.c.id, _payee, _payer, _kopecks).select_from(_made.join(_transfers, sa.true())),
            sa.select(_made.c.id, _payer, _payee, -_kopecks).select_from(_made.join(_transfers, sa.true())),
        ),
    )
    .cte("made_lines")
)
SAVE = sa.select(_made.c.id).add_cte(_made_lines)
"""An entry, and two lines for each of its transfers: the payee is up by what the payer is down."""


def _reverse(which: sa.ColumnElement[bool]) -> sa.Select[tuple[object]]:
    reversal = ledger_entries.alias("reversal")
    taken_back = (
        insert(ledger_entries)
        .from_select(
            ["session_id", "kind", "game_id", "reverses_id", "text", "recorded_by"],
            sa.select(
                ledger_entries.c.session_id,
                sa.literal_column("'reversal'"),
                ledger_entries.c.game_id,
                ledger_entries.c.id,
                given("text", type_=sa.Text),
                given("player_id", type_=sa.Uuid),
            ).where(which, ~sa.exists().where(reversal.c.reverses_id == ledger_entries.c.id)),
        )
        .returning(ledger_entries.c.id, ledger_entries.c.reverses_id)
        .cte("taken_back")
    )
    lines = (
        insert(ledger_lines)
        .from_select(
            ["entry_id", *_LINE],
            sa.select(
                taken_back.c.id, ledger_lines.c.seat_id, ledger_lines.c.other_seat_id, -ledger_lines.c.kopecks
            ).join(taken_back, taken_back.c.reverses_id == ledger_lines.c.entry_id),
        )
        .cte("lines")
    )
    return sa.select(taken_back.c.id).add_cte(lines)


REVERSE = _reverse(ledger_entries.c.id == given("entry_id"))
"""An entry with the opposite of every line of another; no row for one that was reversed before."""

REVERSE_GAME = _reverse(
    sa.and_(ledger_entries.c.game_id == given("game_id"), ledger_entries.c.kind == sa.literal_column("'game'"))
)
"""The same for what a game has come to; no row for a game without money."""

CONFIRM = insert(ledger_confirmations).values(entry_id=given("entry_id"), confirmed_by=given("player_id"))

_reversal = ledger_entries.alias("reversal")
_owed = (
    sa.select(
        sa.func.json_agg(
            aggregate_order_by(
                sa.func.json_build_array(ledger_lines.c.other_seat_id, ledger_lines.c.seat_id, ledger_lines.c.kopecks),
                ledger_lines.c.other_seat_id,
                ledger_lines.c.seat_id,
            )
        )
    )
    .where(ledger_lines.c.entry_id == ledger_entries.c.id, ledger_lines.c.kopecks > sa.literal_column("0"))
    .scalar_subquery()
)
_entry_id = given("entry_id", type_=sa.Uuid)
ENTRIES = (
    sa.select(
        ledger_entries,
        games.c.number.label("game_number"),
        _reversal.c.id.label("reversed_by"),
        sa.or_(
            ledger_entries.c.kind != sa.literal_column("'payment'"), ledger_confirmations.c.entry_id.is_not(None)
        ).label("confirmed"),
        _owed.label("transfers"),
    )
    .outerjoin(games, games.c.id == ledger_entries.c.game_id)
    .outerjoin(_reversal, _reversal.c.reverses_id == ledger_entries.c.id)
    .outerjoin(ledger_confirmations, ledger_confirmations.c.entry_id == ledger_entries.c.id)
    .where(
        ledger_entries.c.session_id == given("session_id"),
        sa.or_(_entry_id.is_(None), ledger_entries.c.id == _entry_id),
    )
    .order_by(ledger_entries.c.id)
)
"""All entries of a session, or one, oldest first; transfers as [payer, payee, kopecks]."""

PLAYED = (
    sa.select(sa.func.array_agg(game_results.c.seat_id).label("seats"), games.c.winner_seat_ids)
    .join(games, games.c.id == game_results.c.game_id)
    .where(games.c.session_id == given("session_id"))
    .group_by(games.c.id)
)
"""Who has played, and who has won, in each finished game of a session."""
