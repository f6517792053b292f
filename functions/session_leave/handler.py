"""Go home early: points and debts stay, and so does the evening."""

from uuid import UUID, uuid4

from litestar import post
from litestar.params import FromPath

from common.domain import company, game
from common.errors import Refusal
from common.schemas import Event, Game
from common.store import games, sessions
from common.web import Announce, Db, Me


@post("/sessions/{session_id:uuid}/leave", status_code=204)
async def session_leave(session_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> None:
    """Leave a session; a host hands it over to the scorer, or else the player, who has been there longest.

    Whoever leaves in the middle of a Kolkhoz is out of the order of play.
    """
    live = await games.lock_live(db, session_id, me.player_id)
    session = await sessions.lock(db, session_id)
    seat = session.member(me.player_id)
    session.demand_open()
    if session.current_game_id != (live.id if live else None):
        raise Refusal("version_conflict")
    if live and (turns := game.without(live.rules, live.state, seat.id)):
        decision = game.reorder(live.rules, live.state, game.Event(uuid4(), "reorder", turns=turns))
        saved = await games.save(db, live, me.player_id, decision)
        announce.event(session_id, saved.version, Event.of(saved.event), Game.of(saved.game))
    heir = company.heir(session.seats, seat.id) if seat.role == "host" else None
    # A host with nobody to hand over to keeps the role, so that he can come back and close the evening.
    role = "player" if heir else seat.role
    await sessions.change_seat(db, seat.id, role=role, active=False)
    if heir:
        await sessions.change_seat(db, heir, role="host", active=True)
    announce.changed(session_id, await sessions.touch(db, session_id))
