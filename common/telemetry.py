"""Counts outlive the process that counted them: each hands in what it has counted since the last time, to Valkey.

A request never waits for it. What is handed in has a number, so that a lost answer does not count twice, and what could
not be handed in is tried again with the next. `read` is for the one process that Prometheus asks (decision 0028).

    telemetry:counts  series → value              what was counted, by everyone, ever
    telemetry:fresh   series → value              series that Prometheus has not seen at 0 yet
    telemetry:gauges  process → time|values       what holds as long as its process says so
    telemetry:last:…  the number of a process's last batch
"""

import asyncio
import hashlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import NamedTuple
from uuid import uuid4

from loguru import logger
from prometheus_client import Metric
from valkey.asyncio import Valkey
from valkey.exceptions import NoScriptError

from common import cache, metrics, process

FLUSH_SECONDS = 0.5
REFRESH_SECONDS = 15.0
LIVES_SECONDS = 50
"""How long a process that says nothing more is taken for alive."""
KEPT_SECONDS = 600
"""Longer than anyone tries to hand in the same batch."""
LAST_SECONDS = 3.0
"""For the last batch of a process that ends."""
KEYS = ("telemetry:counts", "telemetry:fresh", "telemetry:gauges")

Series = str
"""A sample's name and labels as JSON: what one field of a hash stands for."""


class Script(NamedTuple):
    """Lua that Valkey runs as one step; it is sent once, then only named."""

    text: str

    async def run(self, valkey: Valkey, keys: Iterable[str], *given: str | float) -> list[list[bytes]]:
        """Raises ValkeyError."""
        asked = [*keys]
        arguments = (len(asked), *asked, *given)
        sha1 = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()
        try:
            answer = await valkey.execute_command("EVALSHA", sha1, *arguments)  # type: ignore[no-untyped-call]  # half typed
        except NoScriptError:
            answer = await valkey.execute_command("EVAL", self.text, *arguments)  # type: ignore[no-untyped-call]  # half typed
        found: list[list[bytes]] = answer
        return found


# ARGV: process, number, for how long it is remembered, until when the gauges hold (seconds from now), the gauges, then
# series and what is added. A series that is new waits among the fresh until it has been shown at 0.
HAND_IN = Script("""
local now = tonumber(redis.call('TIME')[1])
if ARGV[5] == '' then
    redis.call('HDEL', KEYS[3], ARGV[1])
else
    redis.call('HSET', KEYS[3], ARGV[1], (now + ARGV[4]) .. '|' .. ARGV[5])
end
if tonumber(redis.call('GET', KEYS[4]) or 0) < tonumber(ARGV[2]) then
    redis.call('SET', KEYS[4], ARGV[2], 'EX', ARGV[3])
    for place = 6, #ARGV, 2 do
        local known = redis.call('HEXISTS', KEYS[1], ARGV[place])
        redis.call('HINCRBYFLOAT', KEYS[2 - known], ARGV[place], ARGV[place + 1])
    end
end
return {}
""")

# Prometheus takes the first value of a series that it meets for its beginning: `increase` of what is born as 1 would be
# 0. So each series is shown at 0 once, and at its value from then on.
READ = Script("""
local shown = redis.call('HGETALL', KEYS[1])
local fresh = redis.call('HGETALL', KEYS[2])
for place = 1, #fresh, 2 do
    shown[#shown + 1] = fresh[place]
    shown[#shown + 1] = '0'
    redis.call('HINCRBYFLOAT', KEYS[1], fresh[place], fresh[place + 1])
end
redis.call('DEL', KEYS[2])
local now, gauges, living = tonumber(redis.call('TIME')[1]), redis.call('HGETALL', KEYS[3]), {}
for place = 1, #gauges, 2 do
    local ends, values = string.match(gauges[place + 1], '^(%d+)|(.*)$')
    if tonumber(ends) < now then
        redis.call('HDEL', KEYS[3], gauges[place])
    else
        living[#living + 1] = values
    end
end
return {shown, living}
""")


