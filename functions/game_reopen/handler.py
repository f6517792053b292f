"""Something was wrong after all: a finished game goes on, until it is right and is finished again."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain.events import GameReopened
from common.errors import Refusal
from common.schemas.games import Game
from common.store import games, outbox, sessions
from common.web import Announce, Db, Me, idempotent


@post("/games/{game_id:uuid}/reopen", status_code=200)
@idempotent
async def game_reopen(game_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> Game:
    """Reopen a finished game: its money is taken back by a compensating entry. A live one is answered as it is.

    With an `Idempotency-Key` a copy that comes late does not reopen a game that was finished again meanwhile.
    """
    game, standing = await games.lock(db, game_id, me.player_id)
    standing.demand("run_game")
    if game.status == "live":
        return Game.of(game)
    game.demand_finished()
    session = await sessions.lock(db, game.session_id)
    session.demand_open()
    if session.current_game_id:
        raise Refusal("game_already_live")
    game, version = await games.reopen(db, game, me.player_id)
    players = tuple(seat.player_id for seat in session.seats if seat.player_id and seat.id in game.state.scores)
    await outbox.tell(db, GameReopened(session.id, game.id, game.version, game.rules.game_type, players))
    announce.changed(session.id, version)
    return Game.of(game)
