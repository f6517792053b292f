"""What goes out to a Telegram chat: what comes next in its line, and what an answer of the Bot API means.

A chat's posts are sent in the order in which they came, and what has gathered while the chat had to wait goes out as
one message. Nobody knows whether a message arrived whose answer did not: such a post is left in doubt and never sent
again, because a second copy cannot be taken back and the first has its place in the app anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

LONGEST = 4096
"""UTF-16 code units in one message, as Telegram counts."""
BETWEEN = "\n\n"
LEASE = timedelta(seconds=60)
"""How long a send may be under way; its request gives up after half of it. After that its process is dead."""
FIRST_PAUSE, LONGEST_PAUSE = 5, 300
"""Seconds until the next attempt when Telegram is broken or out of reach."""


@dataclass(frozen=True, slots=True)
class Post:
    """One thing to say in a chat."""

    id: UUID
    text: str
    link: str | None
    """A start parameter of the app, or an address."""
    language: str
    deliver_after: datetime
    state: Literal["waiting", "sending"] = "waiting"
    alone: bool = False
    """A message of several that it was part of was refused: by itself it shows whether it was the reason."""
    quiet: bool = False
    """It comes without a sound, unless others come with it."""
    correlation_id: str = "-"
    """The request that caused it."""


class Wait(NamedTuple):
    """Nothing can be sent before this."""

    until: datetime


def next_posts(
    line: Sequence[Post], *, not_before: datetime | None, moment: datetime
) -> tuple[Post, ...] | Wait | None:
    """Those of a chat's posts, given in their order, that go into the next message; none if none is left.

    While one is under way the others wait, for that is their order.
    """
    if any(post.state == "sending" for post in line):
        return Wait(moment + LEASE)
    due = [post for post in line if post.deliver_after <= moment]
    if not due:
        return Wait(min(post.deliver_after for post in line)) if line else None
    if not_before and not_before > moment:
        return Wait(not_before)
    return tuple(_fitting(due))


def _fitting(due: Sequence[Post]) -> Sequence[Post]:
    if due[0].alone:
        return due[:1]
    length = taken = 0
    for post in due:
        length += _units(post.text) + (_units(BETWEEN) if taken else 0)
        if post.alone or (taken and length > LONGEST):
            break
        taken += 1
    return due[:taken]


def text_of(posts: Sequence[Post]) -> str:
    """One message for all of them; what no message can hold is cut."""
    text = BETWEEN.join(post.text for post in posts)
    if _units(text) <= LONGEST:
        return text
    # A pair of units that the cut goes through is left out.
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Sent(NamedTuple):
    """Telegram has it."""

    message_id: int


class Slower(NamedTuple):
    """429: the chat must be left alone for so many seconds."""

    seconds: int


class Blocked(NamedTuple):
    """403: nothing that we send can reach this chat any more."""

    reason: str


class Refused(NamedTuple):
    """400: this message can never be sent."""

    reason: str


class Moved(NamedTuple):
    """The group has become a supergroup, which has another id."""

    chat_id: int


class Broken(NamedTuple):
    """Telegram did certainly not do it, and may do it later: 5xx, no connection, a token that it does not know."""

    reason: str


class InDoubt(NamedTuple):
    """The request went out and no answer came."""

    reason: str


Answer = Sent | Slower | Blocked | Refused | Moved | Broken | InDoubt


def pause(failures: int) -> timedelta:
    """How long to leave a chat alone after so many failures in a row, from 1."""
    return timedelta(seconds=min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE))


def is_group(chat_id: int) -> bool:
    """Groups have ids below zero; a private chat has its person's own."""
    return chat_id < 0
