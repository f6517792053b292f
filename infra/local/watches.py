"""Who wakes the handlers: messages in their queues, rows in the outbox, the clock."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path

import aio_pika
import asyncpg
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ChannelNotFoundEntity

from common.topology import AWAY
from infra.local.ondemand import Handler

LOOK_SECONDS = 1.0
RECONNECT_SECONDS = 0.5
CONNECT_SECONDS = 5.0
FIRST_SECONDS = 60.0
"""A start is for people; what is swept and pruned can wait."""
COUNT = "SELECT count(*) FROM (SELECT FROM outbox WHERE not_before <= now() LIMIT 1000) AS waiting"
"""What the relay has to do; a backlog is not worth counting each second."""


def queues_of(topology: Path) -> frozenset[str]:
    """The names of all queues that the deploy step declares."""
    return frozenset(queue["name"] for queue in json.loads(topology.read_text(encoding="utf-8"))["queues"])


def intervals_of(clock: Path) -> dict[str, float]:
    """After how many seconds each handler that runs at intervals is due again; nothing where none is rendered."""
    intervals: dict[str, float] = json.loads(clock.read_text(encoding="utf-8")) if clock.exists() else {}
    return intervals


async def watch_clock(
    seconds: float, handler: Handler, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Wake the handler soon, since nobody did while the machine was off, then each so many seconds. Never returns."""
    await sleep(min(FIRST_SECONDS, seconds))
    while True:
        handler.wanted()
        await sleep(seconds)


async def watch_queues(url: str, handlers: Collection[Handler]) -> None:
    """Wake each handler while the queue of its name has messages. Never returns; outlives the broker."""
    while handlers:
        try:
            connection = await aio_pika.connect(url, timeout=CONNECT_SECONDS)
            async with connection:
                channel = await connection.channel(publisher_confirms=False)
                while True:
                    for handler in handlers:
                        if channel.is_closed:
                            channel = await connection.channel(publisher_confirms=False)
                        handler.waiting = await _messages(channel, handler.manifest.name)
                        if handler.waiting:
                            handler.wanted()
                    await asyncio.sleep(LOOK_SECONDS)
        except AWAY:
            await asyncio.sleep(RECONNECT_SECONDS)


async def _messages(channel: AbstractChannel, name: str) -> int | None:
    """How many messages nobody works on; None if there is no such queue, and then the channel is closed."""
    try:
        queue = await channel.declare_queue(name, passive=True)
    except ChannelNotFoundEntity:
        return None
    return queue.declaration_result.message_count


async def watch_outbox(url: str, handlers: Sequence[Handler]) -> None:
    """Wake the relay while the outbox has rows. Never returns; outlives the database.

    LISTEN makes it quick, looking makes it certain: a notice that comes while the relay is on its way out is no loss.
    """
    noticed = asyncio.Event()
    while handlers:
        try:
            connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
            try:
                await connection.add_listener("outbox", lambda *_: noticed.set())
                while True:
                    noticed.clear()
                    waiting = await connection.fetchval(COUNT, timeout=CONNECT_SECONDS)
                    for handler in handlers:
                        handler.waiting = waiting
                        if waiting:
                            handler.wanted()
                    await _or_after(noticed, LOOK_SECONDS)
            finally:
                connection.terminate()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(RECONNECT_SECONDS)


async def _or_after(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
