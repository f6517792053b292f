"""Who is calling. A guard, because guards run before dependencies: a stranger opens no transaction, and a route is
closed unless it says otherwise."""

from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from loguru import logger

from common import cache
from common.auth import Identity, is_denied
from common.errors import Refusal

PUBLIC = {"public": True}
"""`opt=PUBLIC` in a route's decorator opens it to everyone."""

SUBPROTOCOL = "artel.v1"
_BEARER = "bearer."


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Put the caller's Identity into the scope, or raise Refusal."""
    if handler.opt.get("public"):
        return
    identity: Identity = connection.app.state.verifier.verify(_token(connection))
    try:
        if await is_denied(connection.app.state.valkey, identity):
            raise Refusal("token_revoked")
    except cache.AWAY as error:
        # Only reads may be answered without knowing, and only where the operator has said so.
        scope = cast(dict[str, Any], connection.scope)
        reads = scope["type"] == ScopeType.WEBSOCKET or scope["method"] in ("GET", "HEAD")
        if not (reads and connection.app.state.settings.denylist_fail == "open"):
            raise
        logger.warning("deny-list is away, read allowed: {}", error)
    connection.scope["user"] = identity


def _token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """From the Authorization header, or, since browsers cannot send one with a WebSocket, from a sub-protocol."""
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        offered = cast(dict[str, Any], connection.scope)["subprotocols"]
        return next((name.removeprefix(_BEARER) for name in offered if name.startswith(_BEARER)), "")
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
