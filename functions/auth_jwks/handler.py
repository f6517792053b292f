"""The public keys that access tokens are checked with."""

from typing import Any

import msgspec
from litestar import get
from litestar.datastructures import State

from common.web import PUBLIC


@get("/auth/jwks", opt=PUBLIC)
async def auth_jwks(state: State) -> dict[str, Any]:
    """Public keys by `kid` (RFC 7517)."""
    keys: dict[str, Any] = msgspec.json.decode(state.settings.jwt_public_keys)
    return keys
