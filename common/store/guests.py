"""Guests who turn out to have an account: a link makes their seat a player's, with all that happened on it."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from common.domain import rules
from common.domain.events import GameFinished, SeatResult
from common.errors import Refusal
from common.store import sessions, stats
from common.store.sessions import Seat, Session
from common.store.sql import guests as sql
from common.store.sql import sessions as sessions_sql
from common.store.statement import Executor

LIFE = timedelta(days=30)


class Claimed(NamedTuple):
    """A seat that was a guest's; `version` is the session's new one, None where the player has had the seat already."""

    seat: Seat
    version: int | None


async def link(db: Executor, seat_id: UUID, sha256: bytes) -> None:
    """A new link to a guest's seat, by the SHA-256 of its token; the one before ends."""
    await sql.LINK.run(db, seat_id=seat_id, sha256=sha256)


async def claim(db: Executor, session_id: UUID, seat_id: UUID, player_id: UUID, sha256: bytes) -> Claimed:
    """Make a guest's seat the player's, and count what was played on it for him.

    Raises Refusal `link_unknown`, or `already_seated` for one whose own seat has a history, too.
    """
    await sql.LOCK_GAMES.all(db, session_id=session_id)
    if not await sessions_sql.LOCK.value(db, session_id=session_id):
        raise Refusal("link_unknown")
    session = await sessions.read(db, session_id)
    own = session.seat_of(player_id)
    if own and own.id == seat_id:
        return Claimed(own, None)
    if not await sql.USE.value(db, session_id=session_id, seat_id=seat_id, sha256=sha256, life=LIFE):
        raise Refusal("link_unknown")
    guest = next(seat for seat in session.seats if seat.id == seat_id)
    if own:
        await _give_up(db, session, own)
    role = own.role if own and own.role == "scorer" else guest.role
    active = guest.active or (own is not None and own.active)
    await sql.CLAIM.run(db, seat_id=seat_id, player_id=player_id, role=role, active=active)
    await _count(db, session_id, seat_id, player_id)
    version = await sessions.touch(db, session_id)
    return Claimed(next(seat for seat in (await sessions.read(db, session_id)).seats if seat.id == seat_id), version)


async def _give_up(db: Executor, session: Session, own: Seat) -> None:
    """Forget a seat that the player took beside the guest's, if nothing hangs on it. Raises Refusal."""
    if own.id in rules.handicapped(session.rules) or not await sql.GIVE_UP.value(db, seat_id=own.id):
        raise Refusal("already_seated", "You have played or paid on a seat of your own here: both stay as they are.")


async def _count(db: Executor, session_id: UUID, seat_id: UUID, player_id: UUID) -> None:
    """Count what the guest has played for the player. A message of his games that is on its way names no player."""
    for row in await sql.RESULTS.all(db, session_id=session_id, seat_id=seat_id):
        game_id, game_type, version, won, points, balls, fouls, net = row.values()
        result = SeatResult(seat_id, player_id, points, balls, fouls, net, won)
        await stats.finish(db, GameFinished(session_id, game_id, version, game_type, (result,)))
