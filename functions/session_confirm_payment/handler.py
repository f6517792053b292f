"""The money has arrived."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain import journal
from common.schemas.money import LedgerEntry
from common.store import ledger, sessions
from common.web import Announce, Db, Me


@post("/sessions/{session_id:uuid}/ledger/{entry_id:uuid}/confirm", status_code=200)
async def session_confirm_payment(
    session_id: FromPath[UUID], entry_id: FromPath[UUID], db: Db, me: Me, announce: Announce
) -> LedgerEntry:
    """Confirm a payment, which counts from then on; confirming again answers the same. Also after the evening."""
    session = await sessions.lock(db, session_id)
    seat = session.demand(me.player_id, "confirm")
    entry = await ledger.read(db, session_id, entry_id)
    journal.demand_confirmable(entry, seat, session.standing(seat), session.seats)
    if not entry.confirmed:
        await ledger.confirm(db, entry_id, me.player_id)
        announce.changed(session_id, await sessions.touch(db, session_id))
    return LedgerEntry.of(await ledger.read(db, session_id, entry_id))
