"""End the evening and say who owes whom."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain.events import SessionClosed
from common.errors import Refusal
from common.schemas.money import Balance
from common.store import ledger, outbox, sessions
from common.web import Announce, Db, Me


@post("/sessions/{session_id:uuid}/close", status_code=200)
async def session_close(session_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> Balance:
    """Close a session for good; closing a closed one answers the same again."""
    session = await sessions.lock(db, session_id)
    session.demand(me.player_id, "run_session")
    if session.current_game_id:
        raise Refusal("game_already_live")
    if session.status == "open":
        announce.changed(session_id, await sessions.close(db, session_id))
        await outbox.tell(db, SessionClosed(session_id))
    return Balance.of((seat.id for seat in session.seats), await ledger.entries(db, session_id))
