"""Who I am."""

from litestar import get

from common.errors import Refusal
from common.schemas.players import Player
from common.store import players
from common.web import Me, Pool


@get("/me")
async def player_show_me(pool: Pool, me: Me) -> Player:
    """The caller's own player."""
    found = await players.show(pool, me.player_id)
    if found is None:
        raise Refusal("not_found")
    return Player.of(found)
