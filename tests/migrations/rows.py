"""Rows as any code might write them: the least that the schema demands."""

from typing import NamedTuple
from uuid import UUID, uuid4

STATE = '{"shooter": null}'
RULES = '{"game_type": "kolkhoz"}'


class Evening(NamedTuple):
    """A session of a host and two guests, with a live game."""

    player: UUID
    session: UUID
    seats: list[UUID]
    game: UUID


async def add_player(db):
    return await db.fetchval("INSERT INTO players (display_name, language) VALUES ('Anna', 'ru') RETURNING id")


async def add_session(db, code):
    return await db.fetchval(
        "INSERT INTO sessions (code, name, scorers, rules, seed) VALUES ($1, '', 'host', $2, $3) RETURNING id",
        code,
        RULES,
        bytes(32),
    )


async def add_seat(db, session, player=None, role="player"):
    return await db.fetchval(
        "INSERT INTO seats (session_id, player_id, display_name, role) VALUES ($1, $2, '', $3) RETURNING id",
        session,
        player,
        role,
    )


async def add_game(db, session, number=1, status="live"):
    return await db.fetchval(
        """
        INSERT INTO games (session_id, number, rules, rules_sha256, turns, state, status)
        VALUES ($1, $2, $3, sha256(''), '{}', $4, $5) RETURNING id
        """,
        session,
        number,
        RULES,
        STATE,
        status,
    )


async def add_event(db, evening, version, *, event_id=None, kind="miss", game=None, undone=None):
    return await db.fetchval(
        """
        INSERT INTO game_events (id, game_id, version, session_version, kind, own_ball, fluke, event_id, recorded_by)
        VALUES ($1, $2, $3, 1, $4, false, false, $5, $6) RETURNING id
        """,
        event_id or uuid4(),
        game or evening.game,
        version,
        kind,
        undone,
        evening.player,
    )
