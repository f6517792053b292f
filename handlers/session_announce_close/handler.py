"""Tell everyone what the evening came to: who pays whom to be even."""

from common.domain import announcements, journal
from common.domain.events import SessionClosed
from common.store import ledger, notifications, sessions
from common.worker import Db, on


@on(SessionClosed)
async def session_announce_close(event: SessionClosed, db: Db) -> None:
    """Also those who went home before: they may owe. Sums only to those who may see them."""
    seated = await sessions.players_of(db, event.session_id)
    told = await notifications.receivers(db, [player_id for player_id in seated.values() if player_id])
    session = await sessions.read(db, event.session_id)
    balance = journal.balance(seated, await ledger.entries(db, session.id))
    seats = {seat.id: seat for seat in session.seats}
    announced = []
    for each in told:
        seat = session.demand(each.player_id, "see")
        seen = balance if session.standing(seat).may("see_sums") else None
        closed = announcements.session_closed(session.id, session.name, seat.id, seen, seats, each.language)
        announced.append((each, closed))
    await notifications.announce(db, announced)
