"""Keep the rules of the house."""

from litestar import post
from litestar.params import JSONBody

from common.schemas.rules import NamedRules, Template
from common.store import templates
from common.web import Db, Me, idempotent


@post("/templates", status_code=201)
@idempotent
async def template_create(data: JSONBody[NamedRules], db: Db, me: Me) -> Template:
    """Save a template of one's own, up to a hundred of them."""
    made = await templates.create(db, me.player_id, *data.read())
    return Template.of(await templates.show(db, me.player_id, made))
