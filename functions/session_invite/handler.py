"""Come and play with us."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, JSONBody

from common.domain.events import SessionInvited
from common.errors import Refusal
from common.store import outbox, players, sessions
from common.web import Body, Db, Me, idempotent


class Invitation(Body):
    """Who is wanted."""

    player_id: UUID


class Invited(msgspec.Struct, frozen=True):
    """Who is told, unless he was before."""

    session_id: UUID
    player_id: UUID


@post("/sessions/{session_id:uuid}/invites", status_code=201)
@idempotent
async def session_invite(session_id: FromPath[UUID], data: JSONBody[Invitation], db: Db, me: Me) -> Invited:
    """Ask someone to join; he is told once, however many invite him to this evening."""
    session = await sessions.show(db, session_id, me.player_id)
    session.demand(me.player_id, "invite")
    session.demand_open()
    session.demand_room()
    seat = session.seat_of(data.player_id)
    if seat and seat.active:
        raise Refusal("already_seated")
    if await players.show(db, data.player_id) is None:
        raise Refusal("player_unknown")
    await outbox.tell(db, SessionInvited(session_id, data.player_id, me.player_id))
    return Invited(session_id, data.player_id)
