"""POST /auth/refresh"""

import asyncio

import httpx
import pytest

from common.db import Database
from tests.functions.conftest import Call, Phone, SignIn, Unchanged
from tests.functions.evening import refusal


async def refresh(nobody: httpx.AsyncClient, token: str) -> httpx.Response:
    return await nobody.post("auth/refresh", json={"refresh_token": token})


async def test_a_refresh_token_is_exchanged_for_the_next(call: Call, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    async with call("auth_refresh") as client:
        answer = await refresh(client, anna.refresh_token)
        assert answer.status_code == 200
        signed_in = answer.json()
        assert signed_in.keys() == {"access_token", "token_type", "expires_in", "refresh_token", "player"}
        assert signed_in["player"]["id"] == str(anna.id)
        assert signed_in["refresh_token"] != anna.refresh_token
        assert (await refresh(client, signed_in["refresh_token"])).status_code == 200


async def test_a_token_used_twice_ends_its_whole_family(
    nobody: httpx.AsyncClient, sign_in: SignIn, phone: Phone
) -> None:
    anna = await sign_in("Анна")
    following = (await refresh(nobody, anna.refresh_token)).json()
    assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_reused")
    assert refusal(await refresh(nobody, following["refresh_token"])) == (401, "refresh_invalid")
    for token in (anna.access_token, following["access_token"]):
        nobody.headers["Authorization"] = f"Bearer {token}"
        assert refusal(await nobody.get("me")) == (401, "token_revoked")


async def test_other_sign_ins_of_the_player_go_on(nobody: httpx.AsyncClient, sign_in: SignIn, phone: Phone) -> None:
    anna, boris = await sign_in("Анна"), await sign_in("Борис")
    await refresh(nobody, anna.refresh_token)
    await refresh(nobody, anna.refresh_token)
    assert (await refresh(nobody, boris.refresh_token)).status_code == 200
    assert (await (await phone(person=boris)).get("me")).status_code == 200


async def test_of_two_at_once_one_wins_and_the_other_ends_the_family(
    nobody: httpx.AsyncClient, sign_in: SignIn
) -> None:
    anna = await sign_in("Анна")
    answers = await asyncio.gather(*(refresh(nobody, anna.refresh_token) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    won = next(answer for answer in answers if answer.status_code == 200).json()
    assert refusal(await refresh(nobody, won["refresh_token"])) == (401, "refresh_invalid")


async def test_an_expired_token_is_refused(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database, unchanged: Unchanged
) -> None:
    anna = await sign_in("Анна")
    await database.execute("UPDATE refresh_tokens SET expires_at = now()")
    async with unchanged():
        assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_invalid")


@pytest.mark.parametrize("token", ["", "unknown", "x" * 60_000, "ключ", "' OR true --"])
async def test_an_unknown_token_is_refused(nobody: httpx.AsyncClient, unchanged: Unchanged, token: str) -> None:
    async with unchanged():
        assert refusal(await refresh(nobody, token)) == (401, "refresh_invalid")


async def test_an_access_token_refreshes_nothing(
    nobody: httpx.AsyncClient, sign_in: SignIn, unchanged: Unchanged
) -> None:
    anna = await sign_in("Анна")
    async with unchanged():
        assert refusal(await refresh(nobody, anna.access_token)) == (401, "refresh_invalid")
