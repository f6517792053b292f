"""The last tests of every run: no log that the run has written holds a token, init data, a key or a password."""

import json
from uuid import UUID

import httpx
import pytest

from common import auth, telegram
from infra import keys
from infra.local import players
from infra.local.runner import Runner
from tests import log_watch

PEM, _ = auth.generate_keys()
SECRETS = {
    "a signed token": auth.Issuer(PEM).issue(UUID(int=1), UUID(int=2)),
    "a refresh token": "q3_Zk-" + "a1B" * 12 + "9",
    "an Authorization header": "Authorization: Bearer 0123456789",
    "a private key": PEM,
    "init data": telegram.sign({"auth_date": "1767225600", "user": "{}"}, "1:1"),
    "a bot token": "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ",
    "a password in an address": "postgresql://artel:hush@127.0.0.1/artel",
}
HARMLESS = (
    "POST /api/v1/games/01a21098-7c18-7547-a4e1-49b6fd35e1b0/events 201 in 15.4 ms",
    "deny-list is away, read allowed: Error 111 connecting to 127.0.0.1:16379. Connection refused.",
    "test_a_function_that_is_called_like_this_one_here",
    "common.web.envelope:__call__:55",
    "cookie hash           : 1WHbHtSWr9qzIZN7Ox+8Zw==",
    "redis://127.0.0.1:20306/0",
)


@pytest.mark.parametrize("kind", log_watch.SHAPES)
def test_the_watch_knows_a_secret_when_it_sees_one(kind: str) -> None:
    assert any(hit.startswith(kind) for hit in log_watch.found(f"INFO something {SECRETS[kind]} happened"))
    assert not any(SECRETS[kind] in hit for hit in log_watch.found(SECRETS[kind]))


@pytest.mark.parametrize("line", HARMLESS)
def test_the_watch_is_not_afraid_of_what_logs_are_full_of(line: str) -> None:
    assert log_watch.found(line) == []


async def use_everything_wrongly_and_rightly(product: Runner) -> list[str]:
    """A sign-in with all that can go wrong about it, over the wire; returns the secrets that were sent."""
    launch = players.init_data(9001, "Анна", product.config.bot_token)
    async with httpx.AsyncClient(base_url=f"{product.config.url}/api/v1/", timeout=30) as client:
        tokens = (await client.post("auth/telegram", json={"init_data": launch})).json()
        await client.post("auth/telegram", json={"init_data": launch[:-1]})
        await client.post("auth/telegram", content=json.dumps({"init_data": launch})[:-1])
        await client.get("me", headers={"Authorization": f"Bearer {tokens['access_token']}x"})
        client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        await client.get("me", params={"access_token": tokens["access_token"], "init_data": launch})
        refreshed = (await client.post("auth/refresh", json={"refresh_token": tokens["refresh_token"]})).json()
        await client.post("auth/refresh", json={"refresh_token": tokens["refresh_token"]}, headers={"User-Agent": "x"})
        assert (await client.get("me/export")).status_code == 401
        signed_in = (await client.post("auth/telegram", json={"init_data": launch})).json()
        client.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        assert (await client.get("me/export")).status_code == 200
        assert (await client.delete("me")).status_code == 204
    return [each[name] for each in (tokens, refreshed, signed_in) for name in ("access_token", "refresh_token")]


async def test_what_a_product_was_sent_and_keeps_is_in_no_log(
    product: Runner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sent = await use_everything_wrongly_and_rightly(product)
    private, _ = keys.read(product.config.keys)
    password = (product.config.data / "postgres" / "password").read_text(encoding="utf-8")
    known = [*sent, product.config.bot_token, password, *private.splitlines()[1:-1]]

    logs = log_watch.logs(tmp_path_factory.getbasetemp())
    written = {path: log_watch.text_of(path) for path in logs}
    by_name = {path.stem: text for path, text in written.items() if path.is_relative_to(product.config.logs)}
    for function in ("auth_telegram", "auth_refresh", "player_export", "player_erase"):
        assert "/api/v1/" in by_name[function], f"{function} has logged nothing: this test would see nothing"
    assert [str(path) for path, text in written.items() if any(secret in text for secret in known)] == []


def test_no_log_of_this_run_holds_what_looks_like_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    logs = log_watch.logs(tmp_path_factory.getbasetemp())
    assert {str(path): hits for path in logs if (hits := log_watch.found(log_watch.text_of(path)))} == {}
