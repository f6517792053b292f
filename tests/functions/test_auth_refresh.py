"""POST /auth/refresh"""

import asyncio
from datetime import timedelta

import httpx
import pytest

from common import auth
from common.auth import GRACE_SECONDS
from common.db import Database
from common.store import players
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


async def long_ago(database: Database) -> None:
    """Let the grace of every used token pass."""
    await database.execute(
        "UPDATE refresh_tokens SET used_at = used_at - $1::interval", timedelta(seconds=GRACE_SECONDS)
    )


async def family_ended(nobody: httpx.AsyncClient, *tokens: str) -> None:
    """Neither these access tokens nor a refresh token of the family open anything any more."""
    for token in tokens:
        nobody.headers["Authorization"] = f"Bearer {token}"
        assert refusal(await nobody.get("me")) == (401, "token_revoked")


async def test_a_token_used_twice_ends_its_whole_family(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    following = (await refresh(nobody, anna.refresh_token)).json()
    await long_ago(database)
    assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_reused")
    assert refusal(await refresh(nobody, following["refresh_token"])) == (401, "refresh_invalid")
    await family_ended(nobody, anna.access_token, following["access_token"])


async def test_a_lost_answer_is_given_again_with_the_same_next_token(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    answers = [(await refresh(nobody, anna.refresh_token)).json() for _ in range(3)]
    assert len({answer["refresh_token"] for answer in answers}) == 1
    assert len({answer["access_token"] for answer in answers}) == 3
    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 2
    assert (await refresh(nobody, answers[0]["refresh_token"])).status_code == 200
    nobody.headers["Authorization"] = f"Bearer {answers[1]['access_token']}"
    assert (await nobody.get("me")).status_code == 200


async def test_another_client_has_lost_no_answer(nobody: httpx.AsyncClient, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    following = (await refresh(nobody, anna.refresh_token)).json()
    nobody.headers["User-Agent"] = "somebody else"
    assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_reused")
    assert refusal(await refresh(nobody, following["refresh_token"])) == (401, "refresh_invalid")
    await family_ended(nobody, anna.access_token, following["access_token"])


async def test_who_has_used_the_next_token_has_lost_no_answer(nobody: httpx.AsyncClient, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    following = (await refresh(nobody, anna.refresh_token)).json()
    last = (await refresh(nobody, following["refresh_token"])).json()
    assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_reused")
    assert refusal(await refresh(nobody, last["refresh_token"])) == (401, "refresh_invalid")
    await family_ended(nobody, anna.access_token, following["access_token"], last["access_token"])


async def test_a_thief_as_fast_as_its_owner_is_found_out_at_the_next_use(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    stolen = (await refresh(nobody, anna.refresh_token)).json()
    owned = (await refresh(nobody, anna.refresh_token)).json()
    assert stolen["refresh_token"] == owned["refresh_token"]
    await refresh(nobody, stolen["refresh_token"])
    await long_ago(database)
    assert refusal(await refresh(nobody, owned["refresh_token"])) == (401, "refresh_reused")
    await family_ended(nobody, stolen["access_token"], owned["access_token"])


async def test_no_answer_is_given_again_after_signing_out(
    nobody: httpx.AsyncClient, sign_in: SignIn, phone: Phone
) -> None:
    anna = await sign_in("Анна")
    await refresh(nobody, anna.refresh_token)
    await (await phone(person=anna)).post("auth/logout")
    assert refusal(await refresh(nobody, anna.refresh_token)) == (401, "refresh_reused")


async def test_other_sign_ins_of_the_player_go_on(
    nobody: httpx.AsyncClient, sign_in: SignIn, phone: Phone, database: Database
) -> None:
    anna, boris = await sign_in("Анна"), await sign_in("Борис")
    await refresh(nobody, anna.refresh_token)
    await long_ago(database)
    await refresh(nobody, anna.refresh_token)
    assert (await refresh(nobody, boris.refresh_token)).status_code == 200
    assert (await (await phone(person=boris)).get("me")).status_code == 200


async def test_of_many_at_once_all_get_the_one_next_token(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    answers = await asyncio.gather(*(refresh(nobody, anna.refresh_token) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    (following,) = {answer.json()["refresh_token"] for answer in answers}
    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 2
    assert (await refresh(nobody, following)).status_code == 200


async def test_of_two_clients_at_once_one_wins_and_the_other_ends_the_family(
    nobody: httpx.AsyncClient, sign_in: SignIn
) -> None:
    anna = await sign_in("Анна")
    body = {"refresh_token": anna.refresh_token}
    clients = [nobody.post("auth/refresh", json=body, headers={"User-Agent": name}) for name in ("Safari", "curl")]
    answers = await asyncio.gather(*clients)
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    won = next(answer for answer in answers if answer.status_code == 200).json()
    assert refusal(await refresh(nobody, won["refresh_token"])) == (401, "refresh_invalid")
    await family_ended(nobody, won["access_token"])


async def test_a_family_that_is_being_ended_gets_no_further_token(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    async with database.transaction() as db:
        await players.revoke(db, anna.id, anna.sign_in_id, everywhere=False)
        waiting = asyncio.create_task(refresh(nobody, anna.refresh_token))
        while not await database.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not waiting.done()
            await asyncio.sleep(0.01)  # between two looks
    assert refusal(await waiting) == (401, "refresh_invalid")
    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 1


async def test_the_database_alone_makes_no_token(
    nobody: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    following = (await refresh(nobody, anna.refresh_token)).json()["refresh_token"]
    rows = await database.fetch("SELECT * FROM refresh_tokens JOIN sign_ins ON sign_ins.id = sign_in_id")
    kept = [value for row in rows for value in row.values() if isinstance(value, bytes)]
    assert {auth.sha256(anna.refresh_token), auth.sha256(following)} <= set(kept)
    # What can be made of all that is there, as the code makes tokens, is no token that is good for anything.
    for used in kept:
        for salt in kept:
            for spelling in (used.hex(), used.decode("latin-1")):
                assert refusal(await refresh(nobody, auth.following(spelling, salt).secret)) == (401, "refresh_invalid")


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
