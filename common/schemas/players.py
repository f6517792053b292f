"""People, and what signing in answers with."""

from typing import Literal, Self
from uuid import UUID

import msgspec

from common.store import players

TokenType = Literal["Bearer"]


class Player(msgspec.Struct, frozen=True):
    """A person with an account; Telegram ids are never shown."""

    id: UUID
    display_name: str
    username: str | None
    photo_url: str | None
    language: str

    @classmethod
    def of(cls, player: players.Player) -> Self:
        return cls(player.id, player.display_name, player.username, player.photo_url, player.language)


class SignedIn(msgspec.Struct, frozen=True):
    """An access token for `expires_in` seconds, and what to get the next one with."""

    access_token: str
    expires_in: int
    refresh_token: str
    player: Player
    token_type: TokenType = "Bearer"  # noqa: S105  # the name of the scheme
