"""Whether the turns of an evening were drawn fairly: everything that anyone needs to find out for himself."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.fairness import Fairness
from common.store import draws, sessions
from common.web import Me, Pool


@get("/sessions/{session_id:uuid}/fairness")
async def session_show_fairness(session_id: FromPath[UUID], pool: Pool, me: Me) -> Fairness:
    """How often each could pay each, what every order was drawn from, and, once the session is closed, the seed."""
    session = await sessions.show(pool, session_id, me.player_id)
    seed = await draws.revealed_seed(pool, session_id)
    return Fairness.of(session, await draws.games(pool, session_id), seed)
