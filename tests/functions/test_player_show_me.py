"""GET /me"""

from common.db import Database
from tests.functions.conftest import Call, SignIn
from tests.functions.evening import refusal


async def test_everyone_sees_himself(call: Call, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    async with call("player_show_me", me=anna) as client:
        answer = await client.get("me")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(anna.id),
        "display_name": "Анна",
        "username": None,
        "photo_url": None,
        "language": "ru",
    }


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_show_me") as client:
        answer = await client.get("me")
    assert refusal(answer) == (401, "not_signed_in")


async def test_whoever_was_erased_is_not_there(call: Call, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await database.execute("DELETE FROM players")
    async with call("player_show_me", me=anna) as client:
        assert refusal(await client.get("me")) == (404, "not_found")
