from datetime import timedelta
from uuid import UUID

from common.db import Database
from common.settings import Settings
from tests.handlers.conftest import on_two_machines
from tests.handlers.players import add_player

DAY = timedelta(days=1)
SIGN_IN = "INSERT INTO sign_ins (player_id, created_at) VALUES ($1, now() - $2::interval) RETURNING id"
TOKEN = """
    INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at)
    VALUES (sha256(uuidv7()::text::bytea), $1, now() + $2::interval)
"""


async def sign_in(database: Database, *tokens: timedelta, age: timedelta = 9 * DAY) -> UUID:
    """A sign-in of someone, with refresh tokens that are good for so long."""
    made: UUID = await database.fetchval(SIGN_IN, await add_player(database), age)
    for left in tokens:
        await database.execute(TOKEN, made, left)
    return made


async def test_what_can_be_used_stays_and_what_has_expired_goes(settings: Settings, database: Database) -> None:
    in_use = await sign_in(database, -DAY, DAY)
    await sign_in(database, -DAY, -2 * DAY)
    just_made = await sign_in(database, age=timedelta())

    await on_two_machines("sign_in_prune", settings)

    assert {row["id"] for row in await database.fetch("SELECT id FROM sign_ins")} == {in_use, just_made}
    assert [row["sign_in_id"] for row in await database.fetch("SELECT sign_in_id FROM refresh_tokens")] == [in_use]
