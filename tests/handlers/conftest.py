"""Handlers as they run: real messages, a real RabbitMQ, a real database."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeAlias
from uuid import UUID, uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, DeliveryMode
from loguru import logger

from common import topology, worker
from common.db import Database
from common.domain.events import GameCancelled, GameStarted, Message
from common.manifest import ROOT, load
from common.metrics import REGISTRY
from common.settings import Settings
from common.store import outbox
from common.topology import Listening
from common.worker import Consumer, Listener
from infra.local.services import RabbitMQ
from infra.render.topology import listening

RETRY_SECONDS = (0.05, 0.1, 0.15)
REQUEST_ID = "request-of-this-test"
TRIAL = Listening("trial", (GameCancelled.topic, GameStarted.topic))
"""A queue for consumers that only tests have."""

Deliver: TypeAlias = Callable[..., Awaitable[Counter[str]]]
Working: TypeAlias = Callable[..., AbstractAsyncContextManager[None]]


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 90.0) -> None:
    """Wait for what must come true. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.01)


@contextmanager
def logged(text: str) -> Iterator[asyncio.Event]:
    """An event that the first log line with this text sets."""
    event = asyncio.Event()
    sink = logger.add(lambda line: event.set() if text in line else None)
    yield event
    logger.remove(sink)


def outcomes(handler: str) -> Counter[str]:
    """How the messages of a handler have ended in this process so far."""
    kinds = ("done", "seen", "retried", "dead")
    counts = {k: REGISTRY.get_sample_value("artel_messages_total", {"function": handler, "outcome": k}) for k in kinds}
    return Counter({kind: int(count) for kind, count in counts.items() if count})


class Queues:
    """RabbitMQ as an operator sees it."""

    def __init__(self, url: str, described: Path) -> None:
        self.url = url
        self.described = described
        self.names = [queue["name"] for queue in json.loads(described.read_text())["queues"]]

    @asynccontextmanager
    async def channel(self) -> AsyncIterator[AbstractChannel]:
        async with await aio_pika.connect(self.url) as connection, connection.channel() as channel:
            yield channel

    async def declare(self) -> None:
        await topology.declare(self.url, self.described)

    async def without(self, *exchanges: str) -> None:
        """Take exchanges away until the next `declare`."""
        async with self.channel() as channel:
            for exchange in exchanges:
                await channel.exchange_delete(exchange)

    async def depth(self, name: str) -> int:
        """How many messages wait there."""
        async with self.channel() as channel:
            return (await channel.declare_queue(name, passive=True)).declaration_result.message_count or 0

    async def has(self, name: str, messages: int) -> bool:
        return await self.depth(name) == messages

    async def take(self, name: str) -> list[AbstractIncomingMessage]:
        """Remove all messages that wait there."""
        taken = []
        async with self.channel() as channel:
            queue = await channel.declare_queue(name, passive=True)
            while message := await queue.get(fail=False, no_ack=True):
                taken.append(message)
        return taken

    async def publish(
        self, topic: str, body: bytes, *, message_id: str, message_type: str | None = None, schema: int = 1
    ) -> None:
        """Send what only the relay sends otherwise."""
        async with self.channel() as channel:
            exchange = await channel.get_exchange(topology.EVENTS)
            message = aio_pika.Message(
                body,
                headers={"schema": schema},
                delivery_mode=DeliveryMode.PERSISTENT,
                message_id=message_id,
                correlation_id=REQUEST_ID,
                type=topic if message_type is None else message_type,
            )
            await exchange.publish(message, topic)

    async def tell(self, message: Message, *, message_id: UUID | None = None) -> None:
        await self.publish(message.topic, outbox.payload(message).encode(), message_id=str(message_id or uuid4()))


@pytest.fixture
async def queues(rabbitmq: RabbitMQ, tmp_path: Path) -> Queues:
    """The queues of all handlers and one of the tests' own (`trial`), with short retries, declared and empty."""
    described = tmp_path / "topology.json"
    described.write_text(json.dumps(topology.describe([*listening(), TRIAL], RETRY_SECONDS)))
    made = Queues(rabbitmq.url, described)
    await made.declare()
    async with made.channel() as channel:
        for name in made.names:
            await (await channel.declare_queue(name, passive=True)).purge()
    return made


@pytest.fixture
def working(settings: Settings, database: Database, queues: Queues) -> Working:
    """`async with working("stats_update")`: the handler runs inside the block and ends with it, as on SIGTERM."""

    @asynccontextmanager
    async def run(handler: str | Consumer | Listener) -> AsyncIterator[None]:
        stop = asyncio.Event()
        if isinstance(handler, str):
            manifest = load(ROOT / "handlers" / handler)
            task = asyncio.create_task(worker.run(manifest, settings, idle_seconds=None, stop=stop))
        else:
            manifest = load(ROOT / "handlers" / "stats_update")
            task = asyncio.create_task(handler.run(manifest, settings, database, idle_seconds=None, stop=stop))
        try:
            yield
        finally:
            stop.set()
            async with asyncio.timeout(20):
                await task

    return run


async def on_two_machines(task: str, settings: Settings) -> None:
    """Run what the clock runs as two machines do at the same moment, until nothing is left to do."""
    manifest = load(ROOT / "handlers" / task)
    async with asyncio.timeout(20), asyncio.TaskGroup() as machines:
        for _ in range(2):
            machines.create_task(worker.run(manifest, settings, idle_seconds=0, stop=asyncio.Event()))


@pytest.fixture
def deliver(queues: Queues, working: Working) -> Deliver:
    """Send every message twice, because RabbitMQ may, and wait until each delivery has had its outcome."""

    async def send(handler: str | Consumer, *messages: Message) -> Counter[str]:
        name = handler if isinstance(handler, str) else handler.listening.consumer
        before = outcomes(name)
        for message, message_id in [(message, uuid4()) for message in messages] * 2:
            await queues.tell(message, message_id=message_id)

        async def all_ended() -> bool:
            ended = outcomes(name) - before
            return ended["done"] + ended["seen"] + ended["dead"] >= 2 * len(messages)

        async with working(handler):
            await until(all_ended)
        return outcomes(name) - before

    return send
