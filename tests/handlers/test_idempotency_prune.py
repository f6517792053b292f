from datetime import timedelta

from common.db import Database
from common.settings import Settings
from common.store.idempotency import REMEMBERED
from tests.handlers.conftest import on_two_machines
from tests.handlers.players import add_player

ADD = """
    INSERT INTO idempotency_keys (player_id, operation, key, request_sha256, created_at)
    SELECT $1, 'session_create', uuidv7()::text, sha256(''), now() - $2::interval FROM generate_series(1, $3)
"""


async def test_answers_that_nobody_asks_for_any_more_are_forgotten(settings: Settings, database: Database) -> None:
    anna = await add_player(database)
    await database.execute(ADD, anna, REMEMBERED + timedelta(hours=1), 1200)
    await database.execute(ADD, anna, REMEMBERED - timedelta(hours=1), 3)

    await on_two_machines("idempotency_prune", settings)

    assert await database.fetchval("SELECT count(*) FROM idempotency_keys") == 3
