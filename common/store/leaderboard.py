"""The games of the people whom a player has met."""

from uuid import UUID

import msgspec

from common.domain.contest import PERIODS, Contest, Part, Period
from common.domain.rules import GameType
from common.store.players import Player
from common.store.sql import leaderboard as sql
from common.store.statement import Executor

MOST_GAMES = 1_000
"""More than anybody's people play in the period that is asked for; of all time it is the newest."""

_PARTS = msgspec.json.Decoder(list[Part])
_TURNS = msgspec.json.Decoder(list[UUID])


async def people(db: Executor, player_id: UUID) -> dict[UUID, Player]:
    """Everyone who has sat at a table with a player, and he himself; not whoever has erased himself."""
    rows = await sql.PEOPLE.all(db, player_id=player_id)
    return {row["id"]: Player(*row.values()) for row in rows}


async def games(db: Executor, player_id: UUID, game_type: GameType | None, period: Period) -> list[Contest]:
    """The newest finished games of those people, whoever else has played in them, in the order of their ends."""
    rows = await sql.GAMES.all(db, player_id=player_id, game_type=game_type, within=PERIODS[period], limit=MOST_GAMES)
    return [Contest(row["game_type"], _TURNS.decode(row["turns"]), _PARTS.decode(row["parts"])) for row in rows]
