"""kill -9 in the middle: nothing that was told is lost, and nothing counts twice."""

import asyncio
import os
import signal
from uuid import uuid4

import aio_pika
import pytest

from common.db import Database
from common.domain.events import GameFinished, SeatResult
from common.store import outbox
from common.topology import UNHEARD
from common.worker import consumer
from infra.local.services import Postgres, RabbitMQ
from tests.handlers.conftest import Queues, Working, until
from tests.handlers.players import add_game, add_player

GAMES = 300


async def finish_games(database: Database) -> None:
    """Finish `GAMES` games of one player, one after another, so that whatever happens, happens in the middle."""
    anna = await add_player(database)
    for _ in range(GAMES):
        result = SeatResult(uuid4(), anna, points=1, balls=1, fouls=0, net_kopecks=0, won=False)
        await outbox.tell(database, GameFinished(uuid4(), await add_game(database), 1, "kolkhoz", (result,)))


async def counted(database: Database, games: int) -> bool:
    return (await database.fetchval("SELECT games FROM player_totals") or 0) >= games


async def consumes(rabbitmq: RabbitMQ) -> bool:
    async with await aio_pika.connect(rabbitmq.url) as connection, connection.channel() as channel:
        queue = await channel.declare_queue("stats_update", passive=True)
        return bool(queue.declaration_result.consumer_count)


async def remembered(rabbitmq: RabbitMQ, queues: Queues) -> bool:
    """Whether RabbitMQ has written down which quorum queues it has: it does so up to a second after it has made one."""
    names = (rabbitmq.directory / "mnesia/artel@localhost/quorum/artel@localhost/names.dets").read_bytes()
    return all(name.encode() in names for name in queues.names if name != UNHEARD)


async def test_rabbitmq_killed_in_the_middle_loses_and_doubles_nothing(
    rabbitmq: RabbitMQ, queues: Queues, working: Working, database: Database
) -> None:
    await until(lambda: remembered(rabbitmq, queues))
    async with working("outbox_relay"), working("stats_update"):
        telling = asyncio.create_task(finish_games(database))
        await until(lambda: counted(database, GAMES // 10))
        assert rabbitmq.process
        rabbitmq.process.kill()
        await rabbitmq.process.wait()
        await telling
        assert not await counted(database, GAMES)
        await rabbitmq.start()
        await until(lambda: counted(database, GAMES), seconds=60)

    assert await database.fetchval("SELECT games FROM player_totals") == GAMES
    assert await database.fetchval("SELECT count(*) FROM inbox") == GAMES
    assert await database.fetchval("SELECT count(*) FROM outbox") == 0


async def test_handlers_end_and_begin_while_rabbitmq_is_away(
    rabbitmq: RabbitMQ, queues: Queues, working: Working, database: Database
) -> None:
    await until(lambda: remembered(rabbitmq, queues))
    async with working("outbox_relay"), working("stats_update"):
        await rabbitmq.stop()
    async with working("outbox_relay"), working("stats_update"):
        await finish_games(database)
        await rabbitmq.start()
        await until(lambda: counted(database, GAMES))


async def test_a_handler_ends_although_rabbitmq_answers_no_more(
    rabbitmq: RabbitMQ, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "CLOSE_SECONDS", 0.2)
    assert rabbitmq.process
    try:
        async with working("stats_update"):
            await until(lambda: consumes(rabbitmq))
            os.kill(rabbitmq.process.pid, signal.SIGSTOP)
    finally:
        os.kill(rabbitmq.process.pid, signal.SIGCONT)


async def test_postgres_restarted_in_the_middle_loses_and_doubles_nothing(
    postgres: Postgres, queues: Queues, working: Working, database: Database
) -> None:
    await finish_games(database)
    async with working("outbox_relay"), working("stats_update"):
        await until(lambda: counted(database, GAMES // 10))
        await postgres.stop()
        await postgres.start()
        assert not await counted(database, GAMES)
        await until(lambda: counted(database, GAMES))

    assert await database.fetchval("SELECT games FROM player_totals") == GAMES
    assert await database.fetchval("SELECT count(*) FROM outbox") == 0
