"""PUT /notifications/settings"""

from typing import Any

import pytest

from common.db import Database
from tests.functions.conftest import Call, Phone, Unchanged
from tests.functions.evening import refusal
from tests.functions.test_notification_show_settings import RULE

PATH = "notifications/settings"


async def test_what_is_set_holds_and_what_is_not_is_as_for_everyone(phone: Phone, database: Database) -> None:
    anna = await phone("Анна")
    wanted = {
        "telegram": False,
        "kinds": RULE["kinds"] | {"game_finished": "telegram", "report_ready": "off"},  # type: ignore[operator]  # a dict
        "quiet_hours": {"begin": "23:30", "end": "09:00"},
        "time_zone": "Asia/Vladivostok",
        "language": "en",
    }
    answer = await anna.put(PATH, json=wanted)
    assert (answer.status_code, answer.json()) == (200, wanted)
    assert (await anna.get(PATH)).json() == wanted
    assert (await anna.get("me")).json()["language"] == "en"

    assert (await anna.put(PATH, json={"kinds": {"game_finished": "off"}})).status_code == 200
    kinds = RULE["kinds"] | {"game_finished": "off"}  # type: ignore[operator]  # a dict
    assert (await anna.get(PATH)).json() == RULE | {"kinds": kinds, "language": "en"}


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Europe/Nowhere"},
        {"time_zone": "Europe"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Москва"},
        {"time_zone": "a" * 65},
        {"time_zone": ""},
        {"quiet_hours": {"begin": "24:00", "end": "09:00"}},
        {"quiet_hours": {"begin": "9:00", "end": "10:00"}},
        {"quiet_hours": {"begin": "23:00"}},
        {"kinds": {"session_invited": "sms"}},
        {"kinds": {"birthday": "app"}},
        {"language": "de"},
        {"telegram": None},
        {"sound": True},
        [],
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_set(phone: Phone, unchanged: Unchanged, body: Any) -> None:
    anna = await phone("Анна")
    async with unchanged():
        assert refusal(await anna.put(PATH, json=body)) == (400, "payload_invalid")


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("notification_set_settings") as client:
        assert refusal(await client.put(PATH, json={})) == (401, "not_signed_in")
