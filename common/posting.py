"""Sending what waits for a Telegram chat: look, take tokens, claim, send, note.

The claim is committed before the request goes out and the answer after it has come, so a process that dies between
the two leaves its posts in doubt, and nobody sends them again (decision 0022). What must wait longer than a moment,
waits in the outbox as a `TelegramChatWaited`, and this process does something else.
"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from loguru import logger
from valkey.asyncio import Valkey

from common import bot, cache, limits, metrics, tracing
from common import db as postgres
from common.bot import BotClient
from common.correlation import request_id, trace
from common.db import Database
from common.domain import posts as decide
from common.domain.board_text import Frame, Line, board_text
from common.domain.events import Message, NotificationCreated, TelegramChatWaited
from common.domain.posts import Answer, Blocked, Broken, InDoubt, Moved, Post, Refused, Sent, Slower, Wait
from common.limits import Bucket
from common.settings import Settings
from common.store import games, posts, sessions
from common.store.posts import Board, Chat
from common.store.statement import Executor

Bury = Callable[[Message, str], Awaitable[None]]
CACHE_AWAY_SECONDS = 5.0
NOTE_AGAIN_SECONDS = 0.5
KILLED = "the process ended between sending this and noting the answer"


@dataclass(frozen=True)
class Outgoing:
    """One request: some posts as one message, or a board."""

    chat: Chat
    text: str
    link: str | None
    language: str
    posts: tuple[Post, ...] = ()
    board: Board | None = None
    quiet: bool = False


class Posting:
    """Empties the lines of chats, one request at a time for each chat."""

    def __init__(
        self,
        database: Database,
        valkey: Valkey,
        client: BotClient,
        bury: Bury,
        *,
        clock: Callable[[], datetime | None] = lambda: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._valkey = valkey
        self._client = client
        self._bury = bury
        self._clock = clock
        """None for the clock of PostgreSQL and Valkey."""
        self._sleep = sleep
        self._pacing = asyncio.Lock()

    async def __call__(self, event: TelegramChatWaited | NotificationCreated) -> None:
        """Send what waits in the chat that the event is about."""
        if isinstance(event, TelegramChatWaited):
            await self.empty(event.chat_id)
        elif chat_id := await posts.chat_of(self._database, event.notification_id):
            await self.empty(chat_id)

    async def empty(self, chat_id: int) -> None:
        """Send until nothing is left or the rest has to wait."""
        while await self._may_send(chat_id):
            while outgoing := await self._next(chat_id):
                await self._note(outgoing, await self._send(outgoing))
                if outgoing.chat.id == chat_id:
                    break

    async def _next(self, chat_id: int) -> Outgoing | None:
        """What the bot's next token is for: where many wait for one, an urgent notification of another chat first."""
        many_wait = self._pacing.locked()
        # One after the other until the request is on its way: what is counted here, Telegram counts soon after.
        async with self._pacing:
            many_wait = await self._pace() or many_wait
            return (many_wait and await self._claim_urgent()) or await self._claim(chat_id)

    async def _may_send(self, chat_id: int) -> bool:
        """Whether something is due and the chat has a token for it; if it has to wait, it will be woken."""
        async with self._database.transaction() as db:
            chat = await posts.lock(db, chat_id, self._clock())
            if chat is None:
                return False
            step = await _next_step(db, chat)
            if step and not isinstance(step, Wait) and (seconds := await self._seconds_to_wait(chat.id)):
                step = Wait(chat.now + timedelta(seconds=seconds))
            if isinstance(step, Wait):
                await posts.wake(db, chat, step.until)
            return bool(step) and not isinstance(step, Wait)

    async def _seconds_to_wait(self, chat_id: int) -> float:
        buckets = [Bucket("telegram_chat", str(chat_id))]
        if decide.is_group(chat_id):
            buckets.append(Bucket("telegram_group", str(chat_id)))
        return await self._take(buckets)

    async def _pace(self) -> bool:
        """Wait for a token of the bot's own, which is the pace of all processes; whether there was none at once."""
        waited = False
        while seconds := await self._take([Bucket("telegram", "bot")]):
            waited = True
            await self._sleep(seconds)
        return waited

    async def _take(self, buckets: list[Bucket]) -> float:
        now = self._clock()
        try:
            return await limits.take(self._valkey, buckets, now=now.timestamp() if now else None) or 0.0
        except cache.AWAY as error:
            # Without the count nothing is sent: Telegram's own limits would hit everyone.
            logger.warning("no token can be taken: {!r}", error)
            return CACHE_AWAY_SECONDS

    async def _claim_urgent(self) -> Outgoing | None:
        """The same for what others wait for, even if its own message is far behind in RabbitMQ.

        It keeps its place in its own chat: what came before it there goes with it.
        """
        found = await posts.most_urgent(self._database, self._clock())
        if found is None or await self._seconds_to_wait(found.chat_id):
            return None
        async with self._database.transaction() as db:
            await posts.accept(db, found.notification_id)
        return await self._claim(found.chat_id)

    async def _claim(self, chat_id: int) -> Outgoing | None:
        """What is sent next, committed as being under way; None if another process was faster."""
        async with self._database.transaction() as db:
            chat = await posts.lock(db, chat_id, self._clock())
            step = await _next_step(db, chat) if chat else None
            if chat is None or step is None or isinstance(step, Wait):
                return None
            if step == "board":
                return await _board(db, chat)
            await posts.claim(db, [post.id for post in step], chat.now)
            newest = step[-1]
            quiet = all(post.quiet for post in step)
            return Outgoing(chat, decide.text_of(step), newest.link, newest.language, posts=step, quiet=quiet)

    async def _send(self, outgoing: Outgoing) -> Answer:
        began, here = time.perf_counter(), trace.get()
        ended = tracing.begin("client", here)
        answer = await self._ask(outgoing)
        ended("ask Telegram", error=not isinstance(answer, Sent))
        trace.set(here)
        _say(outgoing, answer, time.perf_counter() - began)
        return answer

    async def _ask(self, outgoing: Outgoing) -> Answer:
        chat_id, text, board = outgoing.chat.id, outgoing.text, outgoing.board
        link, language = outgoing.link, outgoing.language
        if board and board.message_id:
            return await self._client.edit(chat_id, board.message_id, text, link=link, language=language)
        return await self._client.send(chat_id, text, link=link, language=language, quiet=outgoing.quiet)

    async def _note(self, outgoing: Outgoing, answer: Answer) -> None:
        """Write the answer down, however long the database is away: nobody else knows it."""
        kind = "board" if outgoing.board else "post"
        metrics.TELEGRAM_POSTS.labels(kind, type(answer).__name__.lower()).inc(max(1, len(outgoing.posts)))
        while True:
            try:
                async with self._database.transaction() as db:
                    letters = await self._noted(db, outgoing, answer)
                break
            except postgres.AWAY as error:
                logger.warning("the answer cannot be noted yet: {!r}", error)
                await self._sleep(NOTE_AGAIN_SECONDS)
        for letter in letters:
            await self._bury(letter, str(answer))

    async def _noted(self, db: Executor, outgoing: Outgoing, answer: Answer) -> Sequence[Message]:
        """The letters for `.dead`, if there are any."""
        chat = await posts.lock(db, outgoing.chat.id, self._clock())
        assert chat is not None  # noqa: S101  # chats are never deleted while something is under way
        match answer:
            case Slower(seconds):
                await posts.hold(db, chat.id, chat.now + timedelta(seconds=seconds), failures=0)
            case Broken():
                pause = decide.pause(chat.failures + 1)
                await posts.hold(db, chat.id, chat.now + pause, failures=chat.failures + 1)
            case Blocked(reason):
                await posts.block(db, chat.id, reason)
            case _:
                await posts.hold(db, chat.id, None, failures=0)
        await (_note_board if outgoing.board else _note_posts)(db, outgoing, answer)
        if isinstance(answer, Moved):
            await posts.move(db, chat.id, answer.chat_id)
        return await posts.letters(db, [post.id for post in outgoing.posts])


