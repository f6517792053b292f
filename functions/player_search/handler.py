"""Whom do I know?"""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from common.schemas.page import Page
from common.schemas.players import Player
from common.store import profiles
from common.web import Me, Pool


@get("/players")
async def player_search(
    pool: Pool,
    me: Me,
    wanted: Annotated[str | None, QueryParameter(name="query", max_length=64)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> Page[Player]:
    """The people one has sat at a table with, the last ones first, by any part of their names.

    Anybody else is found only by his whole Telegram username: this is no list of everyone.
    """
    found = await profiles.search(pool, me.player_id, query=wanted, limit=limit)
    return Page([Player.of(each) for each in found])
