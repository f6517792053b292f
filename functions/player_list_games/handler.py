"""Everything that somebody has played."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter

from common.domain.rules import GameType
from common.schemas.page import Page
from common.schemas.profiles import PlayedGame
from common.store import profiles
from common.web import Me, Pool


@get("/players/{player_id:uuid}/games")
async def player_list_games(
    player_id: FromPath[UUID],
    pool: Pool,
    me: Me,
    game_type: FromQuery[GameType | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    cursor: FromQuery[UUID | None] = None,
) -> Page[PlayedGame]:
    """Finished games, of one type or of all, the newest first; `cursor` is the last page's `next_cursor`.

    One's own, or those of somebody one has sat at a table with, without his money.
    """
    await profiles.acquaintance(pool, me.player_id, player_id)
    found = await profiles.last_games(pool, player_id, game_type, before=cursor, limit=limit + 1)
    shown = [PlayedGame.of(game, sums=player_id == me.player_id) for game in found[:limit]]
    return Page(shown, next_cursor=str(shown[-1].id) if len(found) > limit else None)
