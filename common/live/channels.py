"""What the Valkey channels are called, and what is published there."""

from typing import Any
from uuid import UUID

import msgspec

BOARDS, PLAYERS = "live", "me"
"""The kinds of channels: of a session, and of a player."""


def channel(kind: str, key: UUID) -> str:
    """The channel of one session or player."""
    return f"{kind}:{key}"


def encode(**message: Any) -> bytes:
    """A message as it is published and sent; `t` names its kind."""
    return msgspec.json.encode(message)
