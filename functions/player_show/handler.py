"""Who is that?"""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.players import Player
from common.store import profiles
from common.web import Me, Pool


@get("/players/{player_id:uuid}")
async def player_show(player_id: FromPath[UUID], pool: Pool, me: Me) -> Player:
    """Oneself, or somebody one has sat at a table with."""
    return Player.of(await profiles.acquaintance(pool, me.player_id, player_id))
