"""What a player is told of, how far it reaches him, and when: his settings, and what holds where he has set nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from common.errors import FieldError, Refusal

Kind = Literal["session_invited", "game_finished", "session_closed", "report_ready", "friend_requested"]
Urgency = Literal["low", "normal", "high"]
"""Low comes without a sound; high is for what others wait for, and goes first where many have to wait.

Neither breaks through quiet hours.
"""
Reach = Literal["off", "app", "telegram"]
"""Not told at all; told in the app; told in the app and by Telegram."""

REACHES: dict[Kind, Reach] = {
    "session_invited": "telegram",
    # Who has just played knows how it ended: ten games an evening would be ten messages too many.
    "game_finished": "app",
    "session_closed": "telegram",
    "report_ready": "telegram",
    "friend_requested": "telegram",
}
"""Every kind, and how far it reaches someone who has set nothing."""
TIME_ZONE = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day until another; over midnight where the end is the earlier."""

    begin: time
    end: time

    def over_at(self, moment: datetime) -> datetime:
        """The end of the quiet hours that `moment`, a local time, lies in; `moment` itself outside of them."""
        at = moment.timetz().replace(tzinfo=None)
        overnight = self.end <= self.begin
        if not (at >= self.begin or at < self.end if overnight else self.begin <= at < self.end):
            return moment
        over = moment.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0, fold=0)
        return over + timedelta(days=1) if overnight and at >= self.begin else over


@dataclass(frozen=True, slots=True)
class Settings:
    """What a player wants to be told, and when; times of day are his own, in his IANA time zone."""

    telegram: bool = True
    """False where nothing goes to Telegram, whatever `reaches` says: he wants it so, or has blocked the bot."""
    reaches: Mapping[Kind, Reach] = field(default_factory=dict)
    """Only of the kinds for which he wants something other than `REACHES` says."""
    quiet_hours: QuietHours | None = None
    time_zone: str = TIME_ZONE

    def reach(self, kind: Kind) -> Reach:
        """How far this kind reaches him."""
        wanted = self.reaches.get(kind, REACHES[kind])
        return "app" if wanted == "telegram" and not self.telegram else wanted

    def deliver_after(self, moment: datetime) -> datetime:
        """The first moment, from `moment` on, at which Telegram may ring: in `moment`'s own time zone."""
        if self.quiet_hours is None:
            return moment
        over = self.quiet_hours.over_at(moment.astimezone(ZoneInfo(self.time_zone)))
        return max(moment, over.astimezone(moment.tzinfo))

    def checked(self) -> Self:
        """The same. Raises Refusal `payload_invalid` for a time zone that nobody has."""
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, no name at all, a directory of names
            errors = [FieldError("time_zone", "must be an IANA name, such as Europe/Moscow")]
            raise Refusal("payload_invalid", errors=errors) from None
        return self
