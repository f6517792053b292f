"""Everything that is kept about one person (GDPR, article 15): shapes as they are answered."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

import msgspec

from common.store.sql import export as sql
from common.store.statement import Executor


@dataclass(frozen=True, slots=True)
class ExportedPlayer:
    """Who he is; the only place where his Telegram id is ever shown."""

    id: UUID
    telegram_id: int
    display_name: str
    username: str | None
    photo_url: str | None
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedSignIn:
    """One launch of the app."""

    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedTemplate:
    """Rules of his own."""

    id: UUID
    name: str
    rules: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedStar:
    """A template, his own or the system's, that he wants first in his list."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """An evening that he was at, and his seat there."""

    id: UUID
    code: str
    name: str
    status: str
    created_at: datetime
    closed_at: datetime | None
    seat_id: UUID
    display_name: str
    role: str
    active: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedGame:
    """A game of such an evening; without a seat it is one that he watched, or that has no result."""

    id: UUID
    session_id: UUID
    number: int
    game_type: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    seat_id: UUID | None
    points: int | None
    balls: int | None
    fouls: int | None
    net_kopecks: int | None
    won: bool | None


@dataclass(frozen=True, slots=True)
class ExportedEvent:
    """Something that he recorded, or that was recorded of him."""

    id: UUID
    game_id: UUID
    version: int
    kind: str
    seat_id: UUID | None
    color: str | None
    number: int | None
    own_ball: bool
    fluke: bool
    foul: str | None
    event_id: UUID | None
    text: str | None
    at: datetime
    recorded_by_me: bool


@dataclass(frozen=True, slots=True)
class ExportedLine:
    """What his seat is up (above zero) or down against another."""

    seat_id: UUID
    other_seat_id: UUID
    kopecks: int


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    """Money that concerns him, or that he wrote down; `lines` are his alone."""

    id: UUID
    session_id: UUID
    kind: str
    game_id: UUID | None
    reverses_id: UUID | None
    kopecks: int | None
    text: str | None
    at: datetime
    recorded_by_me: bool
    confirmed_by_me_at: datetime | None
    lines: list[ExportedLine]


@dataclass(frozen=True, slots=True)
class ExportedTotal:
    """What all his finished games of one type come to."""

    game_type: str
    games: int
    wins: int
    points: int
    balls: int
    fouls: int
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class ExportedNotification:
    """Something that he was told."""

    id: UUID
    kind: str
    title: str
    body: str
    link: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedNotificationSettings:
    """What he wants to be told, where he has set anything."""

    telegram: bool
    reaches: dict[str, str]
    quiet_begin: time | None
    quiet_end: time | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class ExportedReport:
    """A file of an evening that he has asked for; without `made_at` it is not there yet."""

    id: UUID
    session_id: UUID
    format: str
    language: str
    time_zone: str
    sums: bool
    requested_at: datetime
    made_at: datetime | None
    size_bytes: int | None


@dataclass(frozen=True, slots=True)
class ExportedPost:
    """Something that Telegram was to tell him, and what came of it."""

    notification_id: UUID | None
    text: str | None
    state: str
    created_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Export:
    """All of it, as of one moment."""

    player: ExportedPlayer
    sign_ins: list[ExportedSignIn]
    templates: list[ExportedTemplate]
    starred_templates: list[ExportedStar]
    sessions: list[ExportedSession]
    games: list[ExportedGame]
    events: list[ExportedEvent]
    ledger: list[ExportedEntry]
    totals: list[ExportedTotal]
    notifications: list[ExportedNotification]
    notification_settings: list[ExportedNotificationSettings]
    reports: list[ExportedReport]
    telegram_posts: list[ExportedPost]


_EXPORT = msgspec.json.Decoder(Export)


async def of_player(db: Executor, player_id: UUID) -> Export | None:
    """Everything about a player, None when the account is gone."""
    document: str | None = await sql.EXPORT.value(db, player_id=player_id)
    return _EXPORT.decode(document) if document else None