class Sender:
    """One process's account with Valkey, from now on: what was counted before is not handed in."""

    def __init__(self, valkey: Valkey, function: str) -> None:
        self._valkey = valkey
        self._function = function
        self._process = uuid4().hex
        self._number = 0
        self._told = dict(_counts())
        self._batch: list[str] = []
        """Under way: whether it has arrived is not known yet."""
        self._refresh_at = 0.0
        self._cpu_seconds = 0.0
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Hand in every `FLUSH_SECONDS`. Never returns."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)  # the period
            await self.flush()

    async def flush(self) -> bool:
        """Hand in what is new, or again what was not answered; False if Valkey is away."""
        async with self._turn:
            self._collect()
            if not self._batch and time.monotonic() < self._refresh_at:
                return True
            metrics.INSTANCES.labels(self._function).set(1)
            metrics.MEMORY_BYTES.labels(self._function).set(process.resident_bytes())
            return await self._hand_in(json.dumps(list(_gauges())))

    async def end(self) -> None:
        """Hand in the rest and say goodbye."""
        rest = asyncio.create_task(self._hand_in_the_rest())
        await asyncio.wait([rest], timeout=LAST_SECONDS)
        if rest.done():
            await rest
        else:
            await cache.ended(rest)
            logger.warning("the last counts could not be handed in")

    async def _hand_in_the_rest(self) -> None:
        async with self._turn:
            # A batch under way comes first, and what was counted since is another.
            while self._batch or self._collect() or self._refresh_at:
                if not await self._hand_in(""):
                    await asyncio.sleep(LAST_SECONDS / 10)  # between two attempts

    def _collect(self) -> bool:
        """Make the next batch out of what differs from what was told, unless one is under way; whether there is one."""
        if not self._batch and dict(_counts()) != self._told:
            cpu_seconds = time.process_time()
            metrics.CPU_SECONDS.labels(self._function).inc(cpu_seconds - self._cpu_seconds)
            self._cpu_seconds = cpu_seconds
            told, self._told = self._told, dict(_counts())
            changed = {each: value for each, value in self._told.items() if value != told.get(each)}
            self._batch = [part for each, value in changed.items() for part in (each, repr(value - told.get(each, 0)))]
            self._number += 1
        return bool(self._batch)

    async def _hand_in(self, gauges: str) -> bool:
        keys = (*KEYS, f"telemetry:last:{self._process}")
        given: tuple[str | float, ...] = (
            self._process,
            self._number,
            KEPT_SECONDS,
            LIVES_SECONDS,
            gauges,
            *self._batch,
        )
        try:
            await HAND_IN.run(self._valkey, keys, *given)
        except cache.AWAY as error:
            metrics.FLUSH_FAILURES.inc()
            logger.debug("counts wait: {!r}", error)
            return False
        self._batch = []
        self._refresh_at = time.monotonic() + REFRESH_SECONDS if gauges else 0.0
        return True


@asynccontextmanager
async def sending(url: str, function: str) -> AsyncIterator[None]:
    """Hand in what the process counts while the block runs, and the rest at its end. Without an address nobody asks."""
    if not url:
        yield
        return
    async with cache.connect(url) as valkey:
        sender = Sender(valkey, function)
        running = asyncio.create_task(sender.run())
        try:
            yield
        finally:
            await cache.ended(running)
            await sender.end()


async def read(valkey: Valkey) -> list[Metric]:
    """All that was handed in, as families that Prometheus can be shown. Raises ValkeyError."""
    counts, living = await READ.run(valkey, KEYS)
    values: Counter[Series] = Counter()
    for series, value in zip(counts[::2], counts[1::2], strict=True):
        values[series.decode()] = float(value)  # type: ignore[assignment]  # a Counter adds floats as well
    for gauges in living:
        for series, value in json.loads(gauges):
            values[series] += value
    return list(_families(values))


def _families(values: Counter[Series]) -> Iterator[Metric]:
    """Of the families that this release knows: what another one has counted stays where it is."""
    known: dict[str, Metric] = {}
    for family in metrics.REGISTRY.collect():
        shown = Metric(family.name, family.documentation, family.type)
        known |= {family.name + suffix: shown for suffix in _SUFFIXES[family.type]}
    for series in sorted(values, key=_order):
        name, labels = json.loads(series)
        if name in known:
            known[name].add_sample(name, labels, values[series])
    yield from {id(family): family for family in known.values() if family.samples}.values()


_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}


def _order(series: Series) -> tuple[str, float]:
    """By name and labels, and buckets by their number."""
    name, labels = json.loads(series)
    bound = float(labels.pop("le", "inf"))
    return json.dumps([name, labels]), bound


def _counts() -> Iterator[tuple[Series, float]]:
    """All that only grows."""
    for family in metrics.REGISTRY.collect():
        if family.type != "gauge":
            for sample in family.samples:
                if not sample.name.endswith("_created"):
                    yield _series(sample.name, sample.labels), sample.value


def _gauges() -> Iterator[tuple[Series, float]]:
    for family in metrics.REGISTRY.collect():
        if family.type == "gauge":
            for sample in family.samples:
                yield _series(sample.name, sample.labels), sample.value


def _series(name: str, labels: dict[str, str]) -> Series:
    return json.dumps([name, labels], sort_keys=True)
