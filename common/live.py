"""Live boards: a change is published to a Valkey channel of its session, and every instance sends it to its sockets.

PostgreSQL is the history and Valkey only the messenger: a socket that sees a gap in the versions of its session is
brought up to date from the database, and a sweep finds what was lost where nothing followed.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import msgspec
from loguru import logger
from valkey.asyncio import Valkey
from valkey.asyncio.client import PubSub

from common.auth import Identity, is_denied
from common.cache import AWAY
from common.db import AWAY as DATABASE_AWAY
from common.domain.rights import Standing
from common.errors import Refusal
from common.limits import SOCKETS_PER_PLAYER
from common.schemas import Board, Event, Game, Session
from common.store import games, sessions
from common.store.statement import Executor

REPLAYED = 20
"""A socket that missed up to this many events gets them; one that missed more gets the whole board."""
SWEEP_SECONDS = 5.0
PRESENCE_SECONDS = 15.0
WAITING = 256
"""Messages that may wait for one slow socket before it is cut."""
NOTHING = -1
"""The version of a socket that has seen nothing yet."""
GOING_AWAY, TOO_SLOW, TOKEN_ENDED = 1012, 1013, 4401
"""Close codes: come back at once; come back; refresh the token and come back."""


def channel(session_id: UUID) -> str:
    """The Valkey channel of a session."""
    return f"live:{session_id}"


class Announcements:
    """What a request has to announce once its transaction is committed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[UUID, bytes]] = []

    def event(self, session_id: UUID, version: int, event: Event, game: Game) -> None:
        """A game event, whole: instances pass it on without asking the database."""
        self._waiting.append((session_id, _encode(t="event", version=version, event=event, game=game)))

    def changed(self, session_id: UUID, version: int) -> None:
        """Anything else: instances fetch the board."""
        self._waiting.append((session_id, _encode(t="changed", version=version)))

    async def publish(self, valkey: Valkey | None) -> None:
        """Publish all. A Valkey that is away loses them, and every instance's sweep makes up for it."""
        if valkey is None:
            return
        try:
            for session_id, message in self._waiting:
                await valkey.publish(channel(session_id), message)
        except AWAY as error:
            logger.warning("live announcement lost: {}", error)


class Feed:
    """One socket's view of a session: the messages that wait for it and the version it has been sent."""

    def __init__(self, seat_id: UUID, identity: Identity, version: int) -> None:
        self.seat_id = seat_id
        self.identity = identity
        self.version = version
        self.sees_sums = False
        """By the seat's rights, as they were when it was last brought up to date."""
        self.close_code = GOING_AWAY
        self._messages: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)

    def send(self, message: bytes) -> None:
        """Queue a message; a socket that does not keep up is ended, and will come back with `since`."""
        try:
            self._messages.put_nowait(message)
        except asyncio.QueueFull:
            self.end(TOO_SLOW)

    def pong(self) -> None:
        """Answer a ping with the version this socket has been sent."""
        self.send(_encode(t="pong", version=self.version))

    def end(self, close_code: int) -> None:
        """Drop what waits and close with this code."""
        self.close_code = close_code
        while not self._messages.empty():
            self._messages.get_nowait()
        self._messages.put_nowait(None)

    async def messages(self) -> AsyncIterator[bytes]:
        """The messages as they come, until the feed ends."""
        while (message := await self._messages.get()) is not None:
            yield message


class _Room:
    """The feeds of one session on this instance."""

    def __init__(self) -> None:
        self.feeds: set[Feed] = set()
        self.entered = 0
        """Sockets that are here or on their way in: only a room that nobody wants is given up."""
        self.heard = 0
        """The newest version of the session that was published."""
        self.present: list[str] = []
        """The seats that were last said to be present."""
        self.catching_up = asyncio.Lock()

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


