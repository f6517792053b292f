"""What is derived from events: read as it is kept, and put right."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

import msgspec

from common.domain import rules
from common.domain.ledger import Transfer
from common.domain.result import Result
from common.domain.scores import State
from common.store import games, ledger, sessions
from common.store.sql import recompute as sql
from common.store.statement import Executor

PAGE = 500
FIRST = UUID(int=0)


class Kept(NamedTuple):
    """The end of a game as it is kept: points, balls, fouls and kopecks of each seat, and who owes whom on balance."""

    figures: dict[UUID, tuple[int, int, int, int]]
    owed: set[Transfer]


async def all_games(db: Executor) -> AsyncIterator[UUID]:
    """The ids of all games, oldest first."""
    after = FIRST
    while rows := await sql.PAGE.all(db, after=after, limit=PAGE):
        for row in rows:
            yield row["id"]
        after = rows[-1]["id"]


async def has_its_rules(db: Executor, game_id: UUID) -> bool:
    """Whether the rules of a game are those that it was started with."""
    row = await sql.RULES.one(db, game_id=game_id)
    return row is not None and rules.digest_of(msgspec.json.decode(row["rules"])) == bytes(row["rules_sha256"])


async def kept(db: Executor, game_id: UUID) -> Kept:
    """The end of a game as it is kept."""
    figures = {
        row["seat_id"]: (row["points"], row["balls"], row["fouls"], row["net_kopecks"])
        for row in await sql.RESULTS.all(db, game_id=game_id)
    }
    owed = {Transfer(*row) for row in await sql.OWED.all(db, game_id=game_id)}
    return Kept(figures, owed)


async def save_state(db: Executor, game: games.Game, state: State) -> games.Game:
    """The board of a locked game, put right."""
    await sql.SAVE_STATE.run(db, game_id=game.id, state=msgspec.json.encode(state).decode())
    return replace(game, state=state)


async def save_end(db: Executor, game: games.Game, end: Result) -> None:
    """The end of a locked game, put right: its money by a compensating entry, in the name of the host."""
    session = await sessions.read(db, game.session_id)
    by = next(seat.player_id for seat in session.seats if seat.role == "host" and seat.player_id)
    await sql.SAVE_WINNERS.run(db, game_id=game.id, winner_seat_ids=end.winners)
    await games.save_results(db, game, end)
    await ledger.reverse_game(db, game.id, by)
    await ledger.save_game(db, game.session_id, game.id, end.transfers, by)


async def count(db: Executor) -> list[UUID]:
    """Every game's part of every player's totals, put right, and nobody counting meanwhile; whose was wrong."""
    await sql.LOCK.run(db)
    wrong = [row["player_id"] for row in [*await sql.COUNT.all(db), *await sql.WITHDRAW.all(db)]]
    wrong += [row["player_id"] for row in [*await sql.TOTAL.all(db), *await sql.STRAY.all(db)]]
    return list(dict.fromkeys(wrong))
