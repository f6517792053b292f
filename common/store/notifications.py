"""What players are told, and what they want to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from common.correlation import request_id, traceparent
from common.domain.announcements import Announcement
from common.domain.events import NotificationCreated
from common.domain.notifications import Kind, QuietHours, Reach, Settings, Urgency
from common.domain.phrases import Language, language_for
from common.errors import Refusal
from common.store.sql import notifications as sql
from common.store.statement import Executor, Record

KEPT = timedelta(days=180)
"""How far back a list of notifications goes: longer than any message of theirs can come again."""

_REACHES = msgspec.json.Decoder(dict[Kind, Reach])


@dataclass(frozen=True, slots=True)
class Receiver:
    """Someone to be told something, and `now` by the database's clock."""

    player_id: UUID
    language: Language
    settings: Settings
    on_telegram: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Notification:
    """What a player was told; `number` counts his notifications without a hole."""

    id: UUID
    number: int
    kind: Kind
    subject: str
    title: str
    body: str
    link: str
    urgency: Urgency
    deliver_after: datetime | None
    created_at: datetime
    read_at: datetime | None


class Counts(NamedTuple):
    """How many notifications a player has had so far, and how many of them he has not read."""

    notified: int
    unread: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notification for Telegram, not to be sent before its `deliver_after`."""

    notification: Notification
    telegram_id: int
    language: Language


async def receivers(db: Executor, player_ids: Iterable[UUID]) -> list[Receiver]:
    """Those of these players who have an account, locked until the end of the transaction.

    Ask for them before anything that names people is read: until the end nobody among them can be erased.
    """
    rows = await sql.RECEIVERS.all(db, player_ids=list(player_ids))
    return [
        Receiver(row["id"], language_for(row["language"]), _settings(row), row["on_telegram"], row["now"])
        for row in rows
    ]


async def announce(db: Executor, told: Sequence[tuple[Receiver, Announcement]]) -> None:
    """Write what these receivers want to know and do not know yet, and tell the world of each."""
    wanted = [
        _row(place, receiver, announcement)
        for place, (receiver, announcement) in enumerate(told)
        if receiver.settings.reach(announcement.kind) != "off"
    ]
    if wanted:
        await sql.ANNOUNCE.run(
            db,
            told=msgspec.json.encode(wanted).decode(),
            topic=NotificationCreated.topic,
            correlation_id=request_id.get(),
            traceparent=traceparent(),
        )


async def list_of(db: Executor, player_id: UUID, *, unread: bool, before: int | None, limit: int) -> list[Notification]:
    """A player's notifications, the newest first, those before the number `before`."""
    rows = await sql.LIST.all(db, player_id=player_id, unread=unread, before=before, limit=limit)
    return [_notification(row) for row in rows]


async def newer(db: Executor, player_id: UUID, *, after: int, limit: int) -> list[Notification]:
    """A player's notifications after the number `after`, the oldest first."""
    return [_notification(row) for row in await sql.NEWER.all(db, player_id=player_id, after=after, limit=limit)]


async def counts(db: Executor, player_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """Those of each of these players who has an account."""
    rows = await sql.COUNTS.all(db, player_ids=list(player_ids))
    return {row["id"]: Counts(row["notified"], row["unread"]) for row in rows}


async def read(db: Executor, player_id: UUID, *, up_to: int, ids: Sequence[UUID]) -> bool:
    """A player has read these and all with a number up to `up_to`; whether any of them was unread."""
    return bool(await sql.READ.all(db, player_id=player_id, up_to=up_to, ids=ids))


async def forget(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` of the notifications that were made longer than `KEPT` ago; how many."""
    return await sql.FORGET.changed(db, kept=KEPT, limit=limit)


async def settings(db: Executor, player_id: UUID) -> tuple[Settings, Language]:
    """What a player wants, and his language. Raises Refusal `not_found` for one who is gone."""
    row = await sql.SETTINGS.one(db, player_id=player_id)
    if row is None:
        raise Refusal("not_found")
    return _settings(row), language_for(row["language"])


async def set_all(db: Executor, player_id: UUID, wanted: Settings) -> None:
    """All settings anew."""
    quiet = wanted.quiet_hours
    await sql.SET.run(
        db,
        player_id=player_id,
        telegram=wanted.telegram,
        reaches=msgspec.json.encode(wanted.reaches).decode(),
        quiet_begin=quiet.begin if quiet else None,
        quiet_end=quiet.end if quiet else None,
        time_zone=wanted.time_zone,
    )


async def to_send(db: Executor, notification_id: UUID) -> Outgoing | None:
    """What Telegram has to tell; None where the player wants nothing from there, or wants it no more."""
    row = await sql.TO_SEND.one(db, notification_id=notification_id)
    return Outgoing(_notification(row), row["telegram_id"], language_for(row["language"])) if row else None


async def switch_telegram(db: Executor, player_id: UUID, *, on: bool) -> None:
    """Whether anything goes to Telegram: not to someone who has blocked the bot."""
    await sql.SWITCH_TELEGRAM.run(db, player_id=player_id, telegram=on)


def _row(place: int, receiver: Receiver, announcement: Announcement) -> dict[str, Any]:
    by_telegram = receiver.on_telegram and receiver.settings.reach(announcement.kind) == "telegram"
    return {
        "place": place,
        "player_id": receiver.player_id,
        "kind": announcement.kind,
        "subject": announcement.subject,
        "title": announcement.title,
        "body": announcement.body,
        "link": announcement.link,
        "urgency": announcement.urgency,
        "mentions": announcement.mentions,
        "deliver_after": receiver.settings.deliver_after(receiver.now) if by_telegram else None,
    }


def _settings(row: Record) -> Settings:
    quiet = QuietHours(row["quiet_begin"], row["quiet_end"]) if row["quiet_begin"] is not None else None
    return Settings(row["telegram"], _REACHES.decode(row["reaches"]), quiet, row["time_zone"])


def _notification(row: Record) -> Notification:
    return Notification(*(row[name] for name in Notification.__slots__))
