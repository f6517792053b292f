import asyncio
from datetime import timedelta

from common.db import Database
from common.manifest import ROOT, load
from common.settings import Settings
from common.store.idempotency import REMEMBERED
from common.worker import run
from tests.handlers.players import add_player

ADD = """
    INSERT INTO idempotency_keys (player_id, operation, key, request_sha256, created_at)
    SELECT $1, 'session_create', uuidv7()::text, sha256(''), now() - $2::interval FROM generate_series(1, $3)
"""


async def prune(settings: Settings) -> None:
    async with asyncio.timeout(20):
        await run(load(ROOT / "handlers/idempotency_prune"), settings, idle_seconds=0, stop=asyncio.Event())


async def test_answers_that_nobody_asks_for_any_more_are_forgotten(settings: Settings, database: Database) -> None:
    anna = await add_player(database)
    await database.execute(ADD, anna, REMEMBERED + timedelta(hours=1), 1200)
    await database.execute(ADD, anna, REMEMBERED - timedelta(hours=1), 3)

    await asyncio.gather(prune(settings), prune(settings))

    assert await database.fetchval("SELECT count(*) FROM idempotency_keys") == 3
