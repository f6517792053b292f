"""What a request has to announce once its transaction is committed."""

from uuid import UUID

from loguru import logger
from valkey.asyncio import Valkey

from common.cache import AWAY
from common.live.channels import BOARDS, PLAYERS, channel, encode
from common.schemas.games import Event, Game
from common.store.departures import SeatChange


class Announcements:
    """What a request has to announce once its transaction is committed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, bytes]] = []

    def event(self, session_id: UUID, version: int, event: Event, game: Game) -> None:
        """A game event, whole: instances pass it on without asking the database."""
        message = encode(t="event", version=version, event=event, game=game)
        self._waiting.append((channel(BOARDS, session_id), message))

    def changed(self, session_id: UUID, version: int) -> None:
        """Anything else: instances fetch the board."""
        self._waiting.append((channel(BOARDS, session_id), encode(t="changed", version=version)))

    def seat_changed(self, change: SeatChange) -> None:
        """A seat has another role, or nobody sits there: out of the live game first, where he played in it."""
        if reorder := change.reorder:
            self.event(change.session_id, reorder.version, Event.of(reorder.event), Game.of(reorder.game))
        self.changed(change.session_id, change.version)

    def notified(self, player_id: UUID) -> None:
        """A player was told something or has read it: instances look what it is."""
        self._waiting.append((channel(PLAYERS, player_id), encode(t="changed")))

    async def publish(self, valkey: Valkey | None) -> None:
        """Publish all. A Valkey that is away loses them, and every instance's sweep makes up for it."""
        if valkey is None:
            return
        try:
            for name, message in self._waiting:
                await valkey.publish(name, message)
        except AWAY as error:
            logger.warning("live announcement lost: {}", error)
