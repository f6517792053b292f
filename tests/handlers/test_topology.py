import json
from pathlib import Path

import aio_pika
import pytest

from common import topology
from common.topology import Listening, TopologyError
from infra.local.services import RabbitMQ
from infra.render.asyncapi import document
from infra.render.topology import listening

NEWS = [Listening("reader", ("game.started",))]


def written(tmp_path: Path, retry_seconds: tuple[float, ...]) -> Path:
    path = tmp_path / "topology.json"
    path.write_text(json.dumps(topology.describe(NEWS, retry_seconds)))
    return path


async def test_declaring_twice_changes_nothing(rabbitmq: RabbitMQ, tmp_path: Path) -> None:
    described = written(tmp_path, (1, 2, 3))
    await topology.declare(rabbitmq.url, described)
    async with await aio_pika.connect(rabbitmq.url) as connection, connection.channel() as channel:
        await channel.default_exchange.publish(aio_pika.Message(b"kept"), "reader")

        await topology.declare(rabbitmq.url, described)

        kept = await (await channel.get_queue("reader")).get(no_ack=True)
        assert kept.body == b"kept"


async def test_a_queue_that_was_declared_otherwise_is_named(rabbitmq: RabbitMQ, tmp_path: Path) -> None:
    await topology.declare(rabbitmq.url, written(tmp_path, (1, 2, 3)))

    with pytest.raises(TopologyError, match=r"reader\.1\.retry"):
        await topology.declare(rabbitmq.url, written(tmp_path, (4, 5, 6)))


async def test_each_step_waits_longer_and_hands_back_to_the_consumer() -> None:
    queues = {queue["name"]: queue["arguments"] for queue in topology.describe(NEWS)["queues"]}
    steps = [queues[topology.retry_queue("reader", failures)] for failures in (1, 2, 3)]

    assert [step["x-message-ttl"] for step in steps] == [5_000, 30_000, 300_000]
    assert {step["x-dead-letter-routing-key"] for step in steps} == {"reader"}
    assert queues["reader"]["x-dead-letter-routing-key"] == "reader.dead"
    assert "x-message-ttl" not in queues["reader.dead"]


async def test_every_consumer_is_in_the_document_of_messages() -> None:
    operations = document()["operations"]

    received = {
        (name, operation["channel"]["$ref"].rpartition("/")[2])
        for name, operation in operations.items()
        if operation["action"] == "receive"
    }
    heard = [(each.consumer, topic.replace(".", "_")) for each in listening() for topic in each.topics]
    assert len(received) == len(heard)
    for consumer, channel in heard:
        assert received & {(consumer, channel), (f"{consumer}_{channel}", channel)}
