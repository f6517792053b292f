"""Request bodies: how they are read, and the base of their shapes."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException

from common.errors import FieldError, Refusal

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """A request body: a field that it does not know is refused, so that a misspelt one cannot be lost in silence."""


class JSONRequest(Request[Any, Any, Any]):
    """A request whose JSON is refused where Litestar, or the database after it, would break."""

    async def json(self) -> Any:
        """The decoded body. Raises Refusal `payload_invalid` for what is no JSON, too deep, or holds a NUL."""
        if _NUL.search(await self.body()):
            raise _unreadable("holds a NUL character, which no text here may")
        try:
            return await super().json()
        except (SerializationException, UnicodeDecodeError, RecursionError):
            raise _unreadable("is not JSON in UTF-8, or nested too deeply") from None


def _unreadable(message: str) -> Refusal:
    return Refusal("payload_invalid", errors=[FieldError("body", message)])
