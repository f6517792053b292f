"""The commands behind `make up`, `make status` and `make down`, in a tree of their own with the real services."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aio_pika
import asyncpg
import httpx
import pytest

from infra.local.ports import free_port
from infra.local.processes import Identity
from infra.local.programs import ROOT
from tests.local.conftest import SHELF, eventually, render_routes

LINKED = (
    "common",
    "handlers",
    "migrations",
    "pyproject.toml",
    "infra/local",
    "infra/caddy",
    "infra/dead.py",
    "infra/doctor",
    "infra/keys.py",
    "infra/logs.py",
    "infra/migrate.py",
    "infra/recompute.py",
    "infra/telegram",
    "infra/verbosity.py",
)


class Tree:
    """A copy of the project with the test's own functions, and the commands run in it."""

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.port = root, port
        self.url = f"http://127.0.0.1:{port}"

    async def start(self, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "infra.local", *arguments),
            cwd=self.root,
            env={**os.environ, "ARTEL_PORT": str(self.port), "ARTEL_IDLE_SECONDS": "1", **environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def call(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        process = await self.start(*arguments, **environment)
        output, errors = await process.communicate()
        assert process.returncode is not None
        return process.returncode, output.decode() + errors.decode()

    async def rows(self) -> dict[str, dict[str, Any]]:
        code, printed = await self.call("status", "--json")
        assert code == 0, printed
        return {row["name"]: row for row in json.loads(printed)["rows"]}

    async def row(self, name: str, *, seconds: float = 120.0, **wanted: object) -> dict[str, Any]:
        """The row of this name, as soon as it is as wanted."""
        async with asyncio.timeout(seconds):
            while True:
                row = (await self.rows())[name]
                if wanted.items() <= row.items():
                    return row
                await asyncio.sleep(0.1)

    async def restarted(self, name: str) -> dict[str, Any]:
        """Kill this service, and return its row when it runs again."""
        before = (await self.rows())[name]
        os.kill(before["pid"], signal.SIGKILL)
        return await self.row(name, state="running", starts=before["starts"] + 1)

    def processes(self) -> list[int]:
        """All that was started from this tree and still lives."""
        needle = os.fsencode(self.root)
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and Identity.of(int(entry.name)) and needle in (entry / "cmdline").read_bytes()
        ]


@pytest.fixture
async def tree(tmp_path: Path) -> AsyncIterator[Tree]:
    root = tmp_path / "artel"
    shutil.copytree(SHELF, root, ignore=shutil.ignore_patterns("handlers"))
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    # RabbitMQ lies there on a machine that has none of its own.
    (root / ".artel").mkdir()
    (root / ".artel/programs").symlink_to(ROOT / ".artel/programs")
    (root / "infra/__init__.py").touch()
    shutil.copy(ROOT / "infra/generated/topology.json", root / "infra/generated/topology.json")
    render_routes(root)
    made = Tree(root, free_port())
    yield made
    await made.call("down")
    assert made.processes() == []


@asynccontextmanager
async def asked_again_and_again(client: httpx.AsyncClient, path: str) -> AsyncIterator[None]:
    """Nobody is idle meanwhile, however long it takes to look."""

    async def ask() -> None:
        while True:
            await client.get(path)
            await asyncio.sleep(0.1)  # between two requests

    asking = asyncio.create_task(ask())
    yield
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def test_an_evening_with_the_local_product(tree: Tree) -> None:
    code, printed = await tree.call("up")
    assert code == 0, printed
    assert f"Artel answers on {tree.url}" in printed
    assert re.findall(r"^  (\w+) +http://\S+/#tgWebAppData=\S+$", printed, re.MULTILINE) == ["Марат", "Иван", "Олег"]

    code, printed = await tree.call("up")
    assert code == 0
    assert "already running" in printed
    assert tree.url in printed

    async with httpx.AsyncClient(base_url=f"{tree.url}/api/v1", timeout=20) as client:
        async with asked_again_and_again(client, "/hello"):
            pid = (await client.get("/hello")).json()
            row = await tree.row("hello", state="warm")
        assert (row["pid"], row["starts"]) == (pid, 1)
        assert row["cold_start_ms"] > 0
        assert row["memory_mb"] > 0
        await tree.row("hello", state="zero", pid=None)

        # Its manifest needs valkey: it knows no other address but that of what is counted, and no secret.
        told = (await client.get("/tells_settings")).json()["settings"]
        assert set(told) == {
            "environment", "valkey_url", "jwt_public_keys", "telegram_environment", "telegram_api_url",
            "telegram_app_link", "denylist_fail", "rate_limits", "log_level", "log_sample", "telemetry_url",
            "traces_sample",
        }  # fmt: skip

        # Each thing we stand on is killed; the product answers as soon as it is back, with the data that it had.
        ports = json.loads((tree.root / ".artel/ports.json").read_text())
        postgres = f"127.0.0.1:{ports['postgres']}/artel"
        password = (tree.root / ".artel/postgres/password").read_text()
        connection = await asyncpg.connect(f"postgresql://artel:{password}@{postgres}")
        await connection.execute("CREATE SCHEMA kept; CREATE TABLE kept.kept AS SELECT 1 AS value")
        await connection.close()
        await asyncio.gather(*(tree.restarted(name) for name in ("postgres", "valkey", "caddy", "forkserver-http")))
        connection = await asyncpg.connect(f"postgresql://artel:{password}@{postgres}")
        assert await connection.fetchval("SELECT value FROM kept.kept") == 1
        assert (await client.get("/hello")).status_code == 200

        # A row in the outbox wakes the relay, a message in its queue wakes a handler; both end when idle.
        await connection.execute(
            "INSERT INTO outbox (topic, payload, correlation_id) VALUES ('nobody.listens', '{}', 'test')"
        )
        await tree.row("outbox_relay", starts=1)
        await tree.row("outbox_relay", state="zero", waiting=0)
        await connection.close()
        broker = await aio_pika.connect(f"amqp://guest:guest@127.0.0.1:{ports['rabbitmq']}/")
        async with broker, broker.channel() as channel:
            await channel.default_exchange.publish(aio_pika.Message(b"not for people"), routing_key="stats_update")
        await tree.row("stats_update", starts=1)
        await tree.row("stats_update", state="zero", waiting=0)

    # The runner is killed: what it started ends with it, and the next start finds a clean state and the data.
    runner = Identity.of((await tree.rows())["runner"]["pid"])
    assert runner is not None
    runner.signal(signal.SIGKILL)
    assert await runner.gone(5)
    assert (await tree.call("status"))[0] == 1
    code, printed = await tree.call("up")
    assert code == 0, printed
    connection = await asyncpg.connect(f"postgresql://artel:{password}@{postgres}")
    assert await connection.fetchval("SELECT value FROM kept.kept") == 1
    await connection.close()
    assert await tree.call("migrate") == (0, "The schema is up to date.\n")

    assert await tree.call("down") == (0, "Artel is stopped.\n")
    assert tree.processes() == []
    assert await tree.call("down") == (0, "Artel is not running.\n")
    assert (await tree.call("reset", "--yes"))[0] == 0
    assert not (tree.root / ".artel/postgres").exists()


async def test_a_busy_port_is_told_in_a_sentence_and_nothing_is_started(tree: Tree) -> None:
    with socket.create_server(("127.0.0.1", tree.port)):
        code, printed = await tree.call("up")
    assert code == 1
    assert printed.strip().count("\n") == 0
    assert f"Port {tree.port} is used by another program." in printed
    assert tree.processes() == []


async def test_a_ctrl_c_during_the_start_stops_what_was_started(tree: Tree) -> None:
    up = await tree.start("up")
    assert up.stdout is not None
    first = await up.stdout.readline()
    assert b" s)" in first
    up.send_signal(signal.SIGINT)
    printed = await up.stdout.read()
    assert await up.wait() == 130
    assert "Stopping what was started." in printed.decode()
    assert tree.processes() == []


async def test_a_start_whose_starter_was_killed_is_undone(tree: Tree) -> None:
    up = await tree.start("up")
    assert up.stdout is not None
    await up.stdout.readline()
    up.kill()
    await up.wait()
    await eventually(lambda: not tree.processes(), seconds=30)


async def test_a_failing_step_shows_its_log_and_leaves_nothing_running(tree: Tree) -> None:
    (tree.root / "migrations").unlink()
    code, printed = await tree.call("up")
    assert code == 1
    assert "infra.migrate` failed" in printed
    assert tree.processes() == []


async def test_a_wrong_setting_is_told_in_a_sentence(tree: Tree) -> None:
    code, printed = await tree.call("up", ARTEL_IDLE_SECONDS="soon")
    assert code == 2
    assert "ARTEL_PORT and ARTEL_IDLE_SECONDS must be numbers" in printed


async def test_logs_of_an_unknown_name_lists_the_known_ones(tree: Tree) -> None:
    (tree.root / ".artel/logs").mkdir(parents=True)
    (tree.root / ".artel/logs/hello.log").touch()
    code, printed = await tree.call("logs", "nobody")
    assert code == 1
    assert "hello" in printed
