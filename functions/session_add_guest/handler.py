"""A seat for a friend without the app."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody

from common.schemas.sessions import Seat
from common.store import sessions
from common.web import Announce, Body, Db, Me, Name, idempotent


class NewGuest(Body):
    """The name on the board."""

    display_name: Name


@post("/sessions/{session_id:uuid}/guests", status_code=201)
@idempotent
async def session_add_guest(
    session_id: FromPath[UUID], data: JSONBody[NewGuest], db: Db, me: Me, announce: Announce
) -> Seat:
    """Add a guest."""
    session = await sessions.lock(db, session_id)
    session.demand(me.player_id, "add_guest")
    session.demand_open()
    session.demand_room()
    name = data.display_name.strip()
    seat_id = await sessions.add_guest(db, session_id, name)
    announce.changed(session_id, await sessions.touch(db, session_id))
    return Seat(seat_id, None, name, "player", is_guest=True, active=True)
