"""End a game: settle the money and tell everyone."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain import result
from common.schemas.games import FinishedGame, Game
from common.schemas.money import seat_balances, transfers
from common.store import games
from common.web import Announce, Db, Me, idempotent


@post("/games/{game_id:uuid}/finish", status_code=200)
@idempotent
async def game_finish(game_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> FinishedGame:
    """Finish a game; finishing a finished one answers the same again.

    With an `Idempotency-Key` a copy that comes late does not end a game that was reopened meanwhile.
    """
    game, standing = await games.lock(db, game_id, me.player_id)
    standing.demand("run_game")
    end = result.settle(game.rules, game.state)
    if game.status != "finished":
        game.demand_live()
        game, version = await games.finish(db, game, end, me.player_id)
        announce.changed(game.session_id, version)
    return FinishedGame(Game.of(game), transfers(end.transfers), seat_balances(end.nets))
