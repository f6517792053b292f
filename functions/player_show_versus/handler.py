"""You against me."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.errors import Refusal
from common.schemas.players import Player
from common.schemas.profiles import Versus
from common.store import players, profiles
from common.web import Me, Pool


@get("/players/{player_id:uuid}/versus/{other_id:uuid}")
async def player_show_versus(player_id: FromPath[UUID], other_id: FromPath[UUID], pool: Pool, me: Me) -> Versus:
    """All games of two players, one of whom asks: who won more of them, and who paid whom."""
    if player_id == other_id or me.player_id not in (player_id, other_id):
        raise Refusal("not_found")
    player, other = [await players.show(pool, each) for each in (player_id, other_id)]
    if player is None or other is None or not await profiles.have_met(pool, player_id, other_id):
        raise Refusal("not_found")
    return Versus(Player.of(other), *await profiles.versus(pool, player_id, other_id))
