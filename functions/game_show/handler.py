"""One game's board."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.games import Game
from common.store import games
from common.web import Me, Pool


@get("/games/{game_id:uuid}")
async def game_show(game_id: FromPath[UUID], pool: Pool, me: Me) -> Game:
    """A game for whoever has or had a seat in its session."""
    found, standing = await games.read(pool, game_id, me.player_id)
    standing.demand("see")
    return Game.of(found.seen_by(standing))
