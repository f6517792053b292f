"""A fault that is really made tells of itself in time, by its own alert and by no other, and is over when it is mended

Times are a tenth of the real ones (conftest.py), the alert's own among them.
"""

import io
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aio_pika

from infra import dead
from infra.render.alerts import ALERTS
from tests.product import until
from tests.watching.conftest import SCALE, Looked

SECONDS = 60.0


@asynccontextmanager
async def telling(looked: Looked, alert: str) -> AsyncIterator[None]:
    """The block's fault is told by this alert, and what the block does at its end ends it."""
    people = looked.people
    await until(lambda: on(looked), lambda names: not names, seconds=SECONDS)
    people.told.clear()
    yield
    await until(lambda: on(looked), lambda names: not names, seconds=SECONDS)
    assert people.told == [alert]


async def on(looked: Looked) -> set[str]:
    return set(looked.people.on)


async def told(looked: Looked, alert: str) -> None:
    """In the time that the alert states."""
    within = next(each.within for each in ALERTS if each.name == alert)
    await until(lambda: on(looked), lambda names: alert in names, seconds=within * 60 * SCALE)


async def test_rabbitmq_is_away(looked: Looked) -> None:
    async with telling(looked, "BrokerAway"):
        assert looked.runner.rabbitmq.pid is not None
        os.killpg(looked.runner.rabbitmq.pid, signal.SIGSTOP)
        try:
            await told(looked, "BrokerAway")
        finally:
            os.killpg(looked.runner.rabbitmq.pid, signal.SIGCONT)


async def test_the_database_is_slow(looked: Looked) -> None:
    async with telling(looked, "DatabaseSlow"):
        looked.copy.delay_seconds = 0.7
        await told(looked, "DatabaseSlow")
        looked.copy.delay_seconds = 0


async def test_a_message_is_poison(looked: Looked) -> None:
    runner = looked.runner
    async with telling(looked, "DeadLetters"):
        async with await aio_pika.connect(runner.rabbitmq.url) as connection, connection.channel() as channel:
            await channel.default_exchange.publish(aio_pika.Message(b"{", type="game.finished"), "stats_update")
        await told(looked, "DeadLetters")
        # The runbook's steps.
        for step in (["list"], ["show", "stats_update"], ["drop", "stats_update"]):
            said = io.StringIO()
            await dead.run(runner.rabbitmq.url, step, runner.config.topology, said)
            assert "stats_update" in said.getvalue() or "1" in said.getvalue()


async def test_money_does_not_add_up(looked: Looked) -> None:
    async with telling(looked, "LedgerImbalance"):
        await looked.copy.take_a_kopeck()
        await told(looked, "LedgerImbalance")
        await looked.copy.put_it_back()
