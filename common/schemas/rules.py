"""Rules by name and in words."""

from typing import Any, Self
from uuid import UUID

import msgspec

from common.domain import rules as domain
from common.schemas.names import Name
from common.store import templates


class InWords(msgspec.Struct, frozen=True):
    """The same in both languages, a sentence for each rule that matters."""

    ru: list[str]
    en: list[str]


class DescribedRules(msgspec.Struct, frozen=True):
    """Rules with every field, the hash that a game by them keeps, and what they mean."""

    rules: dict[str, Any]
    rules_sha256: str
    in_words: InWords


class NamedRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template as it is written; of the rules, what is left out has its default."""

    name: Name
    rules: dict[str, Any]

    def read(self) -> tuple[str, domain.Rules]:
        """The name without what is blank around it, and the rules. Raises Refusal `rules_invalid`."""
        given = domain.parse(self.rules)
        domain.demand_no_seats(given)
        return self.name.strip(), given


class Template(msgspec.Struct, frozen=True):
    """Named rules: the system's, or a player's own; `starred` by whoever asks."""

    id: UUID
    name: str
    rules: dict[str, Any]
    is_system: bool
    starred: bool

    @classmethod
    def of(cls, template: templates.Template) -> Self:
        return cls(template.id, template.name, domain.as_json(template.rules), template.is_system, template.starred)
