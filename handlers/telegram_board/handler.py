"""Keep the live message of a group up to date with its evening."""

from common.domain.events import (
    GameCancelled,
    GameEventRecorded,
    GameFinished,
    GameReopened,
    GameStarted,
    SessionClosed,
)
from common.store import posts
from common.worker import Db, on

Change = GameStarted | GameEventRecorded | GameFinished | GameCancelled | GameReopened | SessionClosed


@on(GameStarted, GameEventRecorded, GameFinished, GameCancelled, GameReopened, SessionClosed)
async def telegram_board(event: Change, db: Db) -> None:
    """However much happens until the message can be edited again, it is edited once."""
    await posts.turn_stale(db, event.session_id)
