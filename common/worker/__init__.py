"""Handlers: `@on(Event)` hears RabbitMQ, `@listen("channel")` PostgreSQL's NOTIFY, `@every(minutes=10)` the clock.

`@export` is asked by Prometheus.

    @on(GameFinished)
    async def stats_update(event: GameFinished, db: Db) -> None:
        await stats.finish(db, event)

A consumer's queue has its function's name; a handler knows nothing of connections, retries or second deliveries.
"""

import asyncio

from common.db import Database
from common.manifest import Manifest
from common.settings import Settings
from common.store.statement import Executor
from common.worker.clock import Clock, every
from common.worker.consumer import Consumer, on
from common.worker.exporter import Exporter, State, export
from common.worker.health import Pages
from common.worker.listener import Listener, Publish, listen

__all__ = [
    "Clock",
    "Consumer",
    "Db",
    "Exporter",
    "Listener",
    "Publish",
    "State",
    "every",
    "export",
    "listen",
    "on",
    "run",
]

Db = Executor
"""The transaction of one message or batch: it commits when the handler returns, and nobody else commits."""


async def run(
    manifest: Manifest,
    settings: Settings,
    *,
    idle_seconds: float | None,
    stop: asyncio.Event,
    pages: Pages | None = None,
) -> None:
    """Work until `stop` is set, or until there was nothing to do for `idle_seconds`; what is begun is finished.

    A RabbitMQ or PostgreSQL that is away is waited for. An exporter puts what it shows among the pages.
    """
    handler: Consumer | Listener | Clock | Exporter = manifest.handler()
    if isinstance(handler, Exporter):
        await handler.run(manifest, settings, Pages() if pages is None else pages, idle_seconds=idle_seconds, stop=stop)
        return
    database = Database(settings.database_url, name=manifest.name)
    try:
        await handler.run(manifest, settings, database, idle_seconds=idle_seconds, stop=stop)
    finally:
        await database.close()
