"""What goes out to Telegram: chats and how long to leave them alone, their posts, the boards of groups."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from common.correlation import request_id
from common.domain.events import NotificationCreated, TelegramChatWaited
from common.domain.posts import Post
from common.store import notifications, outbox
from common.store.sql import posts as sql
from common.store.statement import Executor

KEPT = timedelta(days=30)
"""How long the end of a post can be looked up."""


class Chat(NamedTuple):
    """A chat whose row is locked."""

    id: int
    not_before: datetime | None
    """Telegram wants it left alone until then."""
    due_at: datetime | None
    """When a `TelegramChatWaited` comes, or has come."""
    failures: int
    now: datetime
    """By the clock that all instances share."""


class Urgent(NamedTuple):
    """A notification that goes before those of others."""

    notification_id: UUID
    chat_id: int


class Person(NamedTuple):
    """A player behind a private chat."""

    id: UUID
    language: str


class Board(NamedTuple):
    """A group's live message."""

    session_id: UUID
    language: str
    message_id: int | None
    """None until it is sent."""
    shown_sha256: bytes | None
    """Of the text that it has."""


async def say(db: Executor, chat_id: int, text: str, *, link: str | None, language: str) -> None:
    """Put a post into the chat's line, and have it sent."""
    await sql.MEET.run(db, chat_id=chat_id)
    await sql.SAY.run(db, chat_id=chat_id, text=text, link=link, language=language, correlation_id=request_id.get())
    await outbox.tell(db, TelegramChatWaited(chat_id))


async def accept(db: Executor, notification_id: UUID) -> None:
    """Put a notification into its player's line, unless it is there, or he wants nothing from Telegram."""
    wanted = await notifications.to_send(db, notification_id)
    if wanted is None:
        return
    await sql.MEET.run(db, chat_id=wanted.telegram_id)
    # One after the other for each chat: ids follow the order of the numbers.
    await lock(db, wanted.telegram_id)
    await sql.ACCEPT.run(db, chat_id=wanted.telegram_id, notification_id=notification_id, language=wanted.language)


async def most_urgent(db: Executor, now: datetime | None = None) -> Urgent | None:
    """What others wait for, and has not gone out though it could; it need not have a place in its line yet."""
    row = await sql.URGENT.one(db, now=now)
    return Urgent(*row) if row else None


async def chat_of(db: Executor, notification_id: UUID) -> int | None:
    """The chat in whose line a notification is, or was."""
    chat_id: int | None = await sql.CHAT_OF.value(db, notification_id=notification_id)
    return chat_id


async def person_of(db: Executor, chat_id: int) -> Person | None:
    """Whose private chat this is; None for a group, and for someone who has never signed in."""
    row = await sql.PERSON.one(db, chat_id=chat_id)
    return Person(*row) if row else None


