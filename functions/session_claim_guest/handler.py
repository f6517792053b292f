"""That was me: a guest's evening becomes mine."""

import hashlib
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from common.domain.events import SessionJoined
from common.schemas.sessions import Seat
from common.store import guests, outbox
from common.web import Announce, Body, Db, Me


class Claim(Body):
    """The token of the link."""

    token: Annotated[str, Meta(max_length=64)]


@post("/sessions/{session_id:uuid}/guests/{seat_id:uuid}/claim", status_code=200)
async def session_claim_guest(
    session_id: FromPath[UUID], seat_id: FromPath[UUID], data: JSONBody[Claim], db: Db, me: Me, announce: Announce
) -> Seat:
    """Take over a guest's seat with its points and debts; what he has played counts for the caller from now on.

    Whoever has claimed it is answered the same again.
    """
    sha256 = hashlib.sha256(data.token.encode()).digest()
    claimed = await guests.claim(db, session_id, seat_id, me.player_id, sha256)
    if claimed.version is not None:
        announce.changed(session_id, claimed.version)
        await outbox.tell(db, SessionJoined(session_id, seat_id, me.player_id))
    return Seat.of(claimed.seat)
