"""What a process has counted is there when the process is gone: all of it, and once"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from prometheus_client import Metric
from valkey.asyncio import Valkey

from common import cache, metrics, telemetry
from common.manifest import ROOT
from infra.local import services

PROCESSES, LIVES = 40, 25


@pytest.fixture
async def store(valkey: services.Valkey) -> AsyncIterator[Valkey]:
    """Where nothing is counted yet."""
    async with cache.connect(valkey.url) as client:
        await client.delete(*telemetry.KEYS)
        yield client


def values(families: list[Metric], name: str) -> dict[tuple[str, ...], float]:
    """The samples of a name by the values of their labels."""
    return {tuple(s.labels.values()): s.value for family in families for s in family.samples if s.name == name}


async def counted(store: Valkey, name: str) -> dict[tuple[str, ...], float]:
    """As it is shown the second time: the first time a series is 0."""
    await telemetry.read(store)
    return values(await telemetry.read(store), name)


async def test_a_thousand_short_lives_are_counted_exactly(store: Valkey, valkey: services.Valkey) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.common.short_lives", valkey.url, str(PROCESSES), str(LIVES)), cwd=ROOT
    )
    assert await process.wait() == 0
    found, lives = [await telemetry.read(store) for _ in range(2)][1], PROCESSES * LIVES
    assert values(found, "artel_http_requests_total") == {("short", "200"): lives}
    assert values(found, "artel_events_total") == {("pot", "game.event_recorded"): lives}
    buckets = values(found, "artel_http_request_duration_seconds_bucket")
    assert (buckets["short", "0.01"], buckets["short", "0.025"], buckets["short", "+Inf"]) == (0, lives, lives)
    assert values(found, "artel_http_request_duration_seconds_sum")["short",] == pytest.approx(0.02 * lives)
    assert values(found, "artel_process_cpu_seconds_total")["short",] > 0
    assert values(found, "artel_instances") == {}


async def test_prometheus_sees_each_series_begin_at_nothing(store: Valkey) -> None:
    sender = telemetry.Sender(store, "trial")
    metrics.answered("trial", 201, 0.1)
    assert await sender.flush()
    first = values(await telemetry.read(store), "artel_http_requests_total")
    assert first["trial", "201"] == 0
    assert (await counted(store, "artel_http_requests_total"))["trial", "201"] == 1


async def test_what_was_counted_before_is_not_handed_in_again(store: Valkey) -> None:
    metrics.answered("trial", 202, 0.1)
    sender = telemetry.Sender(store, "trial")
    metrics.answered("trial", 202, 0.1)
    for _ in range(2):
        assert await sender.flush()
    assert (await counted(store, "artel_http_requests_total"))["trial", "202"] == 1


@asynccontextmanager
async def answers_lost(url: str, lost: list[bytes]) -> AsyncIterator[str]:
    """A way to Valkey on which the first answers to a batch get lost: its address."""
    port = int(url.rpartition(":")[2].partition("/")[0])

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to, back = await asyncio.open_connection("127.0.0.1", port)
        while asked := await reader.read(65536):
            back.write(asked)
            answer = await to.read(65536)
            if b"EVAL" in asked and b"NOSCRIPT" not in answer and len(lost) < 3:
                lost.append(answer)
                break
            writer.write(answer)
        for each in (writer, back):
            each.close()

    async with await asyncio.start_server(carry, "127.0.0.1") as server:
        yield f"valkey://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"


async def test_an_answer_that_is_lost_does_not_count_twice(store: Valkey, valkey: services.Valkey) -> None:
    lost: list[bytes] = []
    async with answers_lost(valkey.url, lost) as url, cache.connect(url) as client:
        sender = telemetry.Sender(client, "trial")
        metrics.answered("trial", 203, 0.1)
        assert not await sender.flush()
        metrics.answered("trial", 203, 0.1)
        while not await sender.flush():
            pass
        await sender.end()
    assert len(lost) == 3
    assert (await counted(store, "artel_http_requests_total"))["trial", "203"] == 2


async def test_while_valkey_is_away_counts_wait(store: Valkey, valkey: services.Valkey) -> None:
    async with cache.connect("valkey://127.0.0.1:1/0") as nowhere:
        sender = telemetry.Sender(nowhere, "trial")
        metrics.answered("trial", 204, 0.1)
        assert not await sender.flush()
        metrics.answered("trial", 204, 0.1)
        sender._valkey = store
        for _ in range(2):
            assert await sender.flush()
    assert (await counted(store, "artel_http_requests_total"))["trial", "204"] == 2
    assert (await counted(store, "artel_telemetry_flush_failures_total"))[()] >= 1


async def test_a_process_that_ends_does_not_wait_long_for_valkey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telemetry, "LAST_SECONDS", 0.2)
    async with asyncio.timeout(10), telemetry.sending("valkey://127.0.0.1:1/0", "trial"):
        metrics.answered("trial", 205, 0.1)


async def test_what_takes_its_cancellation_for_a_lost_connection_ends_too() -> None:
    async def deaf() -> None:
        for _ in range(2):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(600)

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)  # it begins to wait
    async with asyncio.timeout(10):
        await cache.ended(task)
    assert task.done()


async def test_a_process_is_alive_until_it_says_goodbye_or_nothing_more(store: Valkey) -> None:
    one, other = (telemetry.Sender(store, "trial") for _ in range(2))
    for sender in (one, other):
        assert await sender.flush()
    assert values(await telemetry.read(store), "artel_instances")["trial",] == 2
    await one.end()
    found = await telemetry.read(store)
    assert values(found, "artel_instances")["trial",] == 1
    assert values(found, "artel_process_resident_memory_bytes")["trial",] > 1_000_000
    await store.hset("telemetry:gauges", other._process, '1|[["[\\"artel_instances\\", {}]", 1]]')
    assert values(await telemetry.read(store), "artel_instances") == {}
    assert await store.hlen("telemetry:gauges") == 0


async def test_what_another_release_has_counted_stays_where_it_is(store: Valkey) -> None:
    await store.hset("telemetry:counts", '["artel_forgotten_total", {}]', "7")
    assert await telemetry.read(store) == []
    assert await store.hlen("telemetry:counts") == 1
