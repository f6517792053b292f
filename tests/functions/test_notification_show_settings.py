"""GET /notifications/settings"""

from common.db import Database
from tests.functions.conftest import Call, SignIn
from tests.functions.evening import refusal

RULE = {
    "telegram": True,
    "kinds": {
        "session_invited": "telegram",
        "game_finished": "app",
        "session_closed": "telegram",
        "report_ready": "telegram",
        "friend_requested": "telegram",
    },
    "quiet_hours": None,
    "time_zone": "Europe/Moscow",
    "language": "ru",
}
"""What holds for whoever has set nothing."""


async def test_who_has_set_nothing_sees_what_holds_for_everyone(call: Call, sign_in: SignIn) -> None:
    async with call("notification_show_settings", me=await sign_in("Анна")) as client:
        answer = await client.get("notifications/settings")
    assert (answer.status_code, answer.json()) == (200, RULE)


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("notification_show_settings") as client:
        assert refusal(await client.get("notifications/settings")) == (401, "not_signed_in")


async def test_whoever_was_erased_has_none(call: Call, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await database.execute("DELETE FROM players")
    async with call("notification_show_settings", me=anna) as client:
        assert refusal(await client.get("notifications/settings")) == (404, "not_found")
