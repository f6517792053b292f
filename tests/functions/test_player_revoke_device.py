"""DELETE /me/devices/{id}"""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from valkey.asyncio import Valkey as Client

from common.db import Database
from common.settings import Settings
from infra.local.services import Valkey
from tests.functions.conftest import Call, Phone, SignIn, Unchanged
from tests.functions.evening import refusal
from tests.functions.test_player_list_devices import ANDROID, IPHONE, devices, signed_in


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def id_of(nobody: httpx.AsyncClient, tokens: dict[str, Any], name: str) -> str:
    (found,) = [each["id"] for each in await devices(nobody, tokens) if each["name"] == name]
    return str(found)


async def revoke(nobody: httpx.AsyncClient, tokens: dict[str, Any], device: str) -> httpx.Response:
    return await nobody.delete(f"me/devices/{device}", headers=bearer(tokens))


async def test_every_token_of_the_device_ends_and_the_others_go_on(
    nobody: httpx.AsyncClient, settings: Settings
) -> None:
    lost = [await signed_in(nobody, settings, IPHONE) for _ in range(2)]
    kept = await signed_in(nobody, settings, ANDROID)
    answer = await revoke(nobody, kept, await id_of(nobody, kept, "iPhone"))
    assert (answer.status_code, answer.content) == (204, b"")
    for tokens in lost:
        assert refusal(await nobody.get("me", headers=bearer(tokens))) == (401, "token_revoked")
        refreshed = await nobody.post("auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert refusal(refreshed) == (401, "refresh_invalid")
    assert [each["current"] for each in await devices(nobody, kept)] == [True]


async def test_it_can_be_said_twice(nobody: httpx.AsyncClient, settings: Settings, unchanged: Unchanged) -> None:
    await signed_in(nobody, settings, IPHONE)
    kept = await signed_in(nobody, settings, ANDROID)
    device = await id_of(nobody, kept, "iPhone")
    await revoke(nobody, kept, device)
    async with unchanged():
        assert (await revoke(nobody, kept, device)).status_code == 204


async def test_ones_own_device_may_be_ended_too(nobody: httpx.AsyncClient, settings: Settings) -> None:
    own = await signed_in(nobody, settings, IPHONE)
    assert (await revoke(nobody, own, await id_of(nobody, own, "iPhone"))).status_code == 204
    assert refusal(await nobody.get("me", headers=bearer(own))) == (401, "token_revoked")
    again = await signed_in(nobody, settings, IPHONE)
    assert (await nobody.get("me", headers=bearer(again))).status_code == 200


async def test_devices_of_others_and_of_nobody_are_not_there(
    nobody: httpx.AsyncClient, settings: Settings, phone: Phone, unchanged: Unchanged
) -> None:
    anna = await signed_in(nobody, settings, IPHONE)
    device = await id_of(nobody, anna, "iPhone")
    boris = await phone("Борис")
    async with unchanged():
        for unknown in (device, uuid4()):
            assert refusal(await boris.delete(f"me/devices/{unknown}")) == (404, "not_found")
    assert (await nobody.get("me", headers=bearer(anna))).status_code == 200


@pytest.mark.parametrize("device", ["1", "me", "x" * 36, "%00", "..%2f..", "00000000-0000-0000-0000-00000000000g"])
async def test_what_is_no_id_is_not_there(call: Call, sign_in: SignIn, unchanged: Unchanged, device: str) -> None:
    async with call("player_revoke_device", me=await sign_in("Анна")) as client, unchanged():
        assert refusal(await client.delete(f"me/devices/{device}")) == (404, "not_found")


async def test_a_valkey_that_cannot_write_leaves_nothing_half_done(
    nobody: httpx.AsyncClient, settings: Settings, valkey: Valkey, database: Database
) -> None:
    await signed_in(nobody, settings, IPHONE)
    kept = await signed_in(nobody, settings, ANDROID)
    device = await id_of(nobody, kept, "iPhone")
    async with Client.from_url(valkey.url) as operator:
        await operator.config_set("maxmemory", "1")
        try:
            assert refusal(await revoke(nobody, kept, device)) == (503, "unavailable")
        finally:
            await operator.config_set("maxmemory", "0")
    assert await database.fetchval("SELECT count(*) FROM sign_ins WHERE revoked_at IS NOT NULL") == 0
    assert (await revoke(nobody, kept, device)).status_code == 204


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_revoke_device") as client:
        assert refusal(await client.delete(f"me/devices/{uuid4()}")) == (401, "not_signed_in")
