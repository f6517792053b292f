"""One evening."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.sessions import Session
from common.store import sessions
from common.web import Me, Pool


@get("/sessions/{session_id:uuid}")
async def session_show(session_id: FromPath[UUID], pool: Pool, me: Me) -> Session:
    """A session for whoever has or had a seat in it."""
    session = await sessions.read(pool, session_id)
    return Session.of(session.seen_by(me.player_id))
