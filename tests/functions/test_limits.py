"""How much is enough: 429 and its Retry-After, at the routes"""

import asyncio
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from common import limits
from common.limits import Limit
from common.live import hub
from common.settings import Settings
from tests.functions.conftest import Begin, Phone, SignIn
from tests.functions.evening import Gateway, client, refusal
from tests.functions.instances import SECONDS, Board, instance, knock, watch

SLOW = Limit(0.01, 3)
"""Three at once, and then one in a hundred seconds: no test is slow enough to be given another."""


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch):
    """`slow("player")`: this limit is low."""

    def slowed(kind: limits.Kind) -> None:
        monkeypatch.setitem(limits.LIMITS, kind, SLOW)

    return slowed


def waits(answer: httpx.Response) -> bool:
    assert refusal(answer) == (429, "too_many_requests")
    return 90 < int(answer.headers["retry-after"]) <= 100


async def test_a_player_who_asks_too_much_is_told_how_long_to_wait(phone: Phone, slow) -> None:
    slow("player")
    anna, boris = await phone("Анна"), await phone("Борис")
    assert [(await anna.get(path)).status_code for path in ("me", "sessions", "templates")] == [200] * 3
    assert waits(await anna.get("me"))
    assert waits(await anna.post("sessions", json={}))
    assert (await boris.get("me")).status_code == 200


async def test_whoever_asks_too_much_opens_no_socket_either(gateway: Gateway, sign_in: SignIn, slow) -> None:
    slow("player")
    token = (await sign_in()).access_token
    path = f"/api/v1/sessions/{uuid4()}/live"
    assert [refusal(await knock(gateway, path, token)) for _ in range(3)] == [(404, "not_found")] * 3
    assert waits(await knock(gateway, path, token))


async def test_public_routes_are_limited_by_the_address_that_the_gateway_names(nobody: httpx.AsyncClient, slow) -> None:
    slow("address")
    home, club = {"X-Real-IP": "2001:db8:1:2::1"}, {"X-Real-IP": "203.0.113.99"}
    neighbour = {"X-Real-IP": "2001:db8:1:2::ffff"}
    for path, body in (("auth/telegram", {"init_data": "x"}), ("auth/refresh", {"refresh_token": "x"})) * 2:
        last = await nobody.post(path, json=body, headers=home)
    assert waits(last)
    assert waits(await nobody.post("auth/refresh", json={"refresh_token": "x"}, headers=neighbour))
    assert refusal(await nobody.post("auth/refresh", json={"refresh_token": "x"}, headers=club))[0] == 401


async def test_what_the_client_says_about_its_address_is_not_asked(nobody: httpx.AsyncClient, slow) -> None:
    slow("address")
    for number in range(4):
        said = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
        headers = said | {"X-Real-IP": "192.0.2.55"}
        last = await nobody.post("auth/refresh", json={"refresh_token": "x"}, headers=headers)
    assert waits(last)


async def test_the_taps_of_a_game_are_limited_for_all_its_people_together(begin: Begin, slow) -> None:
    evening = await begin("Анна", "Борис", scorers="everyone")
    match = await evening.start()
    slow("taps")
    for name in ("Анна", "Борис", "Анна"):
        assert (await match.pot("Анна", by=name)).status_code == 201
    assert waits(await match.pot("Анна", by="Борис"))
    # Only taps: the game can be looked at, and finished.
    assert (await match.show())["version"] == 3
    assert (await match.finish()).status_code == 200


async def test_codes_cannot_be_tried_out(phone: Phone, slow) -> None:
    slow("codes")
    anna = await phone()
    for _ in range(3):
        assert refusal(await anna.post("sessions/join", json={"code": "AAAAAA"})) == (404, "code_unknown")
    assert waits(await anna.post("sessions/join", json={"code": "AAAAAA"}))
    assert (await anna.get("me")).status_code == 200


async def test_telegram_is_not_asked_for_messages_in_a_loop(begin: Begin, slow) -> None:
    slow("shares")
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    anna, boris = evening.phones.values()
    for _ in range(3):
        assert refusal(await anna.post(f"games/{match.id}/share")) == (409, "nothing_to_share")
    assert waits(await anna.post(f"games/{match.id}/share"))
    assert refusal(await boris.post(f"games/{match.id}/share")) == (409, "nothing_to_share")
    assert (await anna.get("me")).status_code == 200


async def test_a_load_test_may_switch_the_limits_off(settings: Settings, sign_in: SignIn, slow) -> None:
    slow("player")
    anna = await sign_in()
    unlimited = Gateway(replace(settings, rate_limits="off"))
    async with unlimited.open(), client(unlimited, anna.access_token) as phone:
        assert [(await phone.get("me")).status_code for _ in range(5)] == [200] * 5
        assert (await phone.post("auth/logout")).status_code == 204
        assert refusal(await phone.get("me")) == (401, "token_revoked")


async def test_a_player_has_so_many_sockets_and_no_more(
    begin: Begin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SOCKETS_PER_PLAYER", 2)
    evening = await begin("Анна", "Борис")
    anna, boris = (evening.people[name].access_token for name in ("Анна", "Борис"))
    async with (
        instance(settings) as address,
        await watch(address, evening.id, anna) as first,
        await watch(address, evening.id, anna),
        await watch(address, evening.id, boris) as other,
    ):
        await other.next("hello")
        with pytest.raises(InvalidStatus) as refused:
            await watch(address, evening.id, anna)
        assert refused.value.response.status_code == 429
        await first.socket.close()
        async with asyncio.timeout(SECONDS):
            # The place is free as soon as the server has seen the end of the socket that held it.
            while not (third := await admitted(address, evening.id, anna)):
                pass
        async with third:
            assert (await third.next("hello"))["version"] == 2


async def admitted(address: str, session_id: str, token: str) -> Board | None:
    try:
        return await watch(address, session_id, token)
    except InvalidStatus:
        return None


async def test_a_socket_that_floods_us_is_cut(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна")
    async with (
        instance(settings) as address,
        await watch(address, evening.id, evening.people["Анна"].access_token) as board,
    ):
        for _ in range(limits.MESSAGES.burst + 5):
            await board.socket.send('{"t":"ping"}')
        assert await board.closed() == 1008


@pytest.mark.parametrize("path", ["me?x=" + "y" * limits.MAX_ADDRESS_BYTES, "m" * limits.MAX_ADDRESS_BYTES])
async def test_an_address_has_an_end(gateway: Gateway, sign_in: SignIn, path: str) -> None:
    async with client(gateway.apps["player_show_me"], (await sign_in()).access_token) as phone:
        assert refusal(await phone.get(path)) == (414, "address_too_long")


async def test_headers_have_an_end(phone: Phone) -> None:
    anna = await phone()
    answer = await anna.get("me", headers={"X-Long": "x" * limits.MAX_HEADER_BYTES})
    assert refusal(answer) == (431, "headers_too_large")


async def test_a_handshake_has_the_same_ends(gateway: Gateway, sign_in: SignIn) -> None:
    token = (await sign_in()).access_token
    path = f"/api/v1/sessions/{uuid4()}/live"
    answer = await knock(gateway, path, token, cookie="x" * limits.MAX_HEADER_BYTES)
    assert refusal(answer) == (431, "headers_too_large")
