"""`@every(minutes=10)`: a function that is called at intervals, then again while it finds something to do.

A process that is told to end when it is idle does that once and ends: so somebody else's clock runs it (the local
runner's, a CronJob's). Otherwise the process is its own clock. Two that run at once are in nobody's way.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from loguru import logger

from common import db as postgres
from common import metrics, tracing
from common.correlation import request_id, working
from common.db import Database
from common.manifest import Manifest
from common.settings import Settings
from common.store.statement import Executor
from common.worker.pauses import growing, happens

MOST_CALLS = 1000
"""Of one run: what is left after so many small transactions is the next run's."""
NOTHING, MINUTE, HOUR, DAY = timedelta(), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What `@every` makes of a function, which returns how many things it has done."""

    interval: timedelta
    handle: Callable[[Executor], Awaitable[int]]

    @property
    def cron(self) -> str:
        """The interval as cron writes it."""
        if self.interval < HOUR:
            return f"*/{self.interval // MINUTE} * * * *"
        return f"0 */{self.interval // HOUR} * * *" if self.interval < DAY else "0 3 * * *"

    async def run(
        self,
        manifest: Manifest,
        settings: Settings,
        database: Database,
        *,
        idle_seconds: float | None,
        stop: asyncio.Event,
    ) -> None:
        """See `common.worker.run`."""
        pauses = growing()
        while not stop.is_set():
            try:
                await self._work(manifest.name, database, stop)
            except postgres.AWAY as error:
                logger.warning("the database is away: {!r}", error)
                await happens(stop, next(pauses))
                continue
            if idle_seconds is not None or await happens(stop, self.interval.total_seconds()):
                return

    async def _work(self, name: str, database: Database, stop: asyncio.Event) -> None:
        """Each call is a transaction of its own, so that no row is held for longer than its own change."""
        working.set(name)
        request_id.set(f"{name}-{uuid4().hex[:12]}")
        ended = tracing.begin("internal", None)
        began, total = time.perf_counter(), 0
        for _ in range(MOST_CALLS):
            if stop.is_set():
                break
            async with database.transaction() as db:
                done = await self.handle(db)
            if not done:
                break
            total += done
        metrics.MESSAGES.labels(name, "done").inc(total)
        ended(name)
        logger.info("{} done in {} ms", total, round((time.perf_counter() - began) * 1000))


def every(
    *, minutes: int = 0, hours: int = 0, days: int = 0
) -> Callable[[Callable[[Executor], Awaitable[int]]], Clock]:
    """Call the function each so many minutes, hours, or each day. Raises ValueError for what cron cannot say."""
    interval = timedelta(minutes=minutes, hours=hours, days=days)
    divides_an_hour = interval >= MINUTE and HOUR % interval == NOTHING
    divides_a_day = interval >= HOUR and interval % HOUR == NOTHING and DAY % interval == NOTHING
    if not (divides_an_hour or divides_a_day):
        raise ValueError(f"{interval} does not divide an hour or a day")
    return lambda handle: Clock(interval, handle)
