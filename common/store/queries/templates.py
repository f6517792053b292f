"""Named rules."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import JSONB, insert

from common.store.tables import template_stars, templates

_mine = templates.c.owner_id == given("player_id", type_=sa.Uuid)
_visible = sa.or_(templates.c.owner_id.is_(None), _mine)
_this = templates.c.id == given("template_id", type_=sa.Uuid)
_game_type = given("game_type", type_=sa.Text)
_starred = (
    sa.exists()
    .where(template_stars.c.template_id == templates.c.id, template_stars.c.player_id == given("player_id"))
    .label("starred")
)
_TEMPLATE = (
    templates.c.id,
    templates.c.name,
    templates.c.rules,
    templates.c.owner_id.is_(None).label("is_system"),
    _starred,
)

LIST = (
    sa.select(*_TEMPLATE)
    .where(_visible, sa.or_(_game_type.is_(None), templates.c.game_type == _game_type))
    .order_by(_starred.desc(), templates.c.id)
)
"""The system's templates and the player's own, of one game type or of all; those with his star first."""

SHOW = sa.select(*_TEMPLATE).where(_this, _visible)
RULES = sa.select(templates.c.rules).where(_this, _visible)

_most = given("most", type_=sa.Integer)
_count = sa.select(sa.func.count()).select_from(templates).where(_mine).scalar_subquery()
CREATE = (
    insert(templates)
    .from_select(
        ["owner_id", "name", "rules"],
        sa.select(given("player_id", type_=sa.Uuid), given("name", type_=sa.Text), given("rules", type_=JSONB)).where(
            _count < _most
        ),
    )
    .returning(templates.c.id)
)
"""A template of a player's own; no row when he has `most` of them."""

REPLACE = (
    sa.update(templates).where(_this, _mine).values(name=given("name"), rules=given("rules")).returning(templates.c.id)
)
DELETE = sa.delete(templates).where(_this, _mine).returning(templates.c.id)

STAR = (
    insert(template_stars)
    .from_select(
        ["player_id", "template_id"],
        sa.select(given("player_id", type_=sa.Uuid), templates.c.id).where(_this, _visible),
    )
    .on_conflict_do_nothing()
)
UNSTAR = sa.delete(template_stars).where(
    template_stars.c.player_id == given("player_id"), template_stars.c.template_id == given("template_id")
)
