"""People for the tests of handlers."""

from uuid import UUID

from common.db import Database


async def add_player(database: Database) -> UUID:
    added: UUID = await database.fetchval(
        "INSERT INTO players (display_name, language) VALUES ('Анна', 'ru') RETURNING id"
    )
    return added
