"""Named rules."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given

from common.store.tables import templates

_visible = sa.or_(templates.c.owner_id.is_(None), templates.c.owner_id == given("player_id"))
_game_type = given("game_type", type_=sa.Text)

LIST = (
    sa.select(templates.c.id, templates.c.name, templates.c.rules, templates.c.owner_id.is_(None).label("is_system"))
    .where(_visible, sa.or_(_game_type.is_(None), templates.c.game_type == _game_type))
    .order_by(templates.c.id)
)
"""The system's templates and the player's own, of one game type or of all."""

RULES = sa.select(templates.c.rules).where(templates.c.id == given("template_id"), _visible)
