"""People and games for the tests of handlers."""

from uuid import UUID

from common.db import Database


async def add_player(database: Database) -> UUID:
    added: UUID = await database.fetchval(
        "INSERT INTO players (display_name, language) VALUES ('Анна', 'ru') RETURNING id"
    )
    return added


async def add_game(database: Database) -> UUID:
    """A game in a session of its own."""
    added: UUID = await database.fetchval(
        """
        WITH session AS (
            INSERT INTO sessions (code, name, scorers, sums, rules, seed)
            VALUES (uuidv7()::text, '', 'host', 'everyone', '{"game_type": "kolkhoz"}', sha256('')) RETURNING id, rules
        )
        INSERT INTO games (session_id, number, rules, rules_sha256, turns, state)
        SELECT id, 1, rules, sha256(''), '{}', '{}' FROM session RETURNING id
        """
    )
    return added
