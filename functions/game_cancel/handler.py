"""Call a game off, as if it had not been played."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath

from common.domain.events import GameCancelled
from common.schemas.games import Game
from common.store import games, outbox
from common.web import Announce, Db, Me


@post("/games/{game_id:uuid}/cancel", status_code=200)
async def game_cancel(game_id: FromPath[UUID], db: Db, me: Me, announce: Announce) -> Game:
    """Cancel a live game; its events stay, its money does not count. Cancelling again answers the same."""
    game, standing = await games.lock(db, game_id, me.player_id)
    standing.demand("run_game")
    if game.status != "cancelled":
        game.demand_live()
        game, version = await games.cancel(db, game)
        await outbox.tell(db, GameCancelled(game.session_id, game.id))
        announce.changed(game.session_id, version)
    return Game.of(game)
