"""Tell someone that he is wanted at a table."""

from common.domain import announcements
from common.domain.events import SessionInvited
from common.store import notifications, sessions
from common.worker import Db, on


@on(SessionInvited)
async def session_announce_invite(event: SessionInvited, db: Db) -> None:
    """Once, whoever else invites him; nothing when the evening is over, or when he sits at the table by now."""
    told = await notifications.receivers(db, [event.player_id, event.invited_by])
    session = await sessions.read(db, event.session_id)
    host, seat = session.seat_of(event.invited_by), session.seat_of(event.player_id)
    if session.status == "closed" or host is None or (seat is not None and seat.active):
        return
    await notifications.announce(
        db,
        [
            (each, announcements.session_invited(session.id, session.code, session.name, host, each.language))
            for each in told
            if each.player_id == event.player_id
        ],
    )
