"""What the order of the next game is drawn from: the seed of the evening and the games before."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import msgspec

from common.domain import fairness
from common.domain.game import Event
from common.domain.turns import Draw
from common.store.sql import draws as sql
from common.store.statement import Executor

_DRAW = msgspec.json.Decoder(Draw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Game(fairness.Played):
    """A game as far as its order of play goes."""

    id: UUID
    number: int
    status: Literal["live", "finished", "cancelled"]


async def seed(db: Executor, session_id: UUID) -> bytes:
    """The secret that orders are drawn from; nobody may learn it before the session is closed."""
    found: bytes = await sql.SEED.value(db, session_id=session_id)
    return found


async def revealed_seed(db: Executor, session_id: UUID) -> bytes | None:
    """The seed of a closed session; None while it is open."""
    found: bytes | None = await sql.REVEALED_SEED.value(db, session_id=session_id)
    return found


async def games(db: Executor, session_id: UUID) -> list[Game]:
    """All games of a session, oldest first."""
    rows = await sql.GAMES.all(db, session_id=session_id)
    happened: dict[UUID, list[Event]] = defaultdict(list)
    if any("reorder" in row["changes"] for row in rows):
        for event in await sql.EVENTS_OF_REORDERED.all(db, session_id=session_id):
            happened[event["game_id"]].append(
                Event(event["id"], event["kind"], event_id=event["event_id"], turns=event["turns"])
            )
    return [
        Game(
            id=row["id"],
            number=row["number"],
            status=row["status"],
            mode=row["mode"],
            breaks=row["breaks"],
            turns=row["turns"],
            orders=[] if row["status"] == "cancelled" else fairness.orders(row["turns"], happened[row["id"]]),
            last_potter=None if row["status"] == "cancelled" else row["last_potter"],
            draw=row["draw"] and _DRAW.decode(row["draw"]),
            reopened="reopen" in row["changes"],
        )
        for row in rows
    ]
