"""What we used to play."""

from uuid import UUID

from litestar import delete
from litestar.params import FromPath

from common.store import templates
from common.web import Db, Me


@delete("/templates/{template_id:uuid}/star", status_code=204)
async def template_unstar(template_id: FromPath[UUID], db: Db, me: Me) -> None:
    """Take one's star off a template again."""
    await templates.unstar(db, me.player_id, template_id)
