"""GET /me/devices"""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from common.db import Database
from common.settings import Settings
from common.web.client import device
from tests.functions.conftest import Call, SignIn, init_data
from tests.functions.evening import refusal

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile "
    "Safari/537.36 Telegram-Android/11.3.3 (Samsung SM-G991B; Android 14; SDK 34; HIGH)"
)


async def signed_in(nobody: httpx.AsyncClient, settings: Settings, agent: str) -> dict[str, Any]:
    """Another launch of the app by the same person."""
    headers = {"User-Agent": agent}
    answer = await nobody.post("auth/telegram", json={"init_data": init_data(settings)}, headers=headers)
    tokens: dict[str, Any] = answer.json()
    return tokens


async def devices(nobody: httpx.AsyncClient, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await nobody.get("me/devices", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert answer.status_code == 200
    assert answer.json().keys() == {"items", "next_cursor"}
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_each_client_is_one_device_however_often_the_app_was_opened(
    nobody: httpx.AsyncClient, settings: Settings
) -> None:
    await signed_in(nobody, settings, IPHONE)
    android = await signed_in(nobody, settings, ANDROID)
    iphone = await signed_in(nobody, settings, IPHONE)
    listed = await devices(nobody, iphone)
    assert [(each["name"], each["current"]) for each in listed] == [
        ("iPhone", True),
        ("Telegram · Samsung SM-G991B", False),
    ]
    assert listed[0].keys() == {"id", "name", "created_at", "last_seen_at", "current"}
    assert datetime.fromisoformat(listed[0]["created_at"]) < datetime.fromisoformat(listed[0]["last_seen_at"])
    assert [each["current"] for each in await devices(nobody, android)] == [False, True]


async def test_a_refresh_is_a_sign_of_life(nobody: httpx.AsyncClient, settings: Settings, database: Database) -> None:
    android = await signed_in(nobody, settings, ANDROID)
    iphone = await signed_in(nobody, settings, IPHONE)
    await database.execute("UPDATE sign_ins SET last_seen_at = last_seen_at - $1::interval", timedelta(days=1))
    await nobody.post("auth/refresh", json={"refresh_token": android["refresh_token"]}, headers={"User-Agent": ANDROID})
    assert [each["name"] for each in await devices(nobody, iphone)] == ["Telegram · Samsung SM-G991B", "iPhone"]


async def test_what_can_no_longer_be_refreshed_is_no_device(
    nobody: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    await signed_in(nobody, settings, ANDROID)
    await database.execute("UPDATE refresh_tokens SET expires_at = now()")
    other = await signed_in(nobody, settings, "curl/8.9")
    await nobody.post("auth/logout", headers={"Authorization": f"Bearer {other['access_token']}"})
    iphone = await signed_in(nobody, settings, IPHONE)
    assert [each["name"] for each in await devices(nobody, iphone)] == ["iPhone"]


async def test_nobody_sees_the_devices_of_others(
    call: Call, nobody: httpx.AsyncClient, settings: Settings, sign_in: SignIn
) -> None:
    await signed_in(nobody, settings, ANDROID)
    async with call("player_list_devices", me=await sign_in("Борис")) as client:
        (own,) = (await client.get("me/devices")).json()["items"]
    assert (own["name"], own["current"]) == ("", True)


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_list_devices") as client:
        assert refusal(await client.get("me/devices")) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (IPHONE, "iPhone"),
        (ANDROID, "Telegram · Samsung SM-G991B"),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1",
            "Safari · iPad",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari · macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130.0 YaBrowser/24.10 Safari/537.36", "Yandex · ChromeOS"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Telegram-Android/11.3.3", "Telegram · Android"),
        ("Telegram-iOS/11.2 (iPhone15,2; iOS 18.1)", "Telegram · iPhone15,2"),
        ("Telegram-Android/11.3.3 (<script>alert(1)</script>; Android 14)", "Telegram · Android"),
        ("curl/8.9", ""),
        ("", ""),
    ],
)
def test_a_device_has_a_name_that_its_owner_knows(agent: str, name: str) -> None:
    assert device(agent) == name
