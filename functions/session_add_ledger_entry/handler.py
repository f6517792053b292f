"""Table time, the bar, a payment; and the opposite of what was wrong."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from common.domain import journal
from common.schemas.money import LedgerEntry
from common.store import ledger, sessions
from common.web import Announce, Body, Db, Me, idempotent

LONGEST_MINUTES = 24 * 60
Sum = Annotated[int, Meta(ge=1, le=100_000_000)]
"""Kopecks: up to a million roubles."""
Text = Annotated[str, Meta(min_length=1, max_length=280, pattern=r"\S")]
Sharing = Annotated[list[UUID], Meta(min_length=1, max_length=sessions.MAX_SEATS)]


class TableTime(Body, tag_field="kind", tag="table_time"):
    """One has paid for the table, at a rate for an hour; `seat_ids` share it."""

    payer_seat_id: UUID
    rate_kopecks: Sum
    minutes: Annotated[int, Meta(ge=1, le=LONGEST_MINUTES)]
    split: journal.Split = "equally"
    seat_ids: Sharing | None = None
    text: Text | None = None


class Bar(Body, tag_field="kind", tag="bar"):
    """One has paid a bill; `seat_ids` share it."""

    payer_seat_id: UUID
    kopecks: Sum
    seat_ids: Sharing | None = None
    text: Text | None = None


class Payment(Body, tag_field="kind", tag="payment"):
    """One hands another money."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    kopecks: Sum
    text: Text | None = None


class Reversal(Body, tag_field="kind", tag="reversal"):
    """An entry was wrong."""

    entry_id: UUID
    text: Text | None = None


@post("/sessions/{session_id:uuid}/ledger", status_code=201)
@idempotent
async def session_add_ledger_entry(
    session_id: FromPath[UUID],
    data: JSONBody[TableTime | Bar | Payment | Reversal],
    db: Db,
    me: Me,
    announce: Announce,
) -> LedgerEntry:
    """Add an entry to the journal: a bill to share, a payment, or what takes another entry back."""
    session = await sessions.lock(db, session_id)
    seat = session.demand(me.player_id, "settle")
    standing = session.standing(seat)
    if isinstance(data, Reversal):
        session.demand_open()
        journal.demand_reversible(await ledger.read(db, session_id, data.entry_id), standing, me.player_id)
        made = await ledger.reverse(db, data.entry_id, data.text, me.player_id)
    else:
        new = _new(data, session.seats, await ledger.played(db, session_id))
        journal.demand_recordable(new, seat, standing, closed=session.status == "closed")
        made = await ledger.save(db, session_id, new, me.player_id)
        if new.payee == seat.id:
            await ledger.confirm(db, made, me.player_id)
    announce.changed(session_id, await sessions.touch(db, session_id))
    return LedgerEntry.of(await ledger.read(db, session_id, made))


def _new(data: TableTime | Bar | Payment, seats: list[sessions.Seat], games: list[journal.Played]) -> journal.New:
    """The entry that this comes to. Raises Refusal."""
    payer, text = data.payer_seat_id, data.text
    if isinstance(data, Payment):
        journal.demand_seats(seats, [payer, data.payee_seat_id])
        return journal.payment(payer, data.payee_seat_id, data.kopecks, text)
    journal.demand_seats(seats, [payer, *(data.seat_ids or ())])
    if isinstance(data, Bar):
        return journal.bar(payer, data.kopecks, journal.sharing(seats, data.seat_ids), text)
    sharing = journal.sharing(seats, data.seat_ids, data.split)
    return journal.table_time(payer, data.rate_kopecks, data.minutes, data.split, sharing, games, text)
