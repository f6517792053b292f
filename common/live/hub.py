"""All sockets of one instance: one Valkey connection, subscribed to the channel of each room that someone is in."""

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from loguru import logger
from valkey.asyncio import Valkey
from valkey.asyncio.client import PubSub

from common import metrics
from common.auth import Identity, is_denied
from common.cache import AWAY, ended
from common.db import AWAY as DATABASE_AWAY
from common.errors import Refusal
from common.limits import SOCKETS_PER_PLAYER
from common.live.channels import channel
from common.live.feed import GOING_AWAY, TOKEN_ENDED, Feed
from common.store.statement import Pool

SWEEP_SECONDS = 5.0

F = TypeVar("F", bound=Feed)


class Room(Generic[F]):
    """The feeds of one channel on this instance."""

    def __init__(self) -> None:
        self.feeds: set[F] = set()
        self.entered = 0
        """Sockets that are here or on their way in: only a room that nobody wants is given up."""
        self.catching_up = asyncio.Lock()


R = TypeVar("R", bound=Room)  # type: ignore[type-arg]  # of any feeds


class Hub(ABC, Generic[R]):
    """Rooms by the id of what is told there: a subclass says how they are opened and brought up to date."""

    kind: ClassVar[str]
    """Of its channels."""

    def __init__(self, db: Pool, valkey: Valkey) -> None:
        self._db = db
        self._valkey = valkey
        self._pubsub: PubSub = valkey.pubsub(ignore_subscribe_messages=True)
        self._rooms: dict[UUID, R] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._sockets: Counter[UUID] = Counter()
        """How many each player has open."""

    @abstractmethod
    def _open(self) -> R:
        """An empty room."""

    @abstractmethod
    async def _receive(self, key: UUID, room: R, data: bytes) -> None:
        """Pass on what was published to a room."""

    @abstractmethod
    async def _look(self) -> None:
        """Compare all rooms with the database."""

    @asynccontextmanager
    async def _entered(self, key: UUID, me: Identity) -> AsyncIterator[R]:
        """A room that hears what is published from now on. Raises Refusal for one socket too many."""
        if self._sockets[me.player_id] >= SOCKETS_PER_PLAYER:
            raise Refusal("too_many_requests")
        self._sockets[me.player_id] += 1
        self._count()
        room = self._enter(key)
        try:
            # Subscribed before anything is read: what happens in between is in one of the two.
            if room.entered == 1:
                with suppress(*AWAY):  # the listener subscribes again to every room when Valkey is back
                    await self._pubsub.subscribe(channel(self.kind, key))
            yield room
        finally:
            self._sockets[me.player_id] -= 1
            if not self._sockets[me.player_id]:
                del self._sockets[me.player_id]
            self._count()
            await self._leave(key, room)

    async def close(self) -> None:
        """End every feed and stop listening."""
        for room in self._rooms.values():
            for feed in room.feeds:
                feed.end(GOING_AWAY)
        await ended(*self._tasks)
        with suppress(*AWAY):
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]  # Valkey's client is half typed

    def _count(self) -> None:
        metrics.CONNECTED_PLAYERS.labels(self.kind).set(len(self._sockets))
        metrics.SOCKETS.labels(self.kind).set(self._sockets.total())

    def _enter(self, key: UUID) -> R:
        room = self._rooms.setdefault(key, self._open())
        room.entered += 1
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep())]
        return room

    async def _leave(self, key: UUID, room: R) -> None:
        room.entered -= 1
        if not room.entered:
            del self._rooms[key]
            with suppress(*AWAY):
                await self._pubsub.unsubscribe(channel(self.kind, key))

    async def _listen(self) -> None:
        """Pass on what is published, through every failure of Valkey."""
        while True:
            try:
                if self._pubsub.subscribed:
                    message = await self._pubsub.get_message(timeout=SWEEP_SECONDS)
                    key = UUID(message["channel"].decode().partition(":")[2]) if message else None
                    if message and key in self._rooms:
                        await self._receive(key, self._rooms[key], message["data"])
                else:
                    await self._subscribe_again()
            except (*AWAY, *DATABASE_AWAY) as error:
                logger.warning("live channel interrupted: {}", error)
                await asyncio.sleep(0.2)  # Valkey is away: a short breath between attempts, not a condition to wait for

    async def _subscribe_again(self) -> None:
        if self._rooms:
            await self._pubsub.subscribe(*(channel(self.kind, key) for key in self._rooms))
        else:
            await asyncio.sleep(0.05)  # nobody watches: the next one subscribes

    async def _sweep(self) -> None:
        """Now and then compare with the database, and end the sockets of tokens that were revoked."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)  # the period of the sweep
            try:
                await self._look()
                for feed in [feed for room in self._rooms.values() for feed in room.feeds]:
                    if await is_denied(self._valkey, feed.identity):
                        feed.end(TOKEN_ENDED)
            except (*AWAY, *DATABASE_AWAY) as error:
                logger.warning("live sweep put off: {}", error)
