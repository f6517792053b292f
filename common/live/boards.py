"""Live boards: every change of an evening, on every phone that watches it."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import msgspec

from common.auth import Identity
from common.cache import AWAY
from common.domain.rights import Standing
from common.live.channels import BOARDS, channel, encode
from common.live.feed import Feed
from common.live.hub import Hub, Room
from common.schemas.boards import Board
from common.schemas.games import Event, Game
from common.schemas.sessions import Session
from common.store import games, sessions

REPLAYED = 20
"""A socket that missed up to this many events gets them; one that missed more gets the whole board."""
PRESENCE_SECONDS = 15.0
NOTHING = -1
"""The version of a socket that has seen nothing yet."""


class BoardFeed(Feed):
    """One socket's view of a session."""

    def __init__(self, seat_id: UUID, identity: Identity, version: int) -> None:
        super().__init__(identity, version)
        self.seat_id = seat_id
        self.sees_sums = False
        """By the seat's rights, as they were when it was last brought up to date."""


class _Room(Room[BoardFeed]):
    """The feeds of one session on this instance."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        """The newest version of the session that was published."""
        self.present: list[str] = []
        """The seats that were last said to be present."""

    @property
    def seat_ids(self) -> set[UUID]:
        return {feed.seat_id for feed in self.feeds}


class _Snapshot:
    """What a board is made of, as the database has it."""

    def __init__(self, session: sessions.Session, game: games.Game | None, events: list[games.Event]) -> None:
        self.session = session
        self.game = game
        self.events = events
        self._boards: dict[bool, Board] = {}

    def board(self, player_id: UUID, standing: Standing) -> Board:
        """The board as this player may see it, made once for all who see the same."""
        sees_sums = standing.may("see_sums")
        if sees_sums not in self._boards:
            session = Session.of(self.session.seen_by(player_id))
            game = Game.of(self.game.seen_by(standing)) if self.game else None
            self._boards[sees_sums] = Board(session, game, [Event.of(event) for event in self.events])
        return self._boards[sees_sums]

    def missed(self, since: int) -> list[games.Event] | None:
        """The events after version `since`, when events are all that is missing and they are few."""
        missed = [event for event in self.events if event.session_version > since]
        if since < 0 or len(missed) != self.session.version - since or len(missed) > REPLAYED:
            return None
        return missed


class BoardHub(Hub[_Room]):
    """All sockets of one instance that watch a session."""

    kind = BOARDS

    @asynccontextmanager
    async def watch(self, session_id: UUID, me: Identity, *, since: int | None) -> AsyncIterator[BoardFeed]:
        """A feed that begins with what `since` has missed, or with the board.

        Raises Refusal for strangers, and for one socket too many.
        """
        async with self._entered(session_id, me) as room:
            snapshot = await self._snapshot(session_id)
            seat = snapshot.session.demand(me.player_id, "see")
            feed = BoardFeed(seat.id, me, since if since is not None else NOTHING)
            _bring_up_to_date(feed, snapshot, kind="hello")
            room.feeds.add(feed)
            try:
                await self._catch_up(session_id, room, room.heard)
                await self._announce_presence(session_id, room)
                yield feed
            finally:
                room.feeds.discard(feed)
                await self._say_goodbye(session_id, room, feed)

    def _open(self) -> _Room:
        return _Room()

    async def _say_goodbye(self, session_id: UUID, room: _Room, feed: BoardFeed) -> None:
        if feed.seat_id not in room.seat_ids:
            with suppress(*AWAY):
                await self._valkey.zrem(_presence(session_id), str(feed.seat_id))
            await self._announce_presence(session_id, room)

    async def _receive(self, key: UUID, room: _Room, data: bytes) -> None:
        message = msgspec.json.decode(data)
        room.heard = max(room.heard, message["version"])
        if message["t"] == "presence":
            self._send_presence(room, await self._present(key))
        elif message["t"] == "event":
            for feed in list(room.feeds):
                # Whoever may not see sums is brought up to date from the database instead, without them.
                if feed.version == message["version"] - 1 and feed.sees_sums:
                    feed.version = message["version"]
                    feed.send(data)
        await self._catch_up(key, room, message["version"])

    async def _catch_up(self, session_id: UUID, room: _Room, version: int) -> None:
        """Bring every feed that is behind `version` up to date, with one look at the database for all."""
        async with room.catching_up:
            behind = [feed for feed in room.feeds if feed.version < version]
            if not behind:
                return
            snapshot = await self._snapshot(session_id)
            for feed in behind:
                # An event may have been passed on while the database answered: never go back behind it.
                if feed.version < snapshot.session.version:
                    _bring_up_to_date(feed, snapshot, kind="board")

    async def _snapshot(self, session_id: UUID) -> _Snapshot:
        # A board with an event above its version would get that event a second time when it is announced.
        async with self._db.snapshot() as db:
            session = await sessions.read(db, session_id)
            game = await games.current(db, session_id)
            return _Snapshot(session, game, await games.events(db, game) if game else [])

    async def _look(self) -> None:
        """Compare with the database, and keep this instance's people present."""
        for session_id, version in (await sessions.versions(self._db, list(self._rooms))).items():
            if room := self._rooms.get(session_id):
                await self._catch_up(session_id, room, version)
        for session_id, room in list(self._rooms.items()):
            await self._keep_present(session_id, room.seat_ids)
            if (present := await self._present(session_id)) != room.present:
                self._send_presence(room, present)

    async def _announce_presence(self, session_id: UUID, room: _Room) -> None:
        with suppress(*AWAY):
            await self._keep_present(session_id, room.seat_ids)
            await self._valkey.publish(channel(BOARDS, session_id), encode(t="presence", version=0))

    async def _keep_present(self, session_id: UUID, seat_ids: Iterable[UUID]) -> None:
        until = {str(seat_id): time.time() + PRESENCE_SECONDS for seat_id in seat_ids}
        if until:
            await self._valkey.zadd(_presence(session_id), until)
            await self._valkey.expire(_presence(session_id), int(PRESENCE_SECONDS))

    async def _present(self, session_id: UUID) -> list[str]:
        """Seats with a socket on any instance; those of an instance that was killed, only for `PRESENCE_SECONDS`."""
        found = await self._valkey.zrangebyscore(_presence(session_id), time.time(), "+inf")
        return sorted(seat_id.decode() for seat_id in found)

    def _send_presence(self, room: _Room, present: list[str]) -> None:
        room.present = present
        for feed in list(room.feeds):
            feed.send(encode(t="presence", version=feed.version, seat_ids=present))


def _bring_up_to_date(feed: BoardFeed, snapshot: _Snapshot, *, kind: str) -> None:
    """Send the missing events, or the board as a message of this kind, or a bare `hello` when nothing is missing."""
    version, player_id = snapshot.session.version, feed.identity.player_id
    standing = snapshot.session.standing(snapshot.session.demand(player_id, "see"))
    feed.sees_sums = standing.may("see_sums")
    missed, board = snapshot.missed(feed.version), snapshot.board(player_id, standing)
    if missed is None:
        feed.send(encode(t=kind, version=version, board=board))
    for event in missed or ():
        feed.send(encode(t="event", version=event.session_version, event=Event.of(event), game=board.game))
    if missed == [] and kind == "hello":
        feed.send(encode(t="hello", version=version))
    feed.version = version


def _presence(session_id: UUID) -> str:
    return f"present:{session_id}"
