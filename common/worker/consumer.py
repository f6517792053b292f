"""`@on(Event)`: a function that is called once for each message of a type, or of several.

One message is one transaction, which keeps the message's id too: whatever is delivered again finds it and does
nothing. What fails is tried again later (common/topology.py says when), and at the limit, or at once if it cannot be
read, laid into `<consumer>.dead` with the reason. A database that is away is no failure of a message: it waits.

What is done to the world outside cannot be part of a transaction: `@on(Event, then=…)` does it after the commit, and
again whenever the message is delivered again. It has to know by itself what it has done.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, overload
from uuid import UUID, uuid4

import aio_pika
import msgspec
from aio_pika.abc import AbstractIncomingMessage, DeliveryMode, HeadersType
from aio_pika.exceptions import ChannelInvalidStateError
from faststream.middlewares import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue, RabbitRoute, RabbitRouter
from loguru import logger

from common import db as postgres
from common import metrics, tracing
from common import topology as rabbitmq
from common.correlation import Trace, request_id, traced, traceparent, working
from common.db import Database
from common.domain.events import Message
from common.manifest import Manifest
from common.settings import Settings
from common.store import inbox
from common.store.statement import Executor
from common.topology import RETRY_SECONDS, Listening, dead_queue, retry_queue
from common.worker.pauses import growing, happens

START_SECONDS = 10
CLOSE_SECONDS = 5.0
"""For a goodbye to RabbitMQ, which may never be answered."""
CONFIRM_SECONDS = 10
RECONNECT_SECONDS = 1.0
UNMOVED_SECONDS = 5.0
LONGEST_REASON = 500

E = TypeVar("E", bound=Message)
T = TypeVar("T")
Outcome = Literal["done", "seen", "retried", "dead"]

Bury: TypeAlias = Callable[[Message, str], Awaitable[None]]
"""Lays a message into `.dead` with the reason; replayed from there it is a new one."""
Then: TypeAlias = Callable[[Settings, Database, Bury], AbstractAsyncContextManager[Callable[[Any], Awaitable[None]]]]
"""Opened once by a process; what it gives is called with each event whose transaction is committed."""


class Unreadable(Exception):
    """A message that no further attempt can make sense of; says why."""


class _Stopping(Exception):
    """The process ends before the database has come back."""


class _Read(NamedTuple):
    id: UUID
    event: Message
    failures: int


@dataclass(frozen=True, slots=True)
class Consumer:
    """What `@on` makes of a function: it works the queue of the function's name."""

    events: tuple[type[Message], ...]
    handle: Callable[..., Awaitable[None]]
    using: Callable[[Settings], AbstractAsyncContextManager[Any]] | None = None
    """What a process opens once, beside the database, and gives to each call."""
    then: Then | None = None

    @property
    def listening(self) -> Listening:
        return Listening(self.handle.__name__, tuple(event.topic for event in self.events))

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
        async with AsyncExitStack() as stack:
            opened = [await stack.enter_async_context(self.using(settings))] if self.using else []
            await self._run(manifest, settings, database, opened, idle_seconds, stop)

    async def _run(
        self,
        manifest: Manifest,
        settings: Settings,
        database: Database,
        opened: Sequence[Any],
        idle_seconds: float | None,
        stop: asyncio.Event,
    ) -> None:
        for pause in growing():
            broker = RabbitBroker(
                settings.rabbitmq_url,
                default_channel=Channel(prefetch_count=manifest.concurrency, on_return_raises=True),
                reconnect_interval=RECONNECT_SECONDS,
                graceful_timeout=manifest.timeout_seconds,
                apply_types=False,
                logger=logging.getLogger("faststream"),
                log_level=logging.DEBUG,
            )
            work = _Work(self, database, opened, broker, stop)
            broker.include_router(RabbitRouter(handlers=[work.route()]))
            try:
                async with AsyncExitStack() as stack:
                    if self.then:
                        work.afterwards = await stack.enter_async_context(self.then(settings, database, work.bury))
                    stack.push_async_callback(work.close, manifest.timeout_seconds)
                    async with asyncio.timeout(START_SECONDS):
                        await broker.start()
                    await work.ended(idle_seconds)
                return
            except rabbitmq.AWAY as error:
                logger.warning("RabbitMQ or its topology is away: {!r}", error)
            if await happens(stop, pause):
                return


