"""What RabbitMQ must hold before anything is published: one exchange, and the queues of each consumer.

`describe` says what follows from the consumers, infra/generated/topology.json is that text checked in, and
`python -m common.topology` is the deploy step that declares it. Consumers and the relay declare nothing.

A message that fails waits in `<consumer>.1.retry`, then in `.2.retry`, then in `.3.retry`: queues without a consumer,
whose TTL hands everything back to `<consumer>`. Each step has a queue of its own, because a queue gives up its messages
from the head: in one for all, five seconds would wait behind five minutes. The consumer itself moves the message there
(published, confirmed, only then acknowledged). A reject can only go one way, the same each time; a nack burns all
attempts within milliseconds on RabbitMQ 3.10 and is not even counted from 4.3 on.
"""

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import aio_pika
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelPreconditionFailed

from common.manifest import ROOT
from common.settings import Settings, SettingsError

EVENTS = "artel.events"
UNHEARD = "artel.unheard"
RENDERED = ROOT / "infra" / "generated" / "topology.json"

RETRY_SECONDS = (5, 30, 300)
UNHEARD_MESSAGES, UNHEARD_SECONDS = 10_000, 24 * 60 * 60
DELIVERIES = 20
"""How often a message may end the process that works on it before RabbitMQ itself moves it to `.dead`."""

AWAY: tuple[type[Exception], ...] = CONNECTION_EXCEPTIONS
"""What it looks like when RabbitMQ is away, goes away, or lacks what is described here: trying again is right."""

Description = dict[str, list[dict[str, Any]]]


class TopologyError(Exception):
    """RabbitMQ holds something else under one of our names; the message is a sentence for a person."""


class Listening(NamedTuple):
    """A consumer, which is also its queue's name, and the topics that it hears."""

    consumer: str
    topics: tuple[str, ...]


def retry_queue(consumer: str, failures: int) -> str:
    """Where a message waits after it has failed so many times, from 1 to `len(RETRY_SECONDS)`."""
    return f"{consumer}.{failures}.retry"


def dead_queue(consumer: str) -> str:
    """Where a message lies that nobody will try again by itself."""
    return f"{consumer}.dead"


def describe(listening: Iterable[Listening], retry_seconds: Sequence[float] = RETRY_SECONDS) -> Description:
    """Exchanges, queues and bindings in the words of RabbitMQ's own definitions files."""
    listening = list(listening)
    return {
        "exchanges": [
            {"name": UNHEARD, "type": "fanout", "durable": True, "arguments": {}},
            # Types without a listener are legal: they end there, so that a returned message means a missing topology.
            {"name": EVENTS, "type": "topic", "durable": True, "arguments": {"alternate-exchange": UNHEARD}},
        ],
        "queues": [_unheard(), *(queue for each in listening for queue in _queues(each.consumer, retry_seconds))],
        "bindings": [
            {"source": UNHEARD, "destination": UNHEARD, "routing_key": ""},
            *(
                {"source": EVENTS, "destination": each.consumer, "routing_key": topic}
                for each in listening
                for topic in each.topics
            ),
        ],
    }


def _unheard() -> dict[str, Any]:
    bounds = {"x-max-length": UNHEARD_MESSAGES, "x-overflow": "drop-head", "x-message-ttl": UNHEARD_SECONDS * 1000}
    return _queue(UNHEARD, "classic", **bounds)


def _queues(consumer: str, retry_seconds: Sequence[float]) -> list[dict[str, Any]]:
    dead = dead_queue(consumer)
    return [
        _queue(consumer, "quorum", **_moves_to(dead), **{"x-delivery-limit": DELIVERIES}),
        *(
            _queue(
                retry_queue(consumer, failures),
                "quorum",
                **_moves_to(consumer),
                **{"x-message-ttl": round(seconds * 1000)},
            )
            for failures, seconds in enumerate(retry_seconds, start=1)
        ),
        _queue(dead, "quorum"),
    ]


def _moves_to(queue: str) -> dict[str, Any]:
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        # By default a move is not confirmed, and a crash in the middle of it loses the message.
        "x-dead-letter-strategy": "at-least-once",
        # Without this RabbitMQ ignores the strategy; without a length limit it never comes into play.
        "x-overflow": "reject-publish",
    }


def _queue(name: str, queue_type: str, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "durable": True, "arguments": {"x-queue-type": queue_type, **arguments}}


async def declare(rabbitmq_url: str, topology: Path | None = None) -> None:
    """Create what is missing. Raises TopologyError, or one of `AWAY`.

    `UNHEARD` comes last: who finds it can publish, for every queue is bound that has to be.
    """
    described: Description = json.loads((topology or RENDERED).read_text(encoding="utf-8"))
    async with await aio_pika.connect(rabbitmq_url) as connection, connection.channel() as channel:
        try:
            queues = {each["name"]: await channel.declare_queue(**each) for each in described["queues"]}
            for exchange in sorted(described["exchanges"], key=lambda each: each["name"] == UNHEARD):
                source = await channel.declare_exchange(**exchange)
                for each in described["bindings"]:
                    if each["source"] == source.name:
                        await queues[each["destination"]].bind(source, each["routing_key"])
        except ChannelPreconditionFailed as error:
            raise TopologyError(f"A queue or exchange was declared differently before: {error}. Delete it.") from error


def main() -> int:
    try:
        asyncio.run(declare(Settings.from_env(os.environ).only({"rabbitmq"}).rabbitmq_url))
    except (SettingsError, TopologyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