async def forget(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` of the posts that are no notifications, wait no more and are older than `KEPT`; how many."""
    return await sql.FORGET.changed(db, kept=KEPT, limit=limit)


async def letters(db: Executor, ids: Iterable[UUID]) -> list[NotificationCreated]:
    """Those of these posts that were refused, as the messages that brought them."""
    return [NotificationCreated(*row) for row in await sql.LETTERS.all(db, ids=list(ids))]


async def lock(db: Executor, chat_id: int, now: datetime | None = None) -> Chat | None:
    """A chat, locked until the end of the transaction; None for one that nothing was ever said to.

    `now` is for whoever has a clock of his own; without it the database's counts.
    """
    row = await sql.LOCK.one(db, chat_id=chat_id, now=now)
    return Chat(chat_id, *row) if row else None


async def line(db: Executor, chat_id: int) -> list[Post]:
    """The chat's posts that have no end yet, the oldest first."""
    return [Post(**row) for row in await sql.LINE.all(db, chat_id=chat_id)]


async def abandon(db: Executor, chat_id: int, claimed_by: datetime, reason: str) -> list[UUID]:
    """Leave in doubt what was claimed so long ago that its process must be dead; their ids."""
    rows = await sql.ABANDON.all(db, chat_id=chat_id, claimed_by=claimed_by, reason=reason)
    return [row["id"] for row in rows]


async def claim(db: Executor, ids: Iterable[UUID], now: datetime) -> None:
    """They are about to be sent, by nobody else."""
    await sql.CLAIM.run(db, ids=list(ids), now=now)


async def end(
    db: Executor, ids: Iterable[UUID], state: str, *, message_id: int | None = None, reason: str | None = None
) -> None:
    """They are `sent`, `refused` or `in_doubt`, for good."""
    await sql.END.run(db, ids=list(ids), state=state, message_id=message_id, reason=reason)


async def put_back(db: Executor, ids: Iterable[UUID], *, alone: bool) -> None:
    """They were certainly not sent: back to their places in the line."""
    await sql.BACK.run(db, ids=list(ids), alone=alone)


async def hold(db: Executor, chat_id: int, until: datetime | None, *, failures: int) -> None:
    """Leave the chat alone until then."""
    await sql.HOLD.run(db, chat_id=chat_id, not_before=until, failures=failures)


async def wake(db: Executor, chat: Chat, at: datetime) -> None:
    """Have a `TelegramChatWaited` come at that time, unless one comes before."""
    if chat.due_at is None or chat.due_at <= chat.now or chat.due_at > at:
        await outbox.tell_later(db, TelegramChatWaited(chat.id), at)
        await sql.WAKE.run(db, chat_id=chat.id, due_at=at)


async def block(db: Executor, chat_id: int, reason: str) -> None:
    """Nothing reaches the chat: its line ends, so does its board, and its person's switch is turned off."""
    if person := await person_of(db, chat_id):
        await notifications.switch_telegram(db, person.id, on=False)
    await sql.BLOCK.run(db, chat_id=chat_id, reason=reason)
    await sql.UNFOLLOW.run(db, chat_id=chat_id)


async def move(db: Executor, chat_id: int, moved_to: int) -> None:
    """The group has another id from now on."""
    await sql.MEET.run(db, chat_id=moved_to)
    await sql.MOVE_POSTS.run(db, chat_id=chat_id, moved_to=moved_to)
    await sql.MOVE_BOARD.run(db, chat_id=chat_id, moved_to=moved_to)
    await sql.UNFOLLOW.run(db, chat_id=chat_id)


async def follow(db: Executor, chat_id: int, session_id: UUID, language: str) -> None:
    """Show this evening in the group from now on, and no other."""
    await sql.MEET.run(db, chat_id=chat_id)
    await sql.FOLLOW.run(db, chat_id=chat_id, session_id=session_id, language=language)
    await outbox.tell(db, TelegramChatWaited(chat_id))


async def unfollow(db: Executor, chat_id: int) -> None:
    """Show no evening in the group any more."""
    await sql.UNFOLLOW.run(db, chat_id=chat_id)


async def turn_stale(db: Executor, session_id: UUID) -> None:
    """The evening has gone on: whoever shows it will look again, once for all that has gathered."""
    for row in await sql.TURN_STALE.all(db, session_id=session_id):
        await outbox.tell(db, TelegramChatWaited(row["chat_id"]))


async def has_stale_board(db: Executor, chat_id: int) -> bool:
    """Whether the group's message is behind its evening."""
    return bool(await sql.IS_STALE.value(db, chat_id=chat_id))


async def take_board(db: Executor, chat_id: int) -> Board | None:
    """The board that is behind; what happens from now on makes it stale again."""
    row = await sql.TAKE_BOARD.one(db, chat_id=chat_id)
    return Board(*row) if row else None


async def show_board(db: Executor, chat_id: int, session_id: UUID, message_id: int, shown_sha256: bytes) -> None:
    """The group's message says this now."""
    await sql.SHOW_BOARD.run(
        db, chat_id=chat_id, session_id=session_id, message_id=message_id, shown_sha256=shown_sha256
    )


async def put_back_board(db: Executor, chat_id: int) -> None:
    """It was not shown, or nobody knows: an edit may be made twice."""
    await sql.PUT_BACK_BOARD.run(db, chat_id=chat_id)


async def lose_board(db: Executor, chat_id: int) -> None:
    """Its message is gone: the next one begins anew."""
    await sql.LOSE_BOARD.run(db, chat_id=chat_id)
