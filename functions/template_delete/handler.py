"""Nobody plays like that any more."""

from uuid import UUID

from litestar import delete
from litestar.params import FromPath

from common.store import templates
from common.web import Db, Me


@delete("/templates/{template_id:uuid}", status_code=204)
async def template_delete(template_id: FromPath[UUID], db: Db, me: Me) -> None:
    """Forget a template of one's own; games and sessions keep its rules."""
    await templates.delete(db, me.player_id, template_id)
