"""Named rules."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from common.domain import rules as domain
from common.errors import FieldError, Refusal
from common.store.sql import templates as sql
from common.store.statement import Executor, Record

MOST = 100
"""Of one player: more than anybody looks through."""


@dataclass(frozen=True, slots=True)
class Template:
    """Rules with a name; `is_system` for those that belong to nobody, `starred` by whoever asks."""

    id: UUID
    name: str
    rules: domain.Rules
    is_system: bool
    starred: bool


async def visible(db: Executor, player_id: UUID, *, game_type: str | None) -> list[Template]:
    """The system's templates and the player's own, of one game type or of all; those with his star first."""
    return [_template(row) for row in await sql.LIST.all(db, player_id=player_id, game_type=game_type)]


async def show(db: Executor, player_id: UUID, template_id: UUID) -> Template:
    """A template that the player may see. Raises Refusal `template_unknown`."""
    row = await sql.SHOW.one(db, player_id=player_id, template_id=template_id)
    if row is None:
        raise Refusal("template_unknown")
    return _template(row)


async def rules_of(db: Executor, player_id: UUID, template_id: UUID) -> domain.Rules:
    """The rules of a template that the player may see. Raises Refusal `template_unknown`."""
    found = await sql.RULES.value(db, player_id=player_id, template_id=template_id)
    if found is None:
        raise Refusal("template_unknown")
    return domain.parse(msgspec.json.decode(found))


async def chosen(
    db: Executor, player_id: UUID, *, template_id: UUID | None, given: dict[str, Any] | None
) -> domain.Rules | None:
    """The rules of a template or those that are given; None for neither. Raises Refusal, for both too."""
    if template_id and given is not None:
        raise Refusal("payload_invalid", errors=[FieldError("template_id", "give a template or rules, not both")])
    if template_id:
        return await rules_of(db, player_id, template_id)
    return None if given is None else domain.parse(given)


async def create(db: Executor, player_id: UUID, name: str, given: domain.Rules) -> UUID:
    """A template of the player's own; its id. Raises Refusal `too_many_templates`."""
    made: UUID | None = await sql.CREATE.value(db, player_id=player_id, name=name, rules=_json(given), most=MOST)
    if made is None:
        raise Refusal("too_many_templates")
    return made


async def replace(db: Executor, player_id: UUID, template_id: UUID, name: str, given: domain.Rules) -> None:
    """Another name and other rules for the player's own. Raises Refusal `template_unknown` or `not_allowed`."""
    values = {"player_id": player_id, "template_id": template_id, "name": name, "rules": _json(given)}
    if not await sql.REPLACE.value(db, **values):
        await _refuse(db, player_id, template_id)


async def delete(db: Executor, player_id: UUID, template_id: UUID) -> None:
    """Forget one of the player's own. Raises Refusal `template_unknown` or `not_allowed`."""
    if not await sql.DELETE.value(db, player_id=player_id, template_id=template_id):
        await _refuse(db, player_id, template_id)


async def star(db: Executor, player_id: UUID, template_id: UUID) -> None:
    """Put a template at the head of the player's list. Raises Refusal `template_unknown`."""
    await show(db, player_id, template_id)
    await sql.STAR.run(db, player_id=player_id, template_id=template_id)


async def unstar(db: Executor, player_id: UUID, template_id: UUID) -> None:
    """Put it back to the others. Raises Refusal `template_unknown`."""
    await show(db, player_id, template_id)
    await sql.UNSTAR.run(db, player_id=player_id, template_id=template_id)


async def _refuse(db: Executor, player_id: UUID, template_id: UUID) -> None:
    await show(db, player_id, template_id)
    raise Refusal("not_allowed", "This template belongs to everyone: save one of your own instead.")


def _template(row: Record) -> Template:
    given = domain.parse(msgspec.json.decode(row["rules"]))
    return Template(row["id"], row["name"], given, row["is_system"], row["starred"])


def _json(given: domain.Rules) -> str:
    return msgspec.json.encode(given).decode()
