"""Who plays from here on, and in which order: people come, go, and stand in for each other."""

from uuid import UUID, uuid4

from litestar import put
from litestar.params import FromPath, JSONBody

from common.domain import company, game
from common.schemas.games import Event, Game
from common.store import games, sessions
from common.web import Announce, Body, Db, Me


class NewTurns(Body):
    """Everyone who plays, each once, in the order of play."""

    turns: list[UUID]


@put("/games/{game_id:uuid}/turns")
async def game_set_turns(game_id: FromPath[UUID], data: JSONBody[NewTurns], db: Db, me: Me, announce: Announce) -> Game:
    """Set the order of play: any before the first shot, afterwards one in which those who stay follow as before."""
    found, standing = await games.lock(db, game_id, me.player_id)
    standing.demand("run_game")
    found.demand_live()
    session = await sessions.read(db, found.session_id)
    turns = company.players(session.seats, turns=data.turns, playing=None)
    if turns == found.state.turns:
        return Game.of(found)
    decision = game.reorder(found.rules, found.state, game.Event(uuid4(), "reorder", turns=turns))
    saved = await games.save(db, found, me.player_id, decision)
    answer = Game.of(saved.game)
    announce.event(found.session_id, saved.version, Event.of(saved.event), answer)
    return answer
