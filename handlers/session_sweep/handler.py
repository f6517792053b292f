"""Close evenings that nobody has touched for twelve hours, as their hosts would have."""

from common.domain.events import GameCancelled, SessionClosed
from common.store import games, outbox, sessions
from common.worker import Db, every


@every(minutes=10)
async def session_sweep(db: Db) -> int:
    """One evening a call. A game that was left standing is called off: a timer makes nobody owe anything."""
    session_id = await sessions.abandoned(db)
    if session_id is None:
        return 0
    live = await games.lock_abandoned(db, session_id)
    await sessions.lock(db, session_id)
    # Somebody may have come back, or another sweep been faster, while the locks were waited for.
    if await sessions.is_abandoned(db, session_id):
        if live:
            await games.cancel(db, live)
            await outbox.tell(db, GameCancelled(session_id, live.id))
        await sessions.close(db, session_id)
        await outbox.tell(db, SessionClosed(session_id))
    return 1
