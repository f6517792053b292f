"""Sit down by the code that a friend reads out."""

from typing import Annotated, Literal

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from common.domain import codes
from common.domain.events import SessionJoined
from common.schemas.sessions import Session
from common.store import outbox, sessions
from common.web import CODES, Announce, Body, Db, Me


class Join(Body):
    """The code in any letter case."""

    code: Annotated[str, Meta(max_length=32)]
    role: Literal["player", "spectator"] = "player"


@post("/sessions/join", status_code=200, opt=CODES)
async def session_join(data: JSONBody[Join], db: Db, me: Me, announce: Announce) -> Session:
    """Join an open session; whoever has a seat keeps it."""
    session = await sessions.lock_by_code(db, codes.normalize(data.code))
    seat = session.seat_of(me.player_id)
    if seat and seat.active:
        return Session.of(session.seen_by(me.player_id))
    session.demand_open()
    session.demand_room()
    seat_id = await sessions.join(db, session.id, me.player_id, data.role)
    announce.changed(session.id, await sessions.touch(db, session.id))
    await outbox.tell(db, SessionJoined(session.id, seat_id, me.player_id))
    joined = await sessions.read(db, session.id)
    return Session.of(joined.seen_by(me.player_id))
