"""One set of rules with a name."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from common.schemas.rules import Template
from common.store import templates
from common.web import Me, Pool


@get("/templates/{template_id:uuid}")
async def template_show(template_id: FromPath[UUID], pool: Pool, me: Me) -> Template:
    """A template of the system's or of one's own; anybody else's is as if it were not there."""
    return Template.of(await templates.show(pool, me.player_id, template_id))
