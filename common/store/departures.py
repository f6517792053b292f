"""Who goes home, is sent home, or watches from now on: what becomes of his seat, of the order of play, of the host."""

from typing import NamedTuple
from uuid import UUID, uuid4

from common.domain import company, game
from common.domain.rights import Role
from common.errors import Refusal
from common.store import games, sessions
from common.store.sessions import Seat, Session
from common.store.statement import Executor


class SeatChange(NamedTuple):
    """A seat is not what it was; `reorder` is the event that took it out of the live game, where it played in one."""

    session_id: UUID
    version: int
    """Of the session."""
    reorder: games.Saved | None


async def leave(db: Executor, session_id: UUID, player_id: UUID) -> SeatChange:
    """Leave a session; a host hands it over to the scorer, or else the player, who has been there longest.

    Raises Refusal `not_found`, `not_a_member`, `session_closed`, `version_conflict`.
    """
    live, session = await _lock(db, session_id, player_id)
    seat = session.demand(player_id, "leave")
    _demand_open(session, live)
    reorder = await _take_out(db, live, seat, player_id)
    heir = company.heir(session.seats, seat)
    # A host with nobody to hand over to keeps the role, so that he can come back and close the evening.
    await sessions.change_seat(db, seat.id, role="player" if heir else seat.role, active=False)
    if heir:
        await sessions.change_seat(db, heir, role="host", active=True)
    return SeatChange(session_id, await sessions.touch(db, session_id), reorder)


async def remove(db: Executor, session_id: UUID, seat_id: UUID, by: UUID) -> SeatChange:
    """Send somebody home: his points and debts stay. Raises Refusal, for the host's own seat `host_stays`."""
    live, session = await _lock(db, session_id, by)
    session.demand(by, "run_session")
    _demand_open(session, live)
    seat = session.active_seat(seat_id)
    if seat.role == "host":
        raise Refusal("host_stays")
    reorder = await _take_out(db, live, seat, by)
    await sessions.change_seat(db, seat.id, role=seat.role, active=False)
    return SeatChange(session_id, await sessions.touch(db, session_id), reorder)


async def change_role(db: Executor, session_id: UUID, seat_id: UUID, role: Role, by: UUID) -> SeatChange:
    """Another role for somebody; a new host makes the old one a scorer. Raises Refusal.

    Whoever only watches from now on is out of the order of play, as if he had left.
    """
    live, session = await _lock(db, session_id, by)
    host = session.demand(by, "run_session")
    _demand_open(session, live)
    seat = session.active_seat(seat_id)
    company.demand_role(seat, role)
    reorder = await _take_out(db, live, seat, by) if role == "spectator" else None
    if role == "host":
        await sessions.change_seat(db, host.id, role="scorer", active=True)
    await sessions.change_seat(db, seat.id, role=role, active=True)
    return SeatChange(session_id, await sessions.touch(db, session_id), reorder)


async def leave_all(db: Executor, player_id: UUID) -> list[SeatChange]:
    """Leave every open session, in the one order in which everybody locks more than one.

    One that the player left, or somebody closed, in this very moment is left already.
    """
    left = []
    for session_id in await sessions.attended(db, player_id):
        try:
            left.append(await leave(db, session_id, player_id))
        except Refusal as refusal:
            if refusal.code not in ("not_a_member", "session_closed"):
                raise
    return left


async def _lock(db: Executor, session_id: UUID, player_id: UUID) -> tuple[games.Game | None, Session]:
    """A session and its live game, in the order in which everybody locks them. Raises Refusal `not_found`."""
    return await games.lock_live(db, session_id, player_id), await sessions.lock(db, session_id)


def _demand_open(session: Session, live: games.Game | None) -> None:
    """Raise Refusal `session_closed`, or `version_conflict` when a game began or ended between the two locks."""
    session.demand_open()
    if session.current_game_id != (live.id if live else None):
        raise Refusal("version_conflict")


async def _take_out(db: Executor, live: games.Game | None, seat: Seat, by: UUID) -> games.Saved | None:
    """The event that takes a seat out of the order of play; None where that stays as it is."""
    turns = game.without(live.rules, live.state, seat.id) if live else None
    if live is None or turns is None:
        return None
    decision = game.reorder(live.rules, live.state, game.Event(uuid4(), "reorder", turns=turns))
    return await games.save(db, live, by, decision)
