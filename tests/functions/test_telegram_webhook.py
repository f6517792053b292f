from itertools import count
from typing import Any

import httpx
import pytest

from common.db import Database
from common.settings import DEVELOPMENT_WEBHOOK_SECRET
from common.store import notifications
from tests.functions.conftest import Begin, Call, Unchanged
from tests.functions.evening import Json, refusal

SECRET = {"X-Telegram-Bot-Api-Secret-Token": DEVELOPMENT_WEBHOOK_SECRET}
GROUP = -100_500
numbers = count(1)


def wrote(chat_id: int, text: str, sender: int = 0) -> Json:
    sender_of = {"id": sender or chat_id, "is_bot": False, "first_name": "A", "language_code": "en"}
    return {
        "update_id": next(numbers),
        "message": {"message_id": 1, "date": 1, "chat": {"id": chat_id, "type": "x"}, "from": sender_of, "text": text},
    }


def membership(chat_id: int, status: str) -> Json:
    member = {"status": status, "user": {"id": 1}}
    return {"update_id": next(numbers), "my_chat_member": {"chat": {"id": chat_id}, "new_chat_member": member}}


async def told(call: Call, *updates: Json, secret: Any = SECRET) -> httpx.Response:
    """Each twice, as Telegram may."""
    async with call("telegram_webhook") as telegram:
        for update in updates:
            for _ in range(2):
                answer = await telegram.post("telegram/webhook", json=update, headers=secret)
    return answer


async def said(database: Database) -> list[tuple[int, str, str | None]]:
    return [tuple(row) for row in await database.fetch("SELECT chat_id, text, link FROM telegram_posts ORDER BY id")]


@pytest.mark.parametrize("secret", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}], ids=["no secret", "another"])
async def test_who_does_not_know_the_secret_changes_nothing(call: Call, unchanged: Unchanged, secret: Json) -> None:
    async with unchanged():
        assert refusal(await told(call, wrote(7, "/start"), secret=secret)) == (403, "not_allowed")


async def test_start_turns_the_switch_on_and_is_answered_once_with_the_link_that_led_there(
    call: Call, begin: Begin, database: Database
) -> None:
    evening = await begin("Анна")
    anna = evening.people["Анна"].id
    chat_id = await database.fetchval("SELECT telegram_id FROM players WHERE id = $1", anna)
    await notifications.switch_telegram(database, anna, on=False)
    assert (await told(call, wrote(chat_id, f"/start s_{evening.code}"))).status_code == 200
    ((chat, text, link),) = await said(database)
    assert (chat, link, text[:17]) == (chat_id, f"s_{evening.code}", "I will tell you h")
    switch = "SELECT telegram FROM notification_settings"
    assert await database.fetchval(switch) is True

    for update, on in (
        (wrote(chat_id, "/stop"), False),
        (membership(chat_id, "member"), True),
        (membership(chat_id, "kicked"), False),
    ):
        await told(call, update)
        assert await database.fetchval(switch) is on
    assert await database.fetchval("SELECT state FROM telegram_posts") == "blocked"


async def test_a_group_follows_an_evening_at_the_word_of_someone_who_sits_at_it(
    call: Call, begin: Begin, database: Database
) -> None:
    evening = await begin("Анна")
    anna = await database.fetchval("SELECT telegram_id FROM players")
    following = "SELECT array_agg(session_id::text) FROM telegram_boards"

    await told(call, wrote(GROUP, f"/start@artel_bot s_{evening.code}", sender=9), wrote(GROUP, "/start", sender=anna))
    assert await database.fetchval(following) is None
    assert [text[:11] for _, text, _ in await said(database)] == ["There is no"] * 2

    await told(call, wrote(GROUP, f"/start@artel_bot s_{evening.code.lower()}", sender=anna))
    assert await database.fetchval(following) == [evening.id]
    await told(call, wrote(GROUP, "/stop", sender=9))
    assert await database.fetchval(following) is None


async def test_what_means_nothing_to_us_is_answered_all_the_same(call: Call, database: Database) -> None:
    for update in (wrote(7, "hello"), {"update_id": next(numbers), "poll": {"id": "1"}}):
        assert (await told(call, update)).json() == {"ok": True}
    assert await said(database) == []


async def test_whoever_is_erased_leaves_no_chat_behind(call: Call, begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    chat_id = await database.fetchval("SELECT telegram_id FROM players")
    await told(call, wrote(chat_id, "/start"))
    assert (await evening.host.delete("me")).status_code == 204
    assert await said(database) == []
    assert await database.fetchval("SELECT count(*) FROM telegram_chats") == 0
