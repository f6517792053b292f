"""What happened in a game."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, QueryParameter

from common.schemas.games import Event
from common.schemas.page import Page
from common.store import games
from common.web import Me, Pool


@get("/games/{game_id:uuid}/events")
async def game_list_events(
    game_id: FromPath[UUID], pool: Pool, me: Me, since: Annotated[int, QueryParameter(ge=0, le=2**31 - 1)] = 0
) -> Page[Event]:
    """The events of a game after version `since`, oldest first, those taken back too."""
    found, standing = await games.read(pool, game_id, me.player_id)
    standing.demand("see")
    return Page([Event.of(event) for event in await games.events(pool, found, since=since)])
