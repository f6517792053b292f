"""The live board when something is lost, slow, revoked or killed"""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import pytest
from valkey.asyncio import Valkey as Client
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from common.live import hub
from common.live.channels import BOARDS, channel
from common.settings import Settings
from common.store import games
from common.store.statement import Executor
from common.web import sockets
from infra.local.services import Valkey
from tests.functions.conftest import Begin
from tests.functions.evening import client
from tests.functions.instances import instance, watch


@pytest.fixture
async def other_valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    """One that a test may kill."""
    async with Valkey(tmp_path / "valkey") as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sweeps and patience, only shorter."""
    monkeypatch.setattr(hub, "SWEEP_SECONDS", 0.1)
    monkeypatch.setattr(sockets, "SEND_SECONDS", 0.5)


async def test_a_lost_announcement_is_found_by_the_sweep(
    begin: Begin, settings: Settings, other_valkey: Valkey
) -> None:
    evening = await begin("Анна", "Борис")
    async with (
        instance(replace(settings, valkey_url=other_valkey.url)) as deaf,
        await watch(deaf, evening.id, evening.people["Борис"].access_token) as board,
    ):
        await board.next("hello")
        # Announced in the other Valkey, where this instance does not listen.
        match = await evening.start()
        assert (await board.next("board"))["board"]["game"] == match.started
        answer = await match.pot("Анна")
        assert (await board.next("event")).items() >= answer.json().items()


async def test_a_tap_between_two_looks_at_the_database_is_on_the_board_once(
    begin: Begin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    unhurried = games.current

    async def overtaken(db: Executor, session_id: UUID) -> games.Game | None:
        """The session has been read and the game has not: now somebody pots a ball."""
        monkeypatch.setattr(games, "current", unhurried)
        await match.pot("Анна")
        return await unhurried(db, session_id)

    monkeypatch.setattr(games, "current", overtaken)
    async with (
        instance(settings) as address,
        await watch(address, evening.id, evening.people["Борис"].access_token) as board,
    ):
        hello = await board.next("hello")
        assert (hello["version"], hello["board"]["game"]["version"], hello["board"]["events"]) == (3, 0, [])
        await board.next("event")
        assert board.game == await match.show()
        assert [event["version"] for event in board.events] == [1]


async def test_a_valkey_that_is_killed_and_comes_back_loses_no_change(
    begin: Begin, settings: Settings, other_valkey: Valkey
) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    async with (
        instance(replace(settings, valkey_url=other_valkey.url)) as address,
        await watch(address, evening.id, evening.people["Борис"].access_token) as board,
    ):
        await board.next("hello")
        os.kill(other_valkey.process.pid, signal.SIGKILL)
        await other_valkey.died()
        # Recorded through an instance that has a Valkey: this one hears nothing of it, and looks.
        await match.pot("Анна")
        await board.next("event")
        await other_valkey.start()
        host = client(None, evening.people["Анна"].access_token, address)
        async with httpx.AsyncClient(base_url=address, headers=host.headers) as over_the_wire:
            tap = {"id": "00000000-0000-4000-8000-000000000001", "kind": "miss", "seat_id": evening.seats["Анна"]}
            assert (await over_the_wire.post(f"games/{match.id}/events", json=tap)).status_code == 201
        await board.next("event")
        assert board.game == await match.show()
        await board.until(lambda board: board.present == [evening.seats["Борис"]])


async def test_a_revoked_token_is_cut_off_by_the_sweep(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна", "Борис")
    async with instance(settings) as address:
        board = await watch(address, evening.id, evening.people["Борис"].access_token)
        await board.next("hello")
        await evening.phones["Борис"].post("auth/logout")
        assert await board.closed() == 4401


async def test_the_seats_of_a_killed_instance_fade(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна", "Борис")
    anna, boris = evening.seats["Анна"], evening.seats["Борис"]
    async with (
        Client.from_url(settings.valkey_url) as left_behind,
        instance(settings) as address,
        await watch(address, evening.id, evening.people["Анна"].access_token) as board,
    ):
        await board.until(lambda board: board.present == [anna])
        # What an instance that was killed leaves: nobody takes it away, only its time.
        await left_behind.zadd(f"present:{evening.id}", {boris: time.time() + 1.0})
        await board.until(lambda board: boris in board.present)
        await board.until(lambda board: board.present == [anna])


async def test_a_phone_that_does_not_read_is_cut_and_the_others_are_not_held_up(
    begin: Begin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = await begin("Анна", "Борис")
    boris = evening.seats["Борис"]
    async with (
        Client.from_url(settings.valkey_url) as publisher,
        instance(settings) as address,
        await watch(address, evening.id, evening.people["Анна"].access_token) as board,
    ):
        await board.next("hello")
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.setblocking(False)
        url = httpx.URL(address)
        await asyncio.get_running_loop().sock_connect(narrow, (url.host, url.port))
        slow = await connect(
            f"ws://{url.host}:{url.port}{url.path}sessions/{evening.id}/live",
            subprotocols=[Subprotocol("artel.v1"), Subprotocol(f"bearer.{evening.people['Борис'].access_token}")],
            sock=narrow,
            max_queue=1,
        )
        slow.transport.pause_reading()
        await board.until(lambda board: boris in board.present)
        version = board.version
        large = {"t": "event", "event": {}, "game": "x" * 60_000}
        for number in range(1, 201):
            await publisher.publish(
                channel(BOARDS, evening.id), msgspec.json.encode(large | {"version": version + number})
            )
        await board.until(lambda board: board.version == version + 200)
        await board.until(lambda board: boris not in board.present)
        slow.transport.abort()


async def test_a_phone_that_comes_while_another_leaves_misses_nothing(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    tokens = [person.access_token for person in evening.people.values()]
    async with instance(settings) as address:
        for _ in range(10):
            first = await watch(address, evening.id, tokens[0])
            leaving = asyncio.create_task(first.socket.close())
            async with await watch(address, evening.id, tokens[1]) as board:
                await board.next("hello")
                await leaving
                answer = await match.tap(kind="miss", seat="Анна")
                assert (await board.next("event", "board"))["version"] == board.version
                assert board.game == answer.json()["game"]
