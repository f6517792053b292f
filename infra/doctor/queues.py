"""RabbitMQ: whether it holds what it should, and what lies in it that should not."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelClosed, ChannelPreconditionFailed
from yarl import URL

from common.topology import RETRY_SECONDS, dead_queue, retry_queue
from infra.doctor.findings import SECONDS, Finding, Patient, release

OLDEST_RABBITMQ = (3, 10)
WAITING = 1000
"""As many as this are a backlog."""
_DECLARE = "Run python -m common.topology (make topology), the step `topology` of the deployment."


async def rabbitmq(patient: Patient) -> AsyncIterator[Finding]:
    """Its release, its queues, and what lies in them."""
    connection = aio_pika.Connection(URL(patient.settings.rabbitmq_url))
    try:
        await connection.connect(timeout=SECONDS)
        version = _version(connection)
        old = "Run RabbitMQ 3.10 or newer." if release(version) < OLDEST_RABBITMQ else ""
        yield Finding("rabbitmq", f"RabbitMQ {version} answers.", old)
        queues = json.loads(patient.described.read_text(encoding="utf-8"))["queues"]
        looks = {queue["name"]: await _depth(connection, queue) for queue in queues}
    finally:
        await connection.close()  # also of one that was never open: otherwise it would be closed when nobody waits
    wrong = [look for look in looks.values() if isinstance(look, Finding)]
    for finding in wrong or [Finding("topology", f"All {len(queues)} queues are there, as they are described.")]:
        yield finding
    for finding in _depths({name: look for name, look in looks.items() if isinstance(look, int)}):
        yield finding


def _version(connection: AbstractConnection) -> str:
    properties: Any = connection.transport.connection.server_properties if connection.transport else {}
    return str(properties.get("version", "0"))


async def _depth(connection: AbstractConnection, described: Mapping[str, Any]) -> int | Finding:
    """How many messages wait; a channel for each question, because a wrong one ends it."""
    name = described["name"]
    try:
        async with connection.channel(publisher_confirms=False) as channel:
            queue = await channel.declare_queue(name, passive=True)
    except ChannelClosed:
        return Finding("topology", f"The queue {name} is missing.", _DECLARE)
    try:
        async with connection.channel(publisher_confirms=False) as channel:
            await channel.declare_queue(**described)
    except ChannelPreconditionFailed:
        return Finding("topology", f"The queue {name} was declared differently.", f"Empty and delete it. {_DECLARE}")
    return queue.declaration_result.message_count or 0


def _depths(depths: Mapping[str, int]) -> Sequence[Finding]:
    """What waits where, said only of those where it is too much."""
    consumers = [name.removesuffix(dead_queue("")) for name in depths if name.endswith(dead_queue(""))]
    found = []
    for name in consumers:
        later = sum(depths.get(retry_queue(name, failures + 1), 0) for failures in range(len(RETRY_SECONDS)))
        if dead := depths[dead_queue(name)]:
            show = f"make dead SHOW={name}: then replay or drop them (python -m infra.dead elsewhere)."
            found.append(Finding("queues", f"{dead} messages of {name} are dead.", show))
        if depths.get(name, 0) > WAITING:
            found.append(
                Finding(
                    "queues", f"{depths[name]} messages wait for {name}.", f"See whether it runs, and its log: {name}."
                )
            )
        if later > WAITING:
            found.append(
                Finding(
                    "queues", f"{later} messages wait for another attempt of {name}.", f"See why in its log: {name}."
                )
            )
    waiting = sum(depths.get(name, 0) for name in consumers)
    return found or [Finding("queues", f"{waiting} messages wait, none is dead.")]
