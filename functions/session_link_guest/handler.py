"""That was you: a link for a guest who has the app now."""

import hashlib
import secrets
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath

from common.errors import Refusal
from common.store import guests, sessions
from common.web import Db, Me

TOKEN_BYTES = 16


class GuestLink(msgspec.Struct, frozen=True):
    """What claims the seat, once, within thirty days; a new one ends it."""

    token: str


@post("/sessions/{session_id:uuid}/guests/{seat_id:uuid}/link", status_code=201)
async def session_link_guest(session_id: FromPath[UUID], seat_id: FromPath[UUID], db: Db, me: Me) -> GuestLink:
    """Make the token by which a registered player takes over a guest's seat, also when the evening is over.

    Asked again, it makes another and ends the one before: no token is kept, so none can be answered twice.
    """
    session = await sessions.lock(db, session_id)
    session.demand(me.player_id, "add_guest")
    if seat_id not in [seat.id for seat in session.seats if seat.player_id is None]:
        raise Refusal("seat_unknown")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await guests.link(db, seat_id, hashlib.sha256(token.encode()).digest())
    return GuestLink(token)
