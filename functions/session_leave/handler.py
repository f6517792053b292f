"""Go home early: points and debts stay, and so does the evening."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain import company
from common.store import sessions
from common.web import Announce, Db, Me


@post("/sessions/{session_id:uuid}/leave", status_code=204)
async def session_leave(session_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> None:
    """Leave a session; a host hands it over to the scorer, or else the player, who has been there longest."""
    session = await sessions.lock(db, session_id)
    seat = session.member(me.player_id)
    session.demand_open()
    heir = company.heir(session.seats, seat.id) if seat.role == "host" else None
    # A host with nobody to hand over to keeps the role, so that he can come back and close the evening.
    role = "player" if heir else seat.role
    await sessions.change_seat(db, seat.id, role=role, active=False)
    if heir:
        await sessions.change_seat(db, heir, role="host", active=True)
    announce.changed(session_id, await sessions.touch(db, session_id))