class Hub:
    """All sockets of one instance: one Valkey connection, subscribed to each session that someone watches."""

    def __init__(self, db: Executor, valkey: Valkey) -> None:
        self._db = db
        self._valkey = valkey
        self._pubsub: PubSub = valkey.pubsub(ignore_subscribe_messages=True)
        self._rooms: dict[UUID, _Room] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._sockets: Counter[UUID] = Counter()
        """How many each player has open."""

    @asynccontextmanager
    async def watch(self, session_id: UUID, me: Identity, *, since: int | None) -> AsyncIterator[Feed]:
        """A feed that begins with what `since` has missed, or with the board.

        Raises Refusal for strangers, and for one socket too many.
        """
        if self._sockets[me.player_id] >= SOCKETS_PER_PLAYER:
            raise Refusal("too_many_requests")
        self._sockets[me.player_id] += 1
        room = self._enter(session_id)
        feed: Feed | None = None
        try:
            # Subscribed before the board is read: what happens in between is in one of the two.
            if room.entered == 1:
                with suppress(*AWAY):  # the listener subscribes again to every room when Valkey is back
                    await self._pubsub.subscribe(channel(session_id))
            session = await sessions.show(self._db, session_id, me.player_id)
            seat = session.seat_of(me.player_id)
            assert seat is not None  # noqa: S101  # the session is shown to its seats only
            feed = Feed(seat.id, me, since if since is not None else NOTHING)
            _bring_up_to_date(feed, await _snapshot(self._db, session), kind="hello")
            room.feeds.add(feed)
            await self._catch_up(session_id, room, room.heard)
            await self._announce_presence(session_id, room)
            yield feed
        finally:
            self._sockets[me.player_id] -= 1
            if not self._sockets[me.player_id]:
                del self._sockets[me.player_id]
            if feed:
                room.feeds.discard(feed)
            await self._leave(session_id, room, feed)

    async def close(self) -> None:
        """End every feed and stop listening."""
        for room in self._rooms.values():
            for feed in room.feeds:
                feed.end(GOING_AWAY)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(*AWAY):
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]  # Valkey's client is half typed

    def _enter(self, session_id: UUID) -> _Room:
        room = self._rooms.setdefault(session_id, _Room())
        room.entered += 1
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep())]
        return room

    async def _leave(self, session_id: UUID, room: _Room, feed: Feed | None) -> None:
        room.entered -= 1
        if not room.entered:
            del self._rooms[session_id]
            with suppress(*AWAY):
                await self._pubsub.unsubscribe(channel(session_id))
        if feed and feed.seat_id not in room.seat_ids:
            with suppress(*AWAY):
                await self._valkey.zrem(_presence(session_id), str(feed.seat_id))
            await self._announce_presence(session_id, room)

    async def _listen(self) -> None:
        """Pass on what is published, through every failure of Valkey."""
        while True:
            try:
                if self._pubsub.subscribed:
                    message = await self._pubsub.get_message(timeout=SWEEP_SECONDS)
                    if message:
                        await self._receive(UUID(message["channel"].decode().partition(":")[2]), message["data"])
                else:
                    await self._subscribe_again()
            except (*AWAY, *DATABASE_AWAY) as error:
                logger.warning("live channel interrupted: {}", error)
                await asyncio.sleep(0.2)  # Valkey is away: a short breath between attempts, not a condition to wait for

    async def _subscribe_again(self) -> None:
        if self._rooms:
            await self._pubsub.subscribe(*map(channel, self._rooms))
        else:
            await asyncio.sleep(0.05)  # nobody watches: the next one subscribes

    async def _receive(self, session_id: UUID, data: bytes) -> None:
        room = self._rooms.get(session_id)
        if room is None:
            return
        message = msgspec.json.decode(data)
        room.heard = max(room.heard, message["version"])
        if message["t"] == "presence":
            self._send_presence(room, await self._present(session_id))
        elif message["t"] == "event":
            for feed in list(room.feeds):
                # Whoever may not see sums is brought up to date from the database instead, without them.
                if feed.version == message["version"] - 1 and feed.sees_sums:
                    feed.version = message["version"]
                    feed.send(data)
        await self._catch_up(session_id, room, message["version"])

    async def _catch_up(self, session_id: UUID, room: _Room, version: int) -> None:
        """Bring every feed that is behind `version` up to date, with one look at the database for all."""
        async with room.catching_up:
            behind = [feed for feed in room.feeds if feed.version < version]
            if not behind:
                return
            snapshot = await _snapshot(self._db, await sessions.read(self._db, session_id))
            for feed in behind:
                # An event may have been passed on while the database answered: never go back behind it.
                if feed.version < snapshot.session.version:
                    _bring_up_to_date(feed, snapshot, kind="board")

    async def _sweep(self) -> None:
        """Now and then compare with the database, and keep this instance's people present."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)  # the period of the sweep
            try:
                for session_id, version in (await sessions.versions(self._db, list(self._rooms))).items():
                    if room := self._rooms.get(session_id):
                        await self._catch_up(session_id, room, version)
                for session_id, room in list(self._rooms.items()):
                    await self._end_denied(room)
                    await self._keep_present(session_id, room.seat_ids)
                    if (present := await self._present(session_id)) != room.present:
                        self._send_presence(room, present)
            except (*AWAY, *DATABASE_AWAY) as error:
                logger.warning("live sweep put off: {}", error)

    async def _end_denied(self, room: _Room) -> None:
        for feed in list(room.feeds):
            if await is_denied(self._valkey, feed.identity):
                feed.end(TOKEN_ENDED)

    async def _announce_presence(self, session_id: UUID, room: _Room) -> None:
        with suppress(*AWAY):
            await self._keep_present(session_id, room.seat_ids)
            await self._valkey.publish(channel(session_id), _encode(t="presence", version=0))

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
            feed.send(_encode(t="presence", version=feed.version, seat_ids=present))


def _bring_up_to_date(feed: Feed, snapshot: _Snapshot, *, kind: str) -> None:
    """Send the missing events, or the board as a message of this kind, or a bare `hello` when nothing is missing."""
    version, player_id = snapshot.session.version, feed.identity.player_id
    standing = snapshot.session.standing(snapshot.session.demand(player_id, "see"))
    feed.sees_sums = standing.may("see_sums")
    missed, board = snapshot.missed(feed.version), snapshot.board(player_id, standing)
    if missed is None:
        feed.send(_encode(t=kind, version=version, board=board))
    for event in missed or ():
        feed.send(_encode(t="event", version=event.session_version, event=Event.of(event), game=board.game))
    if missed == [] and kind == "hello":
        feed.send(_encode(t="hello", version=version))
    feed.version = version


async def _snapshot(db: Executor, session: sessions.Session) -> _Snapshot:
    game = await games.current(db, session.id)
    return _Snapshot(session, game, await games.events(db, game) if game else [])


def _presence(session_id: UUID) -> str:
    return f"present:{session_id}"


def _encode(**message: Any) -> bytes:
    return msgspec.json.encode(message)
