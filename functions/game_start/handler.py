"""Break!"""

from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody

from common.domain import company, fairness, game, rules, turns
from common.domain.events import GameStarted
from common.errors import Refusal
from common.schemas.games import Game
from common.store import draws, games, outbox, sessions
from common.web import Announce, Body, Db, Me, idempotent


class NewGame(Body):
    """`turns` says who plays and in which order; `seats` only who plays; neither: everyone who is there."""

    rules: dict[str, Any] | None = None
    turns: list[UUID] | None = None
    seats: list[UUID] | None = None


@post("/sessions/{session_id:uuid}/games", status_code=201)
@idempotent
async def game_start(
    session_id: FromPath[UUID], db: Db, me: Me, announce: Announce, data: JSONBody[NewGame | None] = None
) -> Game:
    """Start the next game of a session."""
    given = data or NewGame()
    session = await sessions.lock(db, session_id)
    session.demand(me.player_id, "run_game")
    session.demand_open()
    if session.current_game_id:
        raise Refusal("game_already_live")
    chosen = session.rules if given.rules is None else rules.parse(given.rules)
    company.demand_known(session.seats, rules.handicapped(chosen))
    playing = company.players(session.seats, turns=given.turns, playing=given.seats)
    game.demand_playable(chosen, playing)
    draw = None
    if given.turns is None:
        before = await draws.games(db, session_id)
        draw = fairness.facts(session_id, chosen.turns, chosen.breaks, playing, before)
        playing = turns.draw(await draws.seed(db, session_id), draw)
    started = await games.start(db, session_id, chosen, playing, game.start(chosen, playing), draw)
    announce.changed(session_id, await sessions.touch(db, session_id))
    await outbox.tell(db, GameStarted(session_id, started.id))
    return Game.of(started)
