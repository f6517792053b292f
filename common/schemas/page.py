"""A part of a list, whatever it is of."""

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A part of a list; `next_cursor` asks for the part after it."""

    items: list[T]
    next_cursor: str | None = None
