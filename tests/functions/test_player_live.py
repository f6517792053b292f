"""GET /me/live, upgraded to a WebSocket"""

from collections.abc import AsyncIterator

import pytest
from valkey.asyncio import Valkey as Client

from common.db import Database
from common.live import hub
from common.live.announcements import Announcements
from common.settings import Settings
from tests.functions.conftest import Phone, SignIn
from tests.functions.evening import Gateway, Json, Person, refusal
from tests.functions.instances import Board, instance, knock, listen
from tests.functions.notified import tell


@pytest.fixture(scope="module")
async def address(settings: Settings) -> AsyncIterator[str]:
    async with instance(settings) as address:
        yield address


async def opened(address: str, person: Person, **query: object) -> Board:
    return Board(await listen(address, "me/live", person.access_token, **query))


async def push(settings: Settings, person: Person) -> None:
    """As notification_push does."""
    announced = Announcements()
    announced.notified(person.id)
    async with Client.from_url(settings.valkey_url) as valkey:
        await announced.publish(valkey)


def brief(message: Json) -> tuple[str, int, int]:
    return message["t"], message["version"], message["unread"]


async def test_what_one_is_told_comes_at_once_on_every_device(
    address: str, settings: Settings, sign_in: SignIn, phone: Phone, database: Database
) -> None:
    anna = await sign_in("Анна")
    await tell(database, anna.id, "1")
    async with await opened(address, anna) as one, await opened(address, anna) as other:
        for device in (one, other):
            assert await device.receive() == {"t": "hello", "version": 1, "unread": 1}
        await tell(database, anna.id, "2")
        await push(settings, anna)
        (newest, _) = (await (await phone(person=anna)).get("notifications")).json()["items"]
        for device in (one, other):
            assert await device.receive() == {"t": "notification", "version": 2, "unread": 2, "notification": newest}

        await (await phone(person=anna)).post("notifications/read", json={"up_to": 2})
        for device in (one, other):
            assert await device.receive() == {"t": "unread", "version": 2, "unread": 0}


async def test_who_comes_back_gets_what_he_has_missed_or_is_asked_to_fetch(
    address: str, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    await tell(database, anna.id, *map(str, range(1, 22)))
    async with await opened(address, anna, since=19) as board:
        assert [brief(await board.receive()) for _ in range(3)] == [
            ("hello", 21, 21),
            ("notification", 20, 21),
            ("notification", 21, 21),
        ]
    async with await opened(address, anna, since=0) as board:
        assert [brief(await board.receive()) for _ in range(2)] == [("hello", 21, 21), ("resync", 21, 21)]


async def test_what_nobody_has_pushed_is_found_by_the_sweep(
    address: str, sign_in: SignIn, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 0.05)
    boris = await sign_in("Борис")
    async with await opened(address, boris) as board:
        await board.next("hello")
        await tell(database, boris.id, "1")
        assert brief(await board.next("notification")) == ("notification", 1, 1)


async def test_a_stranger_and_another_sites_page_are_refused(gateway: Gateway, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    assert refusal(await knock(gateway, "/api/v1/me/live", "")) == (401, "not_signed_in")
    answer = await knock(gateway, "/api/v1/me/live", anna.access_token, origin="https://elsewhere.test")
    assert refusal(answer) == (403, "origin_not_allowed")
