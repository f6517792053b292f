"""POST /auth/telegram"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

from common import telegram
from common.db import Database
from common.settings import Settings
from tests.functions.conftest import Call, Unchanged, init_data
from tests.functions.evening import refusal


async def sign_in(nobody: httpx.AsyncClient, data: str) -> httpx.Response:
    return await nobody.post("auth/telegram", json={"init_data": data})


async def test_launch_data_of_telegram_signs_in(call: Call, settings: Settings) -> None:
    data = init_data(settings, 42, last_name="Ким", username="anna_k", photo_url="https://t.me/i/1.svg")
    async with call("auth_telegram") as client:
        answer = await client.post("auth/telegram", json={"init_data": data})
    assert answer.status_code == 200
    signed_in = answer.json()
    assert signed_in.keys() == {"access_token", "token_type", "expires_in", "refresh_token", "player"}
    assert (signed_in["token_type"], signed_in["expires_in"]) == ("Bearer", 900)
    player = signed_in["player"]
    assert player.pop("id")
    assert player == {
        "display_name": "Анна Ким",
        "username": "anna_k",
        "photo_url": "https://t.me/i/1.svg",
        "language": "ru",
    }
    assert "42" not in [str(value) for value in player.values()]


async def test_the_access_token_opens_the_door(nobody: httpx.AsyncClient, settings: Settings) -> None:
    signed_in = (await sign_in(nobody, init_data(settings))).json()
    nobody.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
    assert (await nobody.get("me")).json() == signed_in["player"]


async def test_the_same_person_is_the_same_player(
    nobody: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    answers = await asyncio.gather(*(sign_in(nobody, init_data(settings)) for _ in range(5)))
    assert len({answer.json()["player"]["id"] for answer in answers}) == 1
    assert len({answer.json()["refresh_token"] for answer in answers}) == 5
    assert await database.fetchval("SELECT count(*) FROM players") == 1
    assert await database.fetchval("SELECT count(*) FROM sign_ins") == 5


@pytest.mark.parametrize("age", [timedelta(hours=23, minutes=59), timedelta(0), timedelta(seconds=-50)])
async def test_launch_data_is_good_for_a_day_and_a_little_ahead(
    nobody: httpx.AsyncClient, settings: Settings, age: timedelta
) -> None:
    assert (await sign_in(nobody, init_data(settings, at=datetime.now(UTC) - age))).status_code == 200


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (timedelta(hours=24, minutes=1), "init_data_expired"),
        (timedelta(days=3650), "init_data_expired"),
        (timedelta(minutes=-2), "init_data_invalid"),
    ],
)
async def test_stale_and_future_launch_data_is_refused(
    nobody: httpx.AsyncClient, settings: Settings, unchanged: Unchanged, age: timedelta, code: str
) -> None:
    async with unchanged():
        assert refusal(await sign_in(nobody, init_data(settings, at=datetime.now(UTC) - age))) == (401, code)


def forged(data: str, **changed: str | None) -> str:
    """Launch data with other values than those that were signed; None leaves one out."""
    pairs = dict(parse_qsl(data)) | changed
    return urlencode({name: value for name, value in pairs.items() if value is not None})


@pytest.mark.parametrize(
    "changed",
    [
        {"hash": "0" * 64},
        {"hash": ""},
        {"hash": "é"},
        {"hash": None},
        {"user": '{"id": 8, "first_name": "Ева"}'},
        {"auth_date": "1"},
        {"signature": "added"},
        {"query_id": None},
    ],
)
async def test_changed_launch_data_is_refused(
    nobody: httpx.AsyncClient, settings: Settings, unchanged: Unchanged, changed: dict[str, str | None]
) -> None:
    async with unchanged():
        answer = await sign_in(nobody, forged(init_data(settings), **changed))
        assert refusal(answer) == (401, "init_data_invalid")


async def test_duplicate_keys_and_other_bots_are_refused(
    nobody: httpx.AsyncClient, settings: Settings, unchanged: Unchanged
) -> None:
    good = init_data(settings)
    other = telegram.sign(dict(parse_qsl(good)), "1111111111:another-bot")
    async with unchanged():
        for data in (f"{good}&auth_date=1", f"{good}&query_id=AAH", f"user=x&{good}", other):
            assert refusal(await sign_in(nobody, data)) == (401, "init_data_invalid")


@pytest.mark.parametrize("data", ["", "hash", "=", "a=b&c", "%ff=%ff", "x" * 20_000, "&" * 2000, "hash=" + "a" * 64])
async def test_what_is_no_launch_data_is_refused(nobody: httpx.AsyncClient, unchanged: Unchanged, data: str) -> None:
    async with unchanged():
        assert refusal(await sign_in(nobody, data)) == (401, "init_data_invalid")


@pytest.mark.parametrize(
    "user",
    [{"id": 0}, {"id": -1}, {"id": 2**52}, {"id": "7"}, {"id": 7.5}, {"id": True}, {"id": None}, {"first_name": ["x"]}],
)
async def test_signed_users_that_telegram_does_not_have_are_refused(
    nobody: httpx.AsyncClient, settings: Settings, unchanged: Unchanged, user: dict[str, Any]
) -> None:
    async with unchanged():
        answer = await sign_in(nobody, init_data(settings, **{"telegram_id": user.pop("id", 7)}, **user))
        assert refusal(answer) == (401, "init_data_invalid")


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"first_name": "А\x00нна"}, "Анна"),
        ({"first_name": "Анна\ud800"}, "Анна"),
        ({"first_name": "", "username": "anna"}, "anna"),
        ({"first_name": " "}, "7"),
        ({"first_name": "я" * 200}, "я" * 64),
        ({"first_name": "<script>"}, "<script>"),
    ],
)
async def test_names_are_made_fit_to_be_stored(
    nobody: httpx.AsyncClient, settings: Settings, user: dict[str, Any], name: str
) -> None:
    answer = await sign_in(nobody, init_data(settings, **user))
    assert answer.status_code == 200
    assert answer.json()["player"]["display_name"] == name


async def test_a_chosen_name_survives_the_next_sign_in(
    nobody: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    await sign_in(nobody, init_data(settings))
    await database.execute("UPDATE players SET display_name = 'Анюта', language = 'en'")
    player = (await sign_in(nobody, init_data(settings, username="new"))).json()["player"]
    assert (player["display_name"], player["language"], player["username"]) == ("Анюта", "en", "new")
