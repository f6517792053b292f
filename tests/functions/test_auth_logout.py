"""POST /auth/logout"""

import httpx
from valkey.asyncio import Valkey as Client

from common.db import Database
from common.settings import Settings
from infra.local.services import Valkey
from tests.functions.conftest import Phone, SignIn, init_data
from tests.functions.evening import refusal


async def signed_in(nobody: httpx.AsyncClient, settings: Settings) -> dict[str, str]:
    answer = await nobody.post("auth/telegram", json={"init_data": init_data(settings)})
    tokens: dict[str, str] = answer.json()
    return tokens


def bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def test_the_access_token_is_refused_from_then_on_everywhere(sign_in: SignIn, phone: Phone) -> None:
    anna = await phone(person=await sign_in("Анна"))
    answer = await anna.post("auth/logout")
    assert (answer.status_code, answer.content) == (204, b"")
    for path in ("me", "sessions", "templates"):
        assert refusal(await anna.get(path)) == (401, "token_revoked")
    assert refusal(await anna.post("sessions", json={})) == (401, "token_revoked")
    assert refusal(await anna.post("auth/logout")) == (401, "token_revoked")


async def test_the_refresh_token_ends_with_it(nobody: httpx.AsyncClient, sign_in: SignIn, phone: Phone) -> None:
    person = await sign_in("Анна")
    await (await phone(person=person)).post("auth/logout", json={"everywhere": False})
    answer = await nobody.post("auth/refresh", json={"refresh_token": person.refresh_token})
    assert refusal(answer) == (401, "refresh_invalid")


async def test_one_sign_in_ends_and_the_others_go_on(nobody: httpx.AsyncClient, settings: Settings) -> None:
    phone, tablet = await signed_in(nobody, settings), await signed_in(nobody, settings)
    await nobody.post("auth/logout", headers=bearer(phone))
    assert refusal(await nobody.get("me", headers=bearer(phone))) == (401, "token_revoked")
    assert (await nobody.get("me", headers=bearer(tablet))).status_code == 200


async def test_everywhere_ends_them_all(nobody: httpx.AsyncClient, settings: Settings) -> None:
    phone, tablet = await signed_in(nobody, settings), await signed_in(nobody, settings)
    answer = await nobody.post("auth/logout", json={"everywhere": True}, headers=bearer(phone))
    assert answer.status_code == 204
    for device in (phone, tablet):
        assert refusal(await nobody.get("me", headers=bearer(device))) == (401, "token_revoked")
        refreshed = await nobody.post("auth/refresh", json={"refresh_token": device["refresh_token"]})
        assert refusal(refreshed) == (401, "refresh_invalid")
    assert (await nobody.get("me", headers=bearer(await signed_in(nobody, settings)))).status_code == 200


async def test_a_valkey_that_cannot_write_leaves_nothing_half_done(
    nobody: httpx.AsyncClient, settings: Settings, valkey: Valkey, database: Database
) -> None:
    phone, tablet = await signed_in(nobody, settings), await signed_in(nobody, settings)
    everywhere = {"json": {"everywhere": True}, "headers": bearer(phone)}
    async with Client.from_url(valkey.url) as operator:
        await operator.config_set("maxmemory", "1")
        try:
            answer = await nobody.post("auth/logout", **everywhere)
        finally:
            await operator.config_set("maxmemory", "0")
    assert refusal(answer) == (503, "unavailable")
    assert await database.fetchval("SELECT count(*) FROM sign_ins WHERE revoked_at IS NOT NULL") == 0
    assert (await nobody.post("auth/logout", **everywhere)).status_code == 204
    assert refusal(await nobody.get("me", headers=bearer(tablet))) == (401, "token_revoked")
