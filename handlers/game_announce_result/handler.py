"""Tell everyone who has played how the game ended."""

from common.domain import announcements
from common.domain.events import GameFinished
from common.store import notifications, sessions
from common.worker import Db, on


@on(GameFinished)
async def game_announce_result(event: GameFinished, db: Db) -> None:
    """A game that was reopened before anyone heard of its end is told when it is finished again."""
    told = await notifications.receivers(db, [result.player_id for result in event.results if result.player_id])
    session = await sessions.read(db, event.session_id)
    if session.current_game_id == event.game_id:
        return
    seats = {seat.id: seat for seat in session.seats}
    await notifications.announce(
        db, [(each, announcements.game_finished(event, each.player_id, seats, each.language)) for each in told]
    )
