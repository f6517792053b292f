"""How do I play?"""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from common.domain.rules import GameType
from common.schemas.players import Player
from common.schemas.profiles import PlayerStats
from common.store import profiles
from common.web import Me, Pool


@get("/players/{player_id:uuid}/stats")
async def player_show_stats(
    player_id: FromPath[UUID], pool: Pool, me: Me, game_type: FromQuery[GameType | None] = None
) -> PlayerStats:
    """One's own statistics, or those of somebody one has sat at a table with, without his money and his evenings."""
    player = await profiles.acquaintance(pool, me.player_id, player_id)
    is_me = player_id == me.player_id
    totals = await profiles.totals(pool, player_id)
    games = await profiles.last_games(pool, player_id, game_type)
    evenings = await profiles.last_evenings(pool, player_id, game_type) if is_me else []
    done = await profiles.feats_in(pool, games)
    return PlayerStats.of(Player.of(player), totals, games, evenings, done, sums=is_me)