@overload
def on(event: type[E], /) -> Callable[[Callable[[E, Executor], Awaitable[None]]], Consumer]: ...


@overload
def on(
    *events: type[Message], then: Then | None = None
) -> Callable[[Callable[[Any, Executor], Awaitable[None]]], Consumer]: ...


@overload
def on(
    *events: type[E], using: Callable[[Settings], AbstractAsyncContextManager[T]]
) -> Callable[[Callable[[E, Executor, T], Awaitable[None]]], Consumer]: ...


def on(
    *events: type[Message], using: Any = None, then: Then | None = None
) -> Callable[[Callable[..., Awaitable[None]]], Consumer]:
    """Call the function once for each message of these types, in a transaction of its own.

    It is given the event, the transaction, and what `using` has opened with the settings of the process.
    """
    return lambda handle: Consumer(events, handle, using, then)


class _Work:
    """One process's share of a consumer's messages."""

    def __init__(
        self, consumer: Consumer, database: Database, opened: Sequence[Any], broker: RabbitBroker, stop: asyncio.Event
    ) -> None:
        self.consumer = consumer
        self.database = database
        self.opened = opened
        self.broker = broker
        self.stop = stop
        self.name = consumer.listening.consumer
        self.afterwards: Callable[[Any], Awaitable[None]] | None = None
        self.decoders = {event.topic: msgspec.json.Decoder(event) for event in consumer.events}
        self.schemas = {event.topic: event.schema for event in consumer.events}
        self.in_hand = 0
        self.quiet_since = time.monotonic()

    def route(self) -> RabbitRoute:
        """The queue must be there: declaring it is a step of the deployment."""
        return RabbitRoute(
            self.take,
            RabbitQueue(self.name, declare=False),
            decoder=_undecoded,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
        )

    async def ended(self, idle_seconds: float | None) -> None:
        """Wait until `stop` is set, or no message was in hand for `idle_seconds`."""
        if idle_seconds is None:
            await self.stop.wait()
            return
        left = idle_seconds
        while left > 0 and not await happens(self.stop, left):
            left = idle_seconds - (0 if self.in_hand else time.monotonic() - self.quiet_since)

    async def close(self, graceful_seconds: float) -> None:
        """Let what is in hand be finished, and say goodbye to RabbitMQ.

        A connection that dies just then is waited for by aio-pika for ever, and whoever started this process would
        believe that it works. What is not acknowledged is delivered again.
        """
        try:
            async with asyncio.timeout(CLOSE_SECONDS + (graceful_seconds if self.in_hand else 0)):
                await self.broker.stop()
        except TimeoutError:
            logger.warning("RabbitMQ does not answer a goodbye")

    async def take(self, message: RabbitMessage) -> None:
        """Work one message and settle it, whatever happens to it."""
        request_id.set(message.correlation_id)
        working.set(self.name)
        ended = tracing.begin("consumer", Trace.read(_text(message.headers.get("traceparent"))))
        self.in_hand += 1
        try:
            outcome = await self._outcome(message.raw_message)
            ended(self.name, error=outcome not in ("done", "seen"), **_attributes(message))
            # A RabbitMQ that has gone away delivers the message again: the inbox knows what is done.
            with suppress(ChannelInvalidStateError):
                await (message.ack() if outcome else message.nack(requeue=True))
        finally:
            self.in_hand -= 1
            self.quiet_since = time.monotonic()

    async def _outcome(self, message: AbstractIncomingMessage) -> Outcome | None:
        """None if it has to be delivered again, unchanged."""
        began = time.perf_counter()
        try:
            outcome = await self._work(message)
        except _Stopping:
            return None
        except rabbitmq.AWAY as error:
            logger.error("the message could be moved nowhere: {!r}", error)
            await happens(self.stop, UNMOVED_SECONDS)
            return None
        seconds = time.perf_counter() - began
        metrics.MESSAGES.labels(self.name, outcome).inc()
        metrics.MESSAGE_SECONDS.labels(self.name).observe(seconds)
        if message.timestamp and outcome == "done":
            metrics.MESSAGE_AGE_SECONDS.labels(self.name).observe(max(0.0, time.time() - message.timestamp.timestamp()))
        logger.info(
            "{topic} {outcome} in {milliseconds} ms",
            topic=message.type,
            outcome=outcome,
            milliseconds=round(seconds * 1000, 1),
            message_id=message.message_id,
        )
        return outcome

    async def _work(self, message: AbstractIncomingMessage) -> Outcome:
        try:
            read = self._read(message)
        except Unreadable as error:
            return await self._fail(message, error, failures=1)
        while True:
            try:
                return await self._apply(read)
            except postgres.AWAY as error:
                if not await self._database_was_away():
                    return await self._fail(message, error, failures=read.failures + 1)
            except Exception as error:  # whatever a handler raises is the failure of its message, not of this process
                return await self._fail(message, error, failures=read.failures + 1)

    def _read(self, message: AbstractIncomingMessage) -> _Read:
        decoder = self.decoders.get(message.type or "")
        if decoder is None:
            raise Unreadable(f"the type is {message.type!r} instead of {' or '.join(map(repr, self.decoders))}")
        try:
            known, schema = self.schemas[message.type or ""], int(str(message.headers.get("schema", 1)))
            if schema > known:
                raise Unreadable(f"the schema is {schema}, of a newer release: this one reads up to {known}")
            failures = int(str(message.headers.get("x-attempts", 0)))
            return _Read(UUID(message.message_id), decoder.decode(message.body), failures)
        except Unreadable:
            raise
        except Exception as error:  # whatever these bytes do to a decoder, they would do again
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    async def _apply(self, read: _Read) -> Outcome:
        async with self.database.transaction() as db:
            new = await inbox.receive(db, self.name, read.id)
            if new:
                await self.consumer.handle(read.event, db, *self.opened)
        if self.afterwards:
            await self.afterwards(read.event)
        return "done" if new else "seen"

    async def _database_was_away(self) -> bool:
        """Wait until the database answers; whether it did not at first."""
        pauses, was_away = growing(), False
        while True:
            try:
                await self.database.ping()
                return was_away
            except postgres.AWAY as error:
                was_away = True
                logger.warning("the database is away: {!r}", error)
            if await happens(self.stop, next(pauses)):
                raise _Stopping

    async def _fail(self, message: AbstractIncomingMessage, error: Exception, *, failures: int) -> Outcome:
        again = not isinstance(error, Unreadable) and failures <= len(RETRY_SECONDS)
        reason = f"{type(error).__name__}: {error}"[:LONGEST_REASON]
        logger.opt(exception=error).warning("attempt {} failed", failures)
        moved = aio_pika.Message(
            message.body,
            headers={**_own_headers(message), "x-attempts": failures, "x-error": reason},
            content_type=message.content_type,
            content_encoding=message.content_encoding,
            delivery_mode=DeliveryMode.PERSISTENT,
            correlation_id=message.correlation_id,
            message_id=message.message_id,
            timestamp=message.timestamp,
            type=message.type,
        )
        queue = retry_queue(self.name, failures) if again else dead_queue(self.name)
        await self.broker.publish(moved, queue=queue, mandatory=True, timeout=CONFIRM_SECONDS)
        return "retried" if again else "dead"

    async def bury(self, event: Message, reason: str) -> None:
        """See `Bury`."""
        letter = aio_pika.Message(
            msgspec.json.encode(event),
            headers={"schema": event.schema, "x-error": reason[:LONGEST_REASON], **traced(traceparent())},
            content_type="application/json",
            delivery_mode=DeliveryMode.PERSISTENT,
            correlation_id=request_id.get(),
            message_id=str(uuid4()),
            timestamp=time.time(),
            type=event.topic,
        )
        await self.broker.publish(letter, queue=dead_queue(self.name), mandatory=True, timeout=CONFIRM_SECONDS)


def _own_headers(message: AbstractIncomingMessage) -> HeadersType:
    """Without those that RabbitMQ keeps about a message's way: they would be wrong on a new one."""
    return {name: value for name, value in message.headers.items() if not name.startswith("x-")}


def _attributes(message: RabbitMessage) -> dict[str, str | int]:
    return {
        "messaging.system": "rabbitmq",
        "messaging.operation.type": "process",
        "messaging.message.id": str(message.message_id),
    }


def _text(header: object) -> str | None:
    """A header as text: whoever else writes into our queues may have put anything there."""
    return header if isinstance(header, str) else None


async def _undecoded(message: RabbitMessage) -> RabbitMessage:
    """FastStream hands a handler the decoded body; ours needs the whole message, whatever its body is."""
    return message
