"""What we always play."""

from uuid import UUID

from litestar import put
from litestar.params import FromPath

from common.store import templates
from common.web import Db, Me


@put("/templates/{template_id:uuid}/star", status_code=204)
async def template_star(template_id: FromPath[UUID], db: Db, me: Me) -> None:
    """Put a template at the head of one's list, the system's too."""
    await templates.star(db, me.player_id, template_id)
