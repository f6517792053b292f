"""What a player is told, and what he wants to be told."""

from datetime import datetime, time
from typing import Annotated, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from common.domain.notifications import REACHES, TIME_ZONE, Kind, QuietHours, Reach, Settings, Urgency
from common.domain.phrases import Language
from common.store import notifications

Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day, such as 23:00."""


class Notification(msgspec.Struct, frozen=True):
    """One thing that a player was told, in his language; `number` counts his notifications without a hole.

    `link` leads to what it is about: a start parameter of the app, such as `s_<session id>`, or an https address.
    """

    id: UUID
    number: int
    kind: Kind
    title: str
    body: str
    link: str
    urgency: Urgency
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, told: notifications.Notification) -> Self:
        return cls(
            id=told.id,
            number=told.number,
            kind=told.kind,
            title=told.title,
            body=told.body,
            link=told.link,
            urgency=told.urgency,
            created_at=told.created_at,
            read_at=told.read_at,
        )


class Notifications(msgspec.Struct, frozen=True):
    """A part of the list, `unread` in all, and the `version` from which /me/live goes on."""

    items: list[Notification]
    next_cursor: str | None
    unread: int
    version: int


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far each kind reaches: not at all, into the app, or into the app and by Telegram."""

    session_invited: Reach = REACHES["session_invited"]
    game_finished: Reach = REACHES["game_finished"]
    session_closed: Reach = REACHES["session_closed"]
    report_ready: Reach = REACHES["report_ready"]
    friend_requested: Reach = REACHES["friend_requested"]


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From one time of day until another, over midnight where `end` is the earlier."""

    begin: Clock
    end: Clock


class NotificationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a player is told, by Telegram not at all unless `telegram`, and not in quiet hours of his IANA time zone."""

    telegram: bool = True
    kinds: Kinds = msgspec.field(default_factory=Kinds)
    quiet_hours: Quiet | None = None
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)] = TIME_ZONE
    language: Language | None = None
    """Of the words; not given: as it was."""

    @classmethod
    def of(cls, settings: Settings, language: Language) -> Self:
        quiet = settings.quiet_hours
        return cls(
            telegram=settings.telegram,
            kinds=Kinds(**{**REACHES, **settings.reaches}),
            quiet_hours=Quiet(f"{quiet.begin:%H:%M}", f"{quiet.end:%H:%M}") if quiet else None,
            time_zone=settings.time_zone,
            language=language,
        )

    def wanted(self) -> Settings:
        """The settings that this asks for. Raises Refusal for a time zone that nobody has."""
        quiet = self.quiet_hours
        reaches: dict[Kind, Reach] = {kind: getattr(self.kinds, kind) for kind in REACHES}
        return Settings(
            telegram=self.telegram,
            reaches={kind: reach for kind, reach in reaches.items() if reach != REACHES[kind]},
            quiet_hours=QuietHours(time.fromisoformat(quiet.begin), time.fromisoformat(quiet.end)) if quiet else None,
            time_zone=self.time_zone,
        ).checked()
