"""My evenings."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter

from common.schemas.page import Page
from common.schemas.sessions import Session
from common.store import sessions
from common.web import Me, Pool


@get("/sessions")
async def session_list(
    pool: Pool,
    me: Me,
    status: FromQuery[Literal["open", "closed"] | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    cursor: FromQuery[UUID | None] = None,
) -> Page[Session]:
    """One's sessions, the newest first; `cursor` is the last page's `next_cursor`."""
    found = await sessions.list_of(pool, me.player_id, status=status, before=cursor, limit=limit + 1)
    shown = [Session.of(session.seen_by(me.player_id)) for session in found[:limit]]
    return Page(shown, next_cursor=str(shown[-1].id) if len(found) > limit else None)
