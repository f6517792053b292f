"""Live notifications: what a player is told, on every device that he has the app open on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from common.auth import Identity
from common.live.channels import PLAYERS, encode
from common.live.feed import Feed
from common.live.hub import Hub, Room
from common.schemas.notifications import Notification
from common.store import notifications
from common.store.notifications import Counts

REPLAYED = 20
"""A socket that missed up to this many gets them; one that missed more is asked to fetch the list."""


class NotificationFeed(Feed):
    """One device of a player; `version` is the number of the notification that it was sent last."""

    unread = 0
    """How many he had not read when this device last heard of it."""


class NotificationHub(Hub[Room[NotificationFeed]]):
    """All sockets of one instance that wait for notifications: a room is a player."""

    kind = PLAYERS

    @asynccontextmanager
    async def watch(self, me: Identity, *, since: int | None) -> AsyncIterator[NotificationFeed]:
        """A feed that begins with `hello`, and with what `since` has missed. Raises Refusal for one socket too many."""
        async with self._entered(me.player_id, me) as room:
            counts = (await notifications.counts(self._db, [me.player_id])).get(me.player_id, Counts(0, 0))
            feed = NotificationFeed(me, counts.notified if since is None else min(since, counts.notified))
            feed.unread = counts.unread
            feed.send(encode(t="hello", version=counts.notified, unread=counts.unread))
            room.feeds.add(feed)
            try:
                await self._catch_up(me.player_id, room)
                yield feed
            finally:
                room.feeds.discard(feed)

    def _open(self) -> Room[NotificationFeed]:
        return Room()

    async def _receive(self, key: UUID, room: Room[NotificationFeed], data: bytes) -> None:
        await self._catch_up(key, room)

    async def _look(self) -> None:
        for player_id, counts in (await notifications.counts(self._db, list(self._rooms))).items():
            room = self._rooms.get(player_id)
            if room and any((feed.version, feed.unread) != counts for feed in room.feeds):
                await self._catch_up(player_id, room)

    async def _catch_up(self, player_id: UUID, room: Room[NotificationFeed]) -> None:
        """Send every device what it has not been sent, with one look at the database for all of them."""
        async with room.catching_up:
            if not room.feeds:
                return
            after = min(feed.version for feed in room.feeds)
            # Counted last: what comes in between is sent the next time, and nobody is told of more than he was sent.
            newer = await notifications.newer(self._db, player_id, after=after, limit=REPLAYED + 1)
            counts = (await notifications.counts(self._db, [player_id])).get(player_id, Counts(after, 0))
            for feed in list(room.feeds):
                _bring_up_to_date(feed, newer, counts)


def _bring_up_to_date(feed: NotificationFeed, newer: list[notifications.Notification], counts: Counts) -> None:
    if len(newer) > REPLAYED:
        feed.send(encode(t="resync", version=counts.notified, unread=counts.unread))
        feed.version = counts.notified
    elif newer:
        for each in newer:
            if each.number > feed.version:
                told = Notification.of(each)
                feed.send(encode(t="notification", version=each.number, unread=counts.unread, notification=told))
                feed.version = each.number
    elif feed.unread != counts.unread:
        feed.send(encode(t="unread", version=feed.version, unread=counts.unread))
    feed.unread = counts.unread
