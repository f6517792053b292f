"""The house plays by other rules now."""

from uuid import UUID

from litestar import put
from litestar.params import FromPath, JSONBody

from common.schemas.rules import NamedRules, Template
from common.store import templates
from common.web import Db, Me


@put("/templates/{template_id:uuid}")
async def template_replace(template_id: FromPath[UUID], data: JSONBody[NamedRules], db: Db, me: Me) -> Template:
    """Another name and other rules for a template of one's own; games and sessions keep the rules they began with."""
    await templates.replace(db, me.player_id, template_id, *data.read())
    return Template.of(await templates.show(db, me.player_id, template_id))
