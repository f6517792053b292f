"""Who owes whom so far."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.money import Balance
from common.store import ledger, sessions
from common.web import Me, Pool


@get("/sessions/{session_id:uuid}/balance")
async def session_show_balance(session_id: FromPath[UUID], pool: Pool, me: Me) -> Balance:
    """The evening's money: what everyone is up or down, who paid whom, and the fewest payments that clear it."""
    session = await sessions.read(pool, session_id)
    session.demand(me.player_id, "see_sums")
    return Balance.of((seat.id for seat in session.seats), await ledger.entries(pool, session_id))
