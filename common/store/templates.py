"""Named rules."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from common.domain import rules as domain
from common.errors import Refusal
from common.store.sql import templates as sql
from common.store.statement import Executor


@dataclass(frozen=True, slots=True)
class Template:
    """Rules with a name; `is_system` for those that belong to nobody."""

    id: UUID
    name: str
    rules: domain.Rules
    is_system: bool


async def visible(db: Executor, player_id: UUID, *, game_type: str | None) -> list[Template]:
    """The system's templates and the player's own, of one game type or of all."""
    rows = await sql.LIST.all(db, player_id=player_id, game_type=game_type)
    return [
        Template(row["id"], row["name"], domain.parse(msgspec.json.decode(row["rules"])), row["is_system"])
        for row in rows
    ]


async def rules_of(db: Executor, player_id: UUID, template_id: UUID) -> domain.Rules:
    """The rules of a template that the player may see. Raises Refusal `template_unknown`."""
    found = await sql.RULES.value(db, player_id=player_id, template_id=template_id)
    if found is None:
        raise Refusal("template_unknown")
    return domain.parse(msgspec.json.decode(found))
