"""PATCH /me"""

from typing import Any

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Call, Phone, SignIn, Unchanged
from tests.functions.evening import refusal


async def test_what_is_given_changes_and_the_rest_stays(phone: Phone) -> None:
    anna = await phone("Анна")
    answer = await anna.patch("me", json={"display_name": "  Аня "})
    assert answer.status_code == 200
    assert (answer.json()["display_name"], answer.json()["language"]) == ("Аня", "ru")
    assert (await anna.patch("me", json={"language": "en"})).json() == answer.json() | {"language": "en"}
    assert (await anna.patch("me", json={})).json() == (await anna.get("me")).json()


async def test_what_one_wants_to_be_told_is_part_of_it(phone: Phone) -> None:
    anna = await phone("Анна")
    wanted = {"telegram": False, "language": "en"}
    assert (await anna.patch("me", json={"notifications": wanted})).json()["language"] == "en"
    settings = (await anna.get("notifications/settings")).json()
    assert settings.items() >= wanted.items()


async def test_evenings_keep_the_name_that_one_came_with(begin: Begin) -> None:
    evening = await begin("Анна")
    await evening.host.patch("me", json={"display_name": "Аня"})
    assert [seat["display_name"] for seat in (await evening.show())["seats"]] == ["Анна"]


@pytest.mark.parametrize(
    "body",
    [{"display_name": " "}, {"display_name": "я" * 65}, {"language": "de"}, {"username": "x"},
     {"display_name": "Аня", "notifications": {"time_zone": "x"}}],
)  # fmt: skip
async def test_what_cannot_be_is_refused_and_nothing_changes(phone: Phone, unchanged: Unchanged, body: Any) -> None:
    anna = await phone("Анна")
    async with unchanged():
        assert refusal(await anna.patch("me", json=body)) == (400, "payload_invalid")


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_update_me") as client:
        assert refusal(await client.patch("me", json={})) == (401, "not_signed_in")


async def test_whoever_was_erased_is_not_there(call: Call, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await database.execute("DELETE FROM players")
    async with call("player_update_me", me=anna) as client:
        assert refusal(await client.patch("me", json={})) == (404, "not_found")
