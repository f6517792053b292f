"""PostgreSQL or Valkey away: 503, nothing half-done, and back to work as soon as they are back"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from common.db import Database
from common.settings import Settings
from infra import migrate
from infra.local.services import Postgres, Service, Valkey
from tests.functions.conftest import init_data
from tests.functions.evening import Gateway, Json, client, refusal


async def kill(service: Service) -> None:
    assert service.process
    os.kill(service.process.pid, signal.SIGKILL)
    await service.died()


@pytest.fixture(scope="module")
async def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Postgres]:
    """One that a test may kill; durable, because what it acknowledges must outlive it."""
    async with Postgres(tmp_path_factory.mktemp("own") / "postgres") as running:
        await migrate.upgrade(running.url)
        yield running


@pytest.fixture(scope="module")
async def own_valkey(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Valkey]:
    async with Valkey(tmp_path_factory.mktemp("own") / "valkey") as running:
        yield running


@pytest.fixture(scope="module")
def own_settings(settings: Settings, own_postgres: Postgres, own_valkey: Valkey) -> Settings:
    return replace(settings, database_url=own_postgres.url, valkey_url=own_valkey.url)


@pytest.fixture
async def anna(own_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Someone signed in where the services may die."""
    async with Gateway(own_settings).open() as gateway, client(gateway) as opened:
        answer = await opened.post("auth/telegram", json={"init_data": init_data(own_settings)})
        opened.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield opened


async def playing(anna: httpx.AsyncClient) -> Json:
    """A game of Anna against a guest."""
    session = (await anna.post("sessions", json={})).json()
    await anna.post(f"sessions/{session['id']}/guests", json={"display_name": "Гость"})
    game: Json = (await anna.post(f"sessions/{session['id']}/games")).json()
    return game


async def test_a_database_killed_in_the_middle_loses_nothing_it_acknowledged(
    anna: httpx.AsyncClient, own_postgres: Postgres
) -> None:
    game = await playing(anna)
    taps = [{"id": str(uuid4()), "kind": "miss", "seat_id": game["turns"][0]} for _ in range(60)]
    path, few = f"games/{game['id']}/events", asyncio.Semaphore(4)

    async def tap(number: int) -> httpx.Response:
        async with few:
            if number == 20:
                await kill(own_postgres)
            return await anna.post(path, json=taps[number])

    try:
        answers = await asyncio.gather(*(tap(number) for number in range(60)))
        assert {answer.status_code for answer in answers} == {201, 503}
        assert {refusal(answer) for answer in answers if answer.status_code == 503} == {(503, "unavailable")}
        assert refusal(await anna.get("me")) == (503, "unavailable")
    finally:
        await own_postgres.start()

    kept = {event["id"] for event in (await anna.get(path)).json()["items"]}
    assert {answer.json()["event"]["id"] for answer in answers if answer.status_code == 201} <= kept
    # Every phone sends again what was not acknowledged, under the same ids.
    again = [await anna.post(path, json=tap) for tap in taps]
    assert {answer.status_code for answer in again} <= {200, 201}
    events = (await anna.get(path)).json()["items"]
    assert [event["version"] for event in events] == list(range(1, 61))
    assert {event["id"] for event in events} == {tap["id"] for tap in taps}


async def test_without_a_database_everything_says_come_back(
    anna: httpx.AsyncClient, own_postgres: Postgres, own_settings: Settings
) -> None:
    game = await playing(anna)
    await own_postgres.stop()
    try:
        for answer in (
            await anna.get(f"games/{game['id']}"),
            await anna.post(f"games/{game['id']}/finish"),
            await anna.post("sessions", json={}, headers={"Idempotency-Key": "k"}),
            await anna.post("auth/telegram", json={"init_data": init_data(own_settings)}),
            await anna.post("auth/logout"),
        ):
            assert refusal(answer) == (503, "unavailable")
        assert (await anna.get("auth/jwks")).status_code == 200
    finally:
        await own_postgres.start()
    assert (await anna.get(f"games/{game['id']}")).json() == game
    assert (await anna.post("sessions", json={}, headers={"Idempotency-Key": "k"})).status_code == 201


async def test_without_valkey_nothing_is_believed_and_nobody_signs_in(
    anna: httpx.AsyncClient, own_valkey: Valkey, own_settings: Settings, own_postgres: Postgres
) -> None:
    game = await playing(anna)
    opened = Database(own_postgres.url, name="tests")
    before = await opened.fetchval("SELECT count(*) FROM outbox")
    await kill(own_valkey)
    try:
        assert refusal(await anna.get("me")) == (503, "unavailable")
        assert refusal(await anna.post(f"games/{game['id']}/finish")) == (503, "unavailable")
        assert await opened.fetchval("SELECT count(*) FROM outbox") == before
        assert refusal(await anna.post("auth/telegram", json={"init_data": init_data(own_settings)}))[0] == 503
        assert (await anna.get("auth/jwks")).status_code == 200
    finally:
        await own_valkey.start()
        await opened.close()
    assert (await anna.post(f"games/{game['id']}/finish")).status_code == 200


async def test_reads_go_on_without_valkey_where_the_operator_said_so(
    anna: httpx.AsyncClient, own_valkey: Valkey, own_settings: Settings
) -> None:
    game = await playing(anna)
    await kill(own_valkey)
    try:
        token = anna.headers["Authorization"].removeprefix("Bearer ")
        reading = Gateway(replace(own_settings, denylist_fail="open"))
        async with reading.open(), client(reading, token) as reader:
            assert (await reader.get(f"games/{game['id']}")).json() == game
            assert refusal(await reader.post(f"games/{game['id']}/finish")) == (503, "unavailable")
            assert refusal(await reader.post("auth/logout")) == (503, "unavailable")
    finally:
        await own_valkey.start()


async def test_an_instance_is_ready_only_with_its_services(
    own_settings: Settings, own_valkey: Valkey, own_postgres: Postgres
) -> None:
    gateway = Gateway(own_settings)
    async with (
        gateway.open(),
        client(gateway.apps["game_finish"], address="http://artel.test/") as finish,
        client(gateway.apps["auth_jwks"], address="http://artel.test/") as jwks,
    ):
        assert (await finish.get("readyz")).status_code == 200
        await kill(own_valkey)
        assert (await finish.get("readyz")).status_code == 503
        assert (await finish.get("healthz")).status_code == 200
        assert (await jwks.get("readyz")).status_code == 200
        await own_valkey.start()
        assert (await finish.get("readyz")).status_code == 200
