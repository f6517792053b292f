"""Rules by name and in words."""

from typing import Any
from uuid import UUID

import msgspec


class InWords(msgspec.Struct, frozen=True):
    """The same in both languages, a sentence for each rule that matters."""

    ru: list[str]
    en: list[str]


class DescribedRules(msgspec.Struct, frozen=True):
    """Rules with every field, the hash that a game by them keeps, and what they mean."""

    rules: dict[str, Any]
    rules_sha256: str
    in_words: InWords


class Template(msgspec.Struct, frozen=True):
    """Named rules."""

    id: UUID
    name: str
    rules: dict[str, Any]
    is_system: bool
    starred: bool = False
