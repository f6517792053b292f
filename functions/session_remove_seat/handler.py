"""He has gone home without a word."""

from uuid import UUID

from litestar import delete
from litestar.params import FromPath

from common.store import departures
from common.web import Announce, Db, Me


@delete("/sessions/{session_id:uuid}/seats/{seat_id:uuid}", status_code=204)
async def session_remove_seat(
    session_id: FromPath[UUID], seat_id: FromPath[UUID], db: Db, me: Me, announce: Announce
) -> None:
    """Send a player or a guest home; the host may. His points and debts stay, and by the code he can come back."""
    announce.seat_changed(await departures.remove(db, session_id, seat_id, me.player_id))
