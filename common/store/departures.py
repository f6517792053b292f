"""Going home early: what becomes of a seat, of the order of play and of the host's chair."""

from typing import NamedTuple
from uuid import UUID, uuid4

from common.domain import company, game
from common.errors import Refusal
from common.store import games, sessions
from common.store.statement import Executor


class Departure(NamedTuple):
    """Someone has left; `reorder` is the event that took him out of the live game, where he played in one."""

    session_id: UUID
    version: int
    """Of the session."""
    reorder: games.Saved | None


async def leave(db: Executor, session_id: UUID, player_id: UUID) -> Departure:
    """Leave a session; a host hands it over to the scorer, or else the player, who has been there longest.

    Raises Refusal `not_found`, `not_a_member`, `session_closed`, `version_conflict`.
    """
    live = await games.lock_live(db, session_id, player_id)
    session = await sessions.lock(db, session_id)
    seat = session.demand(player_id, "leave")
    session.demand_open()
    if session.current_game_id != (live.id if live else None):
        raise Refusal("version_conflict")
    reorder = None
    if live and (turns := game.without(live.rules, live.state, seat.id)):
        decision = game.reorder(live.rules, live.state, game.Event(uuid4(), "reorder", turns=turns))
        reorder = await games.save(db, live, player_id, decision)
    heir = company.heir(session.seats, seat)
    # A host with nobody to hand over to keeps the role, so that he can come back and close the evening.
    await sessions.change_seat(db, seat.id, role="player" if heir else seat.role, active=False)
    if heir:
        await sessions.change_seat(db, heir, role="host", active=True)
    return Departure(session_id, await sessions.touch(db, session_id), reorder)


async def leave_all(db: Executor, player_id: UUID) -> list[Departure]:
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
