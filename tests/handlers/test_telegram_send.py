"""The consumer with everything real but Telegram, by the clock on the wall.

How it keeps limits and obeys refusals is in tests/common/test_posting.py, by a clock that skips.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from common.db import Database
from common.domain import game
from common.domain.events import GameStarted
from common.settings import Settings
from common.store import games, notifications, outbox, posts
from infra.telegram.fake import FakeBotApi, Trouble
from infra.telegram.server import serving
from tests.handlers.conftest import Deliver, Queues, Working, until
from tests.handlers.players import add_notification, add_player, add_session

GROUP = -500


@pytest.fixture(scope="module")
def api() -> FakeBotApi:
    return FakeBotApi(Settings().telegram_bot_token)


@pytest.fixture(scope="module", name="settings")
def with_telegram(settings: Settings, api: FakeBotApi) -> Iterator[Settings]:
    with serving(api) as url:
        yield replace(settings, telegram_api_url=url)


async def has(api: FakeBotApi, chat_id: int, text: str) -> bool:
    """Whether the last that Telegram took for this chat says so."""
    return [call.text for call in api.calls if call.chat_id == chat_id and call.status == 200][-1:] == [text]


def sent(api: FakeBotApi, chat_id: int) -> list[tuple[str, str, int]]:
    return [(call.method, call.text, call.status) for call in api.calls if call.chat_id == chat_id]


async def test_a_notification_is_sent_once_however_often_its_message_comes(
    deliver: Deliver, database: Database, api: FakeBotApi
) -> None:
    event = await add_notification(database, 501)
    assert await deliver("telegram_send", event) == Counter(done=1, seen=1)
    assert await deliver("telegram_send", event) == Counter(done=1, seen=1), "relayed anew"
    assert sent(api, 501) == [("sendMessage", "Вечер окончен\nВы в плюсе.", 200)]


async def test_what_can_never_be_sent_lies_in_dead_and_can_be_replayed(
    deliver: Deliver, working: Working, queues: Queues, database: Database, api: FakeBotApi
) -> None:
    event = await add_notification(database, 502)
    api.expect(Trouble(400, chat_id=502))
    assert await deliver("telegram_send", event) == Counter(done=1, seen=1)
    (letter,) = await queues.take("telegram_send.dead")
    assert (letter.type, "chat not found" in str(letter.headers["x-error"])) == (event.topic, True)
    await queues.publish(event.topic, letter.body, message_id=str(uuid4()))
    async with working("telegram_send"), working("outbox_relay"):
        await until(lambda: has(api, 502, "Вечер окончен\nВы в плюсе."))


async def test_a_player_who_wants_nothing_from_telegram_is_sent_nothing(
    deliver: Deliver, database: Database, api: FakeBotApi
) -> None:
    event = await add_notification(database, 503)
    await notifications.switch_telegram(database, event.player_id, on=False)
    assert await deliver("telegram_send", event) == Counter(done=1, seen=1)
    assert sent(api, 503) == []


async def test_a_group_has_one_message_that_is_edited_as_the_evening_goes_on(
    working: Working, queues: Queues, database: Database, api: FakeBotApi
) -> None:
    host = await add_player(database, "Анна")
    session = await add_session(database, host, await add_player(database, "Борис"))
    await posts.follow(database, GROUP, session.id, "ru")
    async with working("telegram_send"), working("telegram_board"), working("outbox_relay"):
        await until(lambda: has(api, GROUP, "Пятница\nПартия ещё не началась."))
        seats = [seat.id for seat in session.seats]
        async with database.transaction() as db:
            started = await games.start(db, session.id, session.rules, seats, game.start(session.rules, seats))
            await outbox.tell(db, GameStarted(session.id, started.id))
        await until(lambda: has(api, GROUP, "Пятница, партия 1\n\n▸ Анна: 0\n· Борис: 0\n\nНа столе 15 шаров."))

    calls = [(call.method, call.status, call.message_id) for call in api.calls if call.chat_id == GROUP]
    assert calls == [("sendMessage", 200, calls[0][2]), ("editMessageText", 200, calls[0][2])]
    assert dict(api.broken) == {}
