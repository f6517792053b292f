"""Rules to choose from."""

from litestar import get
from litestar.params import FromQuery

from common.domain.rules import GameType
from common.schemas.page import Page
from common.schemas.rules import Template
from common.store import templates
from common.web import Me, Pool


@get("/templates")
async def template_list(pool: Pool, me: Me, game_type: FromQuery[GameType | None] = None) -> Page[Template]:
    """The system's templates and one's own, of one game type or of all; those with one's star first."""
    found = await templates.visible(pool, me.player_id, game_type=game_type)
    return Page([Template.of(each) for each in found])
