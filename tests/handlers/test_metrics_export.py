"""Prometheus is shown how things stand and what was counted, and what one service does not say keeps back no other"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from common import cache, metrics, serve, telemetry
from common.db import Database
from common.domain.events import GameCancelled
from common.manifest import ROOT, load
from common.settings import Settings
from common.store import outbox
from infra.local.ports import free_port
from infra.local.services import Postgres, Valkey
from tests.handlers.players import add_game

NOWHERE = {"database_url": "postgresql://nobody@127.0.0.1:1/none", "telemetry_url": "valkey://127.0.0.1:1/0"}


@asynccontextmanager
async def exporting(settings: Settings, *, idle_seconds: float | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """The exporter as a process runs it, ended as on SIGTERM, and whoever asks it."""
    port, life = free_port(), serve.Life(idle_seconds)
    manifest, listener = load(ROOT / "handlers/metrics_export"), serve.listening("127.0.0.1", port)
    serving = asyncio.create_task(serve.serve_queues([manifest], settings, life, listener))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        yield client
    life.stop.set()
    async with asyncio.timeout(20):
        await serving


def lines(answer: httpx.Response) -> dict[str, float]:
    """The samples of a page."""
    samples = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {series: float(value) for series, _, value in samples}


async def test_it_shows_how_things_stand_and_what_was_counted(
    postgres: Postgres, valkey: Valkey, database: Database
) -> None:
    settings = Settings(database_url=postgres.url, telemetry_url=valkey.url)
    game_id = await add_game(database)
    session_id = await database.fetchval("SELECT session_id FROM games")
    await outbox.tell(database, GameCancelled(session_id, game_id))
    async with cache.connect(valkey.url) as store:
        await store.delete(*telemetry.KEYS)
        sender = telemetry.Sender(store, "trial")
        metrics.answered("trial", 200, 0.02)
        await sender.flush()
    async with exporting(settings) as prometheus:
        await prometheus.get("/metrics")
        answer = await prometheus.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        found = lines(answer)
    assert found['artel_http_requests_total{function="trial",status="200"}'] == 1
    assert found['artel_http_request_duration_seconds_bucket{function="trial",le="0.025"}'] == 1
    live = await database.fetchval("SELECT count(*) FROM games WHERE status = 'live'")
    assert sum(value for name, value in found.items() if name.startswith("artel_games_in_play{")) == live
    assert found["artel_outbox_messages"] == 1
    assert found["artel_outbox_oldest_seconds"] > 0
    assert found["artel_ledger_imbalance_kopecks"] == 0
    assert (found["artel_database_up"], found["artel_telemetry_up"]) == (1, 1)


async def test_without_one_of_its_services_it_shows_what_the_other_says(
    postgres: Postgres, valkey: Valkey, database: Database
) -> None:
    whole = Settings(database_url=postgres.url, telemetry_url=valkey.url)
    async with exporting(replace(whole, database_url=NOWHERE["database_url"])) as prometheus:
        found = lines(await prometheus.get("/metrics"))
        assert (found["artel_database_up"], found["artel_telemetry_up"]) == (0, 1)
        assert "artel_outbox_messages" not in found
    async with exporting(replace(whole, telemetry_url=NOWHERE["telemetry_url"])) as prometheus:
        found = lines(await prometheus.get("/metrics"))
        assert (found["artel_database_up"], found["artel_telemetry_up"]) == (1, 0)
        assert found["artel_outbox_messages"] == 0


async def test_it_ends_when_nobody_asks(postgres: Postgres, valkey: Valkey) -> None:
    settings = Settings(database_url=postgres.url, telemetry_url=valkey.url)
    manifest, life = load(ROOT / "handlers/metrics_export"), serve.Life(0.1)
    async with asyncio.timeout(20):
        await serve.serve_queues([manifest], settings, life, serve.listening("127.0.0.1", free_port()))
