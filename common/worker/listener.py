"""`@listen("channel")`: a function that is called whenever there may be something to publish.

It is called at each NOTIFY on the channel, each `POLL_SECONDS` in case one was missed, and again as long as it
published something. NOTIFY does not pass PgBouncer, so it is heard over a direct connection.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

import aio_pika
import asyncpg
import msgspec
from aio_pika.abc import AbstractChannel, AbstractExchange, DeliveryMode
from aio_pika.exceptions import ChannelInvalidStateError
from loguru import logger

from common import db as postgres
from common import metrics, tracing
from common import topology as rabbitmq
from common.correlation import Trace, request_id, traced, traceparent
from common.db import CONNECT_SECONDS, Database
from common.manifest import Manifest
from common.settings import Settings
from common.store.outbox import Envelope
from common.store.statement import Executor
from common.topology import EVENTS, UNHEARD
from common.worker.pauses import growing, happens

POLL_SECONDS = 1.0
CONFIRM_SECONDS = 10

_AWAY = (*postgres.AWAY, *rabbitmq.AWAY)

Publish: TypeAlias = Callable[[Sequence[Envelope]], Awaitable[list[UUID]]]
"""Sends messages in this order and returns the ids of those that RabbitMQ has confirmed; the others are logged."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What `@listen` makes of a function, which returns how many messages it has published."""

    channel: str
    handle: Callable[[Executor, Publish], Awaitable[int]]

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
        # Set by all that is worth a look: a NOTIFY, a connection that is lost, an end.
        look = asyncio.Event()
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: look.set())
        hearing = asyncio.create_task(_hear(self.channel, settings.database_direct_url, manifest.name, look))
        try:
            for pause in growing():
                try:
                    async with _publisher(settings.rabbitmq_url, manifest.name, look) as publisher:
                        return await self._rounds(database, publisher, idle_seconds, look, stop)
                except _AWAY as error:
                    logger.warning("the database, RabbitMQ or its topology is away: {!r}", error)
                if await happens(stop, pause):
                    return
        finally:
            stopping.cancel()
            hearing.cancel()

    async def _rounds(
        self,
        database: Database,
        publisher: "_Publisher",
        idle_seconds: float | None,
        look: asyncio.Event,
        stop: asyncio.Event,
    ) -> None:
        quiet_since = time.monotonic()
        while not stop.is_set():
            look.clear()
            async with database.transaction() as db:
                published = await self.handle(db, publisher.publish)
            publisher.count()
            if published:
                quiet_since = time.monotonic()
                continue
            if publisher.channel.is_closed:
                raise ChannelInvalidStateError("the channel was closed")
            left = math.inf if idle_seconds is None else quiet_since + idle_seconds - time.monotonic()
            if left <= 0:
                return
            await happens(look, min(POLL_SECONDS, left))


def listen(channel: str) -> Callable[[Callable[[Executor, Publish], Awaitable[int]]], Listener]:
    """Call the function at each NOTIFY on the channel, in a transaction of its own."""
    return lambda handle: Listener(channel, handle)


@asynccontextmanager
async def _publisher(url: str, function: str, look: asyncio.Event) -> AsyncIterator["_Publisher"]:
    """A connection that is not a robust one: that would hold a publish, and a transaction, until RabbitMQ is back."""
    async with await aio_pika.connect(url, timeout=CONNECT_SECONDS) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        channel.close_callbacks.add(lambda *_: look.set())
        # Declared last: before that, some consumer's queue may not be bound yet and would miss what is published.
        await channel.get_exchange(UNHEARD)
        yield _Publisher(function, channel, await channel.get_exchange(EVENTS))


class _Kind(msgspec.Struct):
    """All that is counted of a message, which has more in it."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Publisher:
    function: str
    channel: AbstractChannel
    exchange: AbstractExchange
    confirmed: list[Envelope] = field(default_factory=list)
    """In the transaction that is not committed yet."""

    async def publish(self, envelopes: Sequence[Envelope]) -> list[UUID]:
        """All are sent before the first confirm is awaited."""
        answers = await asyncio.gather(*map(self._send, envelopes), return_exceptions=True)
        failures = [answer for answer in answers if answer is not None]
        if failures:
            logger.warning("{} of {} messages were not confirmed: {!r}", len(failures), len(envelopes), failures[0])
        self.confirmed[:] = [each for each, failure in zip(envelopes, answers, strict=True) if failure is None]
        return [envelope.id for envelope in self.confirmed]

    def count(self) -> None:
        """What is committed: before that it may be published, and counted, once more."""
        for envelope in self.confirmed:
            kind = msgspec.json.decode(envelope.payload, type=_Kind).kind
            metrics.EVENTS.labels(envelope.topic, kind).inc()
        metrics.MESSAGES.labels(self.function, "done").inc(len(self.confirmed))
        self.confirmed.clear()

    async def _send(self, envelope: Envelope) -> None:
        """In a task of its own, whose lines belong to the request that caused the message."""
        message_id = str(envelope.id)
        request_id.set(envelope.correlation_id)
        ended = tracing.begin("producer", Trace.read(envelope.traceparent))
        message = aio_pika.Message(
            envelope.payload.encode(),
            headers={"schema": envelope.schema, **traced(traceparent())},
            content_type="application/json",
            delivery_mode=DeliveryMode.PERSISTENT,
            message_id=message_id,
            correlation_id=envelope.correlation_id,
            type=envelope.topic,
            timestamp=envelope.created_at,
        )
        await self.exchange.publish(message, envelope.topic, mandatory=True, timeout=CONFIRM_SECONDS)
        ended(f"publish {envelope.topic}", **{"messaging.system": "rabbitmq", "messaging.message.id": message_id})
        waited = round((time.time() - envelope.created_at.timestamp()) * 1000, 1)
        logger.bind(message_id=message_id, milliseconds=waited).info("{} published", envelope.topic)


async def _hear(channel: str, url: str, name: str, look: asyncio.Event) -> None:
    """Set `look` at each NOTIFY, for ever. While it cannot hear, polling goes on."""
    for pause in growing():
        lost = asyncio.Event()
        try:
            connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS, server_settings={"application_name": name})
            try:
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(channel, lambda *_: look.set())
                # What was told before anybody listened.
                look.set()
                await lost.wait()
            finally:
                connection.terminate()
        except postgres.AWAY as error:
            logger.warning("NOTIFY cannot be heard: {!r}", error)
        await asyncio.sleep(pause)
