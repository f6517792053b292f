"""What a player has done, and with whom; read from what is kept, so that an undo or a reopened game needs no repair."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from common.domain import achievements
from common.domain.feats import Feats, feats
from common.domain.game import Event
from common.domain.rules import Ball, GameType
from common.errors import Refusal
from common.store import players
from common.store.players import Player
from common.store.sql import profiles as sql
from common.store.statement import Executor

LAST_GAMES = 50
"""What a curve of form shows, and what feats are looked for in."""
LAST_EVENINGS = 20
HISTORY = 1_000
"""How many games achievements are looked for in: the first ones, so that none is ever lost by going on."""

_BALLS = msgspec.json.Decoder(list[Ball])


class Total(NamedTuple):
    """All finished games of a type."""

    game_type: GameType
    games: int
    wins: int
    points: int
    balls: int
    fouls: int
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class Played:
    """One finished game, as far as the player goes."""

    id: UUID
    session_id: UUID
    game_type: GameType
    finished_at: datetime
    seat_id: UUID
    won: bool
    points: int
    balls: int
    fouls: int
    net_kopecks: int


class Evening(NamedTuple):
    """One evening, as far as the player goes."""

    session_id: UUID
    name: str
    at: datetime
    games: int
    wins: int
    net_kopecks: int


class Versus(NamedTuple):
    """All finished games of two players, as the first of them sees it; draws are neither wins nor losses."""

    evenings: int
    games: int
    wins: int
    losses: int
    got_kopecks: int
    paid_kopecks: int


async def have_met(db: Executor, player_id: UUID, other_id: UUID) -> bool:
    """Whether two players have ever sat at one table; everybody has met himself."""
    met: bool = player_id == other_id or await sql.HAVE_MET.value(db, player_id=player_id, other_id=other_id)
    return met


async def acquaintance(db: Executor, player_id: UUID, other_id: UUID) -> Player:
    """The other, if he has ever sat at one table with this player, or is he himself. Raises Refusal `not_found`."""
    other = await players.show(db, other_id)
    if other is None or not await have_met(db, player_id, other_id):
        raise Refusal("not_found")
    return other


async def search(db: Executor, player_id: UUID, *, query: str | None, limit: int) -> list[Player]:
    """Those whom one has met and whose name holds `query`, those met last first, and whoever has it as username."""
    wanted = query.strip().removeprefix("@").lower() if query else None
    rows = await sql.SEARCH.all(db, player_id=player_id, query=wanted or None, limit=limit)
    return [Player(*row.values()) for row in rows]


async def totals(db: Executor, player_id: UUID) -> list[Total]:
    """By game type, what is played most first."""
    return [Total(*row.values()) for row in await sql.TOTALS.all(db, player_id=player_id)]


async def last_games(
    db: Executor, player_id: UUID, game_type: GameType | None, *, before: UUID | None = None, limit: int = LAST_GAMES
) -> list[Played]:
    """The newest first, those before the id `before`."""
    rows = await sql.GAMES.all(db, player_id=player_id, game_type=game_type, before=before, limit=limit)
    return [Played(*row.values()) for row in rows]


async def last_evenings(db: Executor, player_id: UUID, game_type: GameType | None) -> list[Evening]:
    """The newest first."""
    rows = await sql.EVENINGS.all(db, player_id=player_id, game_type=game_type, limit=LAST_EVENINGS)
    return [Evening(*row.values()) for row in rows]


async def feats_in(db: Executor, games: list[Played]) -> Feats:
    """What a player has done in these games of his."""
    happened = await _shots(db, [game.id for game in games])
    return feats((game.seat_id, happened[game.id]) for game in games)


async def history(db: Executor, player_id: UUID) -> list[achievements.Played]:
    """A player's first `HISTORY` finished games with all their events, in the order of their ends."""
    rows = await sql.HISTORY.all(db, player_id=player_id, limit=HISTORY)
    happened = await _shots(db, [row["game_id"] for row in rows])
    return [
        achievements.Played(
            game_id=row["game_id"],
            game_type=row["game_type"],
            finished_at=row["finished_at"],
            seat=row["seat"],
            won=row["won"],
            fouls=row["fouls"],
            seats=row["seats"],
            colored=_colored(row["balls"]),
            events=happened[row["game_id"]],
        )
        for row in rows
    ]


async def versus(db: Executor, player_id: UUID, other_id: UUID) -> Versus:
    """What has become of all games that two players finished together."""
    row = await sql.VERSUS.one(db, player_id=player_id, other_id=other_id)
    assert row is not None  # noqa: S101  # an aggregate always returns
    return Versus(*row.values())


async def _shots(db: Executor, game_ids: list[UUID]) -> dict[UUID, list[Event]]:
    """What has happened at the table in each of these games, oldest first."""
    happened: dict[UUID, list[Event]] = {game_id: [] for game_id in game_ids}
    for row in await sql.SHOTS.all(db, game_ids=game_ids):
        happened[row["game_id"]].append(
            Event(
                row["id"],
                row["kind"],
                row["seat_id"],
                color=row["color"],
                own_ball=bool(row["own_ball"]),
                fluke=bool(row["fluke"]),
                event_id=row["event_id"],
            )
        )
    return happened


def _colored(balls: str | None) -> dict[str, int]:
    return {ball.color: ball.count for ball in _BALLS.decode(balls) if ball.color != "white"} if balls else {}
