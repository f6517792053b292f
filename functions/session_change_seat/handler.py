"""You keep the score, I hand over to you, you only watch."""

from uuid import UUID

from litestar import patch
from litestar.params import FromPath, JSONBody

from common.domain.rights import Role
from common.schemas.sessions import Seat
from common.store import departures, sessions
from common.web import Announce, Body, Db, Me


class NewRole(Body):
    """What a seat is from now on."""

    role: Role


@patch("/sessions/{session_id:uuid}/seats/{seat_id:uuid}")
async def session_change_seat(
    session_id: FromPath[UUID], seat_id: FromPath[UUID], data: JSONBody[NewRole], db: Db, me: Me, announce: Announce
) -> Seat:
    """Give somebody another role; the host may. A new host makes the old one a scorer.

    Whoever only watches from now on is out of the order of play of a Kolkhoz, as if he had left.
    """
    announce.seat_changed(await departures.change_role(db, session_id, seat_id, data.role, me.player_id))
    return Seat.of((await sessions.read(db, session_id)).active_seat(seat_id))
