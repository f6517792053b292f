"""`@export`: a function that says how things stand, each time that Prometheus asks; with it goes all that was counted.

Nobody else is asked: a function that is at zero would be woken by it, and has forgotten what it had counted.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from loguru import logger
from prometheus_client import Metric, generate_latest
from valkey.asyncio import Valkey

from common import cache, telemetry
from common import db as postgres
from common.db import Database
from common.manifest import Manifest
from common.settings import Settings
from common.store.statement import Executor
from common.worker.health import Pages
from common.worker.pauses import happens

PATH = b"/metrics"
ANSWER_SECONDS = 2.0
"""For the database and for Valkey: what one of them does not say must not keep back what the other does."""

State = Mapping[str, float | Mapping[str, float]]
"""Values by the end of their metric's name; where there are several, by the label `kind`."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """What `@export` makes of a function, which returns the state of the product in figures."""

    handle: Callable[[Executor], Awaitable[State]]
    documentation: Mapping[str, str]
    """What each figure is, for Prometheus's HELP."""

    async def run(
        self,
        manifest: Manifest,
        settings: Settings,
        pages: Pages,
        *,
        idle_seconds: float | None,
        stop: asyncio.Event,
    ) -> None:
        """Show `/metrics` until `stop` is set, or until nobody has asked for `idle_seconds`."""
        asked = time.monotonic()
        database = Database(settings.database_url, name=manifest.name, statement_seconds=ANSWER_SECONDS)

        async def page() -> bytes:
            nonlocal asked
            try:
                return await self._page(database, valkey)
            finally:
                asked = time.monotonic()

        valkey = cache.connect(settings.telemetry_url) if settings.telemetry_url else None
        pages[PATH] = page
        try:
            left = idle_seconds
            while left is None or left > 0:
                if await happens(stop, left):
                    break
                left = idle_seconds and asked + idle_seconds - time.monotonic()
        finally:
            del pages[PATH]
            await database.close()
            if valkey:
                await valkey.aclose()

    async def _page(self, database: Database, valkey: Valkey | None) -> bytes:
        counted, state = await asyncio.gather(_counted(valkey), self._state(database))
        return generate_latest(_Families([*counted, *state]))

    async def _state(self, database: Database) -> list[Metric]:
        """How things stand, and how long the database took to say so."""
        began, state = time.perf_counter(), None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                state = await self.handle(database)
        except postgres.AWAY as error:
            logger.warning("the database does not say how things stand: {!r}", error)
        probe = [
            _gauge("database_up", "Whether the database has said how things stand", float(state is not None)),
            _gauge("database_answer_seconds", "How long it took for that", time.perf_counter() - began),
        ]
        return probe + [_gauge(name, self.documentation[name], value) for name, value in (state or {}).items()]


async def _counted(valkey: Valkey | None) -> list[Metric]:
    """What all functions have counted."""
    found: list[Metric] | None = None
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            found = await telemetry.read(valkey) if valkey else None
    except cache.AWAY as error:  # a TimeoutError is an OSError
        logger.warning("what was counted cannot be shown: {!r}", error)
    up = _gauge("telemetry_up", "Whether Valkey has given what was counted", float(found is not None))
    return [*(found or ()), up]


def _gauge(name: str, documentation: str, value: float | Mapping[str, float]) -> Metric:
    family = Metric(f"artel_{name}", documentation, "gauge")
    if isinstance(value, Mapping):
        for kind, number in value.items():
            family.add_sample(family.name, {"kind": kind}, number)
    else:
        family.add_sample(family.name, {}, value)
    return family


@dataclass(frozen=True, slots=True)
class _Families:
    """In the place of a registry."""

    found: list[Metric]

    def collect(self) -> Iterator[Metric]:
        yield from self.found


def export(**documentation: str) -> Callable[[Callable[[Executor], Awaitable[State]]], Exporter]:
    """Show what the function returns: under each name, documented here, a figure or several by their kind."""
    return lambda handle: Exporter(handle, documentation)
