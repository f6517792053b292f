"""All of an evening at once."""

import msgspec

from common.schemas.games import Event, Game
from common.schemas.sessions import Session


class Board(msgspec.Struct, frozen=True):
    """All that a phone shows: the session, its live or else last finished game, and that game's events."""

    session: Session
    game: Game | None
    events: list[Event]
