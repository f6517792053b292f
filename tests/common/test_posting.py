"""Sending to Telegram by a clock that skips every wait: a stand-in keeps its limits, and counts who breaks them.

Time goes on as it does, plus what was skipped, so that nothing that Valkey keeps for a time ends too early.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from common import bot, cache
from common.bot import BotClient
from common.db import Database
from common.domain.announcements import Announcement
from common.domain.events import Message, NotificationCreated, TelegramChatWaited
from common.domain.notifications import Urgency
from common.domain.posts import LEASE, Answer
from common.posting import Posting
from common.settings import Settings
from common.store import notifications, posts
from infra.local.services import Valkey
from infra.telegram.fake import FakeBotApi, Trouble
from infra.telegram.server import serving

GIVE_UP_SECONDS = 60.0
AT_ONCE = 20


class Clock:
    def __init__(self) -> None:
        self.skipped = 0.0
        self.on_their_way = 0
        self.arrived = asyncio.Event()
        self.arrived.set()

    def seconds(self) -> float:
        return time.time() + self.skipped

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    async def sleep(self, seconds: float) -> None:
        """Skip it, once all requests that are on their way have arrived: skipped time would bring them closer."""
        await self.arrived.wait()
        self.skipped += seconds


class Watched(BotClient):
    """The bot, of which the clock knows what is on its way."""

    clock: Clock

    async def send(self, chat_id: int, text: str, *, link: str | None, language: str, quiet: bool = False) -> Answer:
        self.clock.on_their_way += 1
        self.clock.arrived.clear()
        try:
            return await super().send(chat_id, text, link=link, language=language, quiet=quiet)
        finally:
            self.clock.on_their_way -= 1
            if not self.clock.on_their_way:
                self.clock.arrived.set()


class Telegram:
    """Some processes that send, the relay between them, and what arrives."""

    def __init__(self, database: Database, clock: Clock, api: FakeBotApi) -> None:
        self.database, self.clock, self.api = database, clock, api
        self.processes: list[Posting] = []
        self.buried: list[tuple[Message, str]] = []

    async def bury(self, letter: Message, reason: str) -> None:
        self.buried.append((letter, reason))

    async def told(self, *topics: str) -> list[Message]:
        """What the relay may publish by now, and deletes."""
        rows = await self.database.fetch(
            "DELETE FROM outbox WHERE topic = ANY($1) AND not_before <= $2 RETURNING topic, payload, id",
            list(topics),
            self.clock.now(),
        )
        kinds: dict[str, type[Message]] = {each.topic: each for each in (NotificationCreated, TelegramChatWaited)}
        return [
            msgspec.json.decode(row["payload"], type=kinds[row["topic"]]) for row in sorted(rows, key=lambda r: r["id"])
        ]

    async def accept(self) -> list[Message]:
        """Everything that was announced takes its place."""
        told = await self.told(NotificationCreated.topic)
        for event in told:
            assert isinstance(event, NotificationCreated)
            async with self.database.transaction() as db:
                await posts.accept(db, event.notification_id)
        return told

    async def deliver(self, events: list[Message]) -> None:
        """Each twice, to any process, many at a time."""
        waiting = asyncio.Semaphore(AT_ONCE)

        async def one(event: Message) -> None:
            async with waiting:
                await random.choice(self.processes)(event)  # type: ignore[arg-type]  # one of the two that it takes

        await asyncio.gather(*map(one, events * 2))

    async def settle(self) -> None:
        """Deliver what is told, skipping every wait, until nothing is left."""
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                await self.deliver(await self.accept())
                next_at = await self.database.fetchval(
                    "SELECT min(not_before) FROM outbox WHERE topic = $1", TelegramChatWaited.topic
                )
                if next_at is None:
                    return
                await self.clock.sleep(max(0.0, next_at.timestamp() - self.clock.seconds()))
                await self.deliver(await self.told(TelegramChatWaited.topic))

    def arrived(self, chat_id: int) -> list[str]:
        """The texts that Telegram took for this chat."""
        return [call.text for call in self.api.calls if call.chat_id == chat_id and call.status == 200]

    async def states(self) -> dict[str, int]:
        rows = await self.database.fetch("SELECT state, count(*) FROM telegram_posts GROUP BY state")
        return {row["state"]: row["count"] for row in rows}


@pytest.fixture
async def telegram(settings: Settings, database: Database, valkey: Valkey) -> AsyncIterator[Telegram]:
    """Two processes on the real services, and a stand-in for Telegram."""
    clock = Clock()
    api = FakeBotApi(settings.telegram_bot_token, clock.seconds)
    async with AsyncExitStack() as stack:
        url = stack.enter_context(serving(api))
        given = Telegram(database, clock, api)
        reached = replace(settings, telegram_api_url=url, telegram_app_link="https://t.me/artel_bot/app")
        client = await stack.enter_async_context(cache.connect(valkey.url))
        await client.flushdb()
        for _ in range(2):
            opened = await stack.enter_async_context(bot.opened(reached))
            writer = Watched(opened._bot, opened._app_link)
            writer.clock = clock
            posting = Posting(database, client, writer, given.bury, clock=clock.now, sleep=clock.sleep)
            given.processes.append(posting)
        yield given


async def add_player(database: Database, telegram_id: int) -> UUID:
    added: UUID = await database.fetchval(
        "INSERT INTO players (telegram_id, display_name, language) VALUES ($1, 'Анна', 'ru') RETURNING id", telegram_id
    )
    return added


async def announce(database: Database, player_id: UUID, *titles: str, urgency: Urgency = "normal") -> None:
    """Tell a player so many things, in this order."""
    async with database.transaction() as db:
        (receiver,) = await notifications.receivers(db, [player_id])
        for title in titles:
            told = Announcement("session_closed", str(uuid4()), title, "…", "s_abcdef", urgency)
            await notifications.announce(db, [(receiver, told)])


async def test_500_notifications_to_40_chats_arrive_in_order_or_are_switched_off_and_no_limit_is_broken(
    telegram: Telegram, database: Database
) -> None:
    dice = random.Random(7)
    chats = list(range(1001, 1041))
    blocked, flooded = chats[:5], chats[5:20]
    for chat_id in blocked:
        telegram.api.expect(Trouble(403, chat_id=chat_id, times=10**6))
    for chat_id in flooded:
        telegram.api.expect(Trouble(429, chat_id=chat_id, retry_after=7, times=dice.randint(1, 3)))
    telegram.api.expect(Trouble(500, chat_id=chats[-1], times=2))
    players = {chat_id: await add_player(database, chat_id) for chat_id in chats}
    expected: dict[int, list[str]] = {chat_id: [] for chat_id in chats}
    # In five waves, so that there is a backlog when more comes.
    for number in range(500):
        chat_id = chats[number % 40] if number < 40 else dice.choice(chats)
        expected[chat_id].append(f"#{number}.")
        await announce(database, players[chat_id], f"#{number}.")
        if number % 100 == 50:
            await telegram.deliver(await telegram.accept())
            await telegram.clock.sleep(0.3)

    await telegram.settle()

    assert dict(telegram.api.broken) == {}, [call.at for call in telegram.api.calls]
    for chat_id in chats:
        told = [word for text in telegram.arrived(chat_id) for word in text.split() if word.startswith("#")]
        assert told == ([] if chat_id in blocked else expected[chat_id]), chat_id
    assert len(telegram.api.calls) < 500, "what has gathered goes out together"
    switched_off = await database.fetch("SELECT player_id FROM notification_settings WHERE NOT telegram")
    assert {row["player_id"] for row in switched_off} == {players[chat_id] for chat_id in blocked}
    assert (await telegram.states()).keys() == {"sent", "blocked"}
    assert telegram.buried == []


async def waiting(telegram: Telegram, *titles: str, chat_id: int = 2001) -> UUID:
    """A player with so much to be told."""
    player = await add_player(telegram.database, chat_id)
    await announce(telegram.database, player, *titles)
    return player


async def test_what_is_urgent_goes_first_where_many_wait_but_keeps_its_place_in_its_chat(
    telegram: Telegram, database: Database
) -> None:
    for chat_id in range(3001, 3021):
        await waiting(telegram, "first", chat_id=chat_id)
    backlog = await telegram.accept()
    # Their messages are still far behind in RabbitMQ, one for each of two chats.
    behind = [await waiting(telegram, "first", chat_id=chat_id) for chat_id in (3021, 3022)]
    await announce(database, behind[1], "second", urgency="high")

    await asyncio.gather(*(telegram.processes[0](event) for event in backlog))  # type: ignore[arg-type]  # all of them NotificationCreated
    called = [call.chat_id for call in telegram.api.calls]
    assert (called.count(3022), called.count(3021), len(called)) == (1, 0, 21)
    assert called[-1] != 3022
    assert telegram.arrived(3022) == ["first\n…\n\nsecond\n…"]

    await telegram.settle()
    assert len(telegram.api.calls) == 22
    assert dict(telegram.api.broken) == {}


async def test_what_no_answer_came_to_is_in_doubt_and_never_sent_again(telegram: Telegram) -> None:
    telegram.api.expect(Trouble(0))
    await waiting(telegram, "first")
    await telegram.settle()
    assert await telegram.states() == {"in_doubt": 1}
    assert telegram.arrived(2001) == ["first\n…"]


async def test_a_process_that_died_before_it_noted_the_answer_holds_up_its_chat_for_a_lease_and_sends_nothing_twice(
    telegram: Telegram, database: Database
) -> None:
    await waiting(telegram, "first", "second")
    told = await telegram.accept()
    claimed = await telegram.processes[0]._claim(2001)
    assert claimed
    assert claimed.text == "first\n…\n\nsecond\n…"
    await database.execute("INSERT INTO telegram_posts (chat_id, text, language) VALUES (2001, 'third', 'ru')")

    await telegram.deliver(told)
    assert telegram.arrived(2001) == []
    began = telegram.clock.skipped
    await telegram.settle()

    assert telegram.arrived(2001) == ["third"]
    assert telegram.clock.skipped - began >= LEASE.total_seconds() - 5
    assert await telegram.states() == {"in_doubt": 2, "sent": 1}


async def test_of_several_in_a_message_that_is_refused_only_the_reason_of_it_is_buried(telegram: Telegram) -> None:
    telegram.api.expect(Trouble(400, chat_id=2001, times=2))
    await waiting(telegram, "first", "second")
    await telegram.settle()

    assert telegram.arrived(2001) == ["second\n…"]
    assert await telegram.states() == {"refused": 1, "sent": 1}
    ((letter, reason),) = telegram.buried
    assert "chat not found" in reason

    async with telegram.database.transaction() as db:
        assert isinstance(letter, NotificationCreated)
        await posts.accept(db, letter.notification_id)
    await telegram.deliver([letter])
    await telegram.settle()
    assert telegram.arrived(2001) == ["second\n…", "first\n…"]


async def test_retry_after_is_obeyed_to_the_second_however_long_it_is(telegram: Telegram) -> None:
    telegram.api.expect(Trouble(429, chat_id=2001, retry_after=10_072))
    await waiting(telegram, "first")
    await telegram.settle()
    refused, sent = telegram.api.calls
    assert 10_072 <= sent.at - refused.at < 10_074
    assert dict(telegram.api.broken) == {}


async def test_without_valkey_nothing_is_sent_and_everything_waits(
    telegram: Telegram,
) -> None:
    await waiting(telegram, "first")
    told = await telegram.accept()
    process = telegram.processes[0]
    kept = process._valkey
    async with cache.connect("valkey://127.0.0.1:1/0") as away:
        process._valkey = away
        await process(told[0])  # type: ignore[arg-type]  # a NotificationCreated
    process._valkey = kept
    assert telegram.arrived(2001) == []
    await telegram.settle()
    assert telegram.arrived(2001) == ["first\n…"]


async def test_the_button_leads_into_the_app_and_what_is_not_urgent_at_all_comes_without_a_sound(
    telegram: Telegram, database: Database
) -> None:
    telegram.api.call = answering = Answering(telegram.api.call)  # type: ignore[method-assign]  # to see what the real one is sent
    player = await waiting(telegram)
    for urgency in ("low", "normal"):
        await announce(database, player, urgency, urgency=urgency)
        await telegram.settle()
    assert [params["disable_notification"] for params in answering.params] == ["true", "false"]
    params = answering.params[0]
    keyboard = msgspec.json.decode(params["reply_markup"])["inline_keyboard"]
    assert keyboard == [[{"text": "Открыть", "url": "https://t.me/artel_bot/app?startapp=s_abcdef"}]]


class Answering:
    """Keeps what it is called with."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.params: list[dict[str, Any]] = []

    def __call__(self, token: str, method: str, params: dict[str, Any]) -> Any:
        self.params.append(params)
        return self.call(token, method, params)
