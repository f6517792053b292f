"""Go home early: points and debts stay, and so does the evening."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.store import departures
from common.web import Announce, Db, Me


@post("/sessions/{session_id:uuid}/leave", status_code=204)
async def session_leave(session_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> None:
    """Leave a session; a host hands it over to the scorer, or else the player, who has been there longest.

    Whoever leaves in the middle of a Kolkhoz is out of the order of play.
    """
    announce.seat_changed(await departures.leave(db, session_id, me.player_id))
