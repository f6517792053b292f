from datetime import timedelta

from common.db import Database
from common.settings import Settings
from common.store.inbox import REMEMBERED
from tests.handlers.conftest import on_two_machines

ADD = """
    INSERT INTO inbox (consumer, message_id, received_at)
    SELECT 'trial', uuidv7(), now() - $1::interval FROM generate_series(1, $2)
"""


async def test_what_came_long_ago_is_forgotten_and_nothing_else(settings: Settings, database: Database) -> None:
    await database.execute(ADD, REMEMBERED + timedelta(hours=1), 2500)
    await database.execute(ADD, REMEMBERED - timedelta(hours=1), 7)

    await on_two_machines("inbox_prune", settings)

    assert await database.fetchval("SELECT count(*) FROM inbox") == 7
