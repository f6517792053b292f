"""What the world is told: one class for each type of message, in the past tense, with its topic.

A sender and a listener share the class, so they cannot disagree about the topic or the fields.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from common.domain.report import Format


@dataclass(frozen=True, slots=True)
class Message:
    """Something that happened; `topic` is its routing key and type."""

    topic: ClassVar[str]
    schema: ClassVar[int] = 1
    """Goes up when a listener of the release before could not read what is sent any more."""


@dataclass(frozen=True, slots=True)
class SessionCreated(Message):
    topic: ClassVar[str] = "session.created"
    session_id: UUID
    player_id: UUID


@dataclass(frozen=True, slots=True)
class SessionJoined(Message):
    topic: ClassVar[str] = "session.joined"
    session_id: UUID
    seat_id: UUID
    player_id: UUID


@dataclass(frozen=True, slots=True)
class SessionInvited(Message):
    topic: ClassVar[str] = "session.invited"
    session_id: UUID
    player_id: UUID
    invited_by: UUID


@dataclass(frozen=True, slots=True)
class SessionClosed(Message):
    topic: ClassVar[str] = "session.closed"
    session_id: UUID


@dataclass(frozen=True, slots=True)
class GameStarted(Message):
    topic: ClassVar[str] = "game.started"
    session_id: UUID
    game_id: UUID


@dataclass(frozen=True, slots=True)
class GameEventRecorded(Message):
    topic: ClassVar[str] = "game.event_recorded"
    session_id: UUID
    game_id: UUID
    event_id: UUID
    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class SeatResult:
    """One seat at the end of a game; `player_id` is None for a guest."""

    seat_id: UUID
    player_id: UUID | None
    points: int
    balls: int
    fouls: int
    net_kopecks: int
    won: bool


@dataclass(frozen=True, slots=True)
class GameFinished(Message):
    topic: ClassVar[str] = "game.finished"
    session_id: UUID
    game_id: UUID
    version: int
    game_type: str
    results: tuple[SeatResult, ...]


@dataclass(frozen=True, slots=True)
class GameCancelled(Message):
    topic: ClassVar[str] = "game.cancelled"
    session_id: UUID
    game_id: UUID


@dataclass(frozen=True, slots=True)
class GameReopened(Message):
    """A finished game goes on, so nothing that it gave its players counts until it is finished again."""

    topic: ClassVar[str] = "game.reopened"
    session_id: UUID
    game_id: UUID
    version: int
    game_type: str
    player_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TelegramChatWaited(Message):
    """A Telegram chat has something to be sent, and need not be left alone any longer."""

    topic: ClassVar[str] = "telegram.chat_waited"
    chat_id: int


@dataclass(frozen=True, slots=True)
class NotificationCreated(Message):
    topic: ClassVar[str] = "notification.created"
    notification_id: UUID
    player_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class ReportRequested(Message):
    topic: ClassVar[str] = "report.requested"
    report_id: UUID
    session_id: UUID
    format: Format


@dataclass(frozen=True, slots=True)
class ReportReady(Message):
    """A report can be fetched: told when it was made, and again for each who asks for one that is there."""

    topic: ClassVar[str] = "report.ready"
    report_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class ReportWithdrawn(Message):
    """A report must not be fetched any more: someone who was there is erased."""

    topic: ClassVar[str] = "report.withdrawn"
    report_id: UUID
    format: Format