@asynccontextmanager
async def opened(settings: Settings, database: Database, bury: Bury) -> AsyncIterator[Posting]:
    """Posting with the bot and the Valkey of these settings."""
    async with bot.opened(settings) as client, cache.connect(settings.valkey_url) as valkey:
        yield Posting(database, valkey, client, bury)


def _say(outgoing: Outgoing, answer: Answer, seconds: float) -> None:
    """A line for each request that has caused it; a board's is the one whose message is worked on."""
    kind, level = "board" if outgoing.board else "post", "INFO" if isinstance(answer, Sent) else "WARNING"
    for cause in {post.correlation_id for post in outgoing.posts} or {request_id.get()}:
        line = logger.bind(request_id=cause, milliseconds=round(seconds * 1000, 1))
        line.log(level, "{} to Telegram: {}", kind, answer)


async def _next_step(db: Executor, chat: Chat) -> tuple[Post, ...] | Literal["board"] | Wait | None:
    """What comes next in a locked chat: its posts in their order, then its board."""
    if lost := await posts.abandon(db, chat.id, chat.now - decide.LEASE, KILLED):
        metrics.TELEGRAM_POSTS.labels("post", "indoubt").inc(len(lost))
        logger.warning("{} posts are left in doubt: {}", len(lost), KILLED)
    step = decide.next_posts(await posts.line(db, chat.id), not_before=chat.not_before, moment=chat.now)
    if step is None and await posts.has_stale_board(db, chat.id):
        return Wait(chat.not_before) if chat.not_before and chat.not_before > chat.now else "board"
    return step


