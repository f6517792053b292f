"""What is there to be proud of?"""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.domain.achievements import achievements
from common.schemas.profiles import Achievements
from common.store import profiles
from common.web import Me, Pool


@get("/players/{player_id:uuid}/achievements")
async def player_list_achievements(player_id: FromPath[UUID], pool: Pool, me: Me) -> Achievements:
    """Every achievement there is, in one order for all, with the game that has brought it or how far it is.

    One's own, or those of somebody one has sat at a table with. What is taken back, or reopened, brings nothing.
    """
    await profiles.acquaintance(pool, me.player_id, player_id)
    return Achievements.of(achievements(await profiles.history(pool, player_id)))