async def _board(db: Executor, chat: Chat) -> Outgoing | None:
    """The board as it is now; None if that is what the message says already."""
    board = await posts.take_board(db, chat.id)
    if board is None:
        return None
    session = await sessions.read(db, board.session_id)
    text = board_text(
        session.name,
        _frame(session, await games.current(db, session.id)),
        closed=session.status == "closed",
        language="ru" if board.language == "ru" else "en",
    )
    if _sha256(text) == board.shown_sha256:
        return None
    return Outgoing(chat, text, f"s_{session.code}", board.language, board=board)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _frame(session: sessions.Session, game: games.Game | None) -> Frame | None:
    if game is None:
        return None
    names = {seat.id: seat.display_name for seat in session.seats}
    shooter = game.state.shooter if game.status == "live" else None
    lines = [
        Line(names[seat], score.points, shoots=seat == shooter, won=seat in game.winner_seat_ids)
        for seat, score in game.state.standings()
    ]
    return Frame(game.number, game.status, lines, game.state.balls_left)


async def _note_posts(db: Executor, outgoing: Outgoing, answer: Answer) -> None:
    ids = [post.id for post in outgoing.posts]
    match answer:
        case Sent(message_id):
            await posts.end(db, ids, "sent", message_id=message_id)
        case InDoubt(reason):
            await posts.end(db, ids, "in_doubt", reason=reason)
        case Refused(reason) if len(ids) == 1:
            await posts.end(db, ids, "refused", reason=reason)
        case Refused():
            await posts.put_back(db, ids, alone=True)
        case Slower() | Broken() | Moved():
            await posts.put_back(db, ids, alone=outgoing.posts[0].alone)


async def _note_board(db: Executor, outgoing: Outgoing, answer: Answer) -> None:
    board, chat_id = outgoing.board, outgoing.chat.id
    assert board is not None  # noqa: S101  # the caller has looked
    match answer:
        case Sent(message_id):
            await posts.show_board(db, chat_id, board.session_id, message_id, _sha256(outgoing.text))
        case Refused() if board.message_id:
            await posts.lose_board(db, chat_id)
        case Refused(reason):
            await posts.block(db, chat_id, reason)
        case Slower() | Broken() | Moved() | InDoubt():
            await posts.put_back_board(db, chat_id)
