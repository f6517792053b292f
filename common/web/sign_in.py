"""Who is calling, and whether it is enough for now. A guard, because guards run before dependencies: a stranger opens
no transaction, and a route is closed unless it says otherwise."""

import math
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from loguru import logger

from common import cache, limits
from common.auth import Identity, deny_keys
from common.correlation import caller, pseudonym, working
from common.errors import Refusal
from common.limits import Bucket

PUBLIC = {"public": True}
"""`opt=PUBLIC` in a route's decorator opens it to everyone."""
TAPS = {"bucket": "taps"}
"""The route of a game that people tap at: they share its tokens."""
CODES = {"bucket": "codes"}
"""A route where something could be guessed."""
SHARES = {"bucket": "shares"}
"""A route that asks Telegram."""

SUBPROTOCOL = "artel.v1"
_BEARER = "bearer."
_ADDRESS = "x-real-ip"
"""Set by the gateway over whatever the client has sent: nobody else reaches a function."""

Connection = ASGIConnection[Any, Any, Any, Any]


async def admitted(connection: Connection, handler: BaseRouteHandler) -> None:
    """Put the caller's Identity into the scope, or raise Refusal."""
    working.set(handler.handler_name)
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        _demand_own_page(connection)
    if handler.opt.get("public"):
        address = connection.headers.get(_ADDRESS) or (connection.client.host if connection.client else "")
        await _look(connection, [Bucket("address", limits.network(address))])
        return
    identity: Identity = connection.app.state.verifier.verify(_token(connection))
    caller.set(pseudonym(identity.player_id))
    buckets = [Bucket("player", str(identity.player_id))]
    match handler.opt.get("bucket"):
        case "taps":
            buckets.append(Bucket("taps", str(connection.path_params["game_id"])))
        case "codes" | "shares" as kind:
            buckets.append(Bucket(kind, str(identity.player_id)))
    await _look(connection, buckets, deny_keys(identity))
    connection.scope["user"] = identity


async def _look(connection: Connection, buckets: Sequence[Bucket], denied: Sequence[str] = ()) -> None:
    """The deny-list and the limits, in one round trip. Raises Refusal, or what means that Valkey is away."""
    valkey, settings = connection.app.state.valkey, connection.app.state.settings
    if valkey is None:
        return  # a public function that answers out of its memory
    try:
        wait = await limits.take(valkey, buckets if settings.rate_limits == "on" else (), unless=denied)
    except cache.AWAY as error:
        # Only reads may be answered without knowing, and only where the operator has said so.
        scope = cast(dict[str, Any], connection.scope)
        reads = scope["type"] == ScopeType.WEBSOCKET or scope["method"] in ("GET", "HEAD")
        if not (reads and settings.denylist_fail == "open"):
            raise
        logger.warning("deny-list is away, read allowed: {}", error)
        return
    if wait is None:
        raise Refusal("token_revoked")
    if wait > 0:
        raise Refusal("too_many_requests", retry_after=math.ceil(wait))


def _demand_own_page(connection: Connection) -> None:
    """Raise Refusal unless the page that opens this WebSocket is our own: browsers ask no one else's leave for one.

    What is no browser says no origin, and needs a token like everyone.
    """
    headers = connection.headers
    origin, ours = headers.get("origin"), headers.get("x-forwarded-host") or headers.get("host") or ""
    if origin is not None and urlsplit(origin).netloc.lower() != ours.lower():
        raise Refusal("origin_not_allowed")


def _token(connection: Connection) -> str:
    """From the Authorization header, or, since browsers cannot send one with a WebSocket, from a sub-protocol."""
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        offered = cast(dict[str, Any], connection.scope)["subprotocols"]
        return next((name.removeprefix(_BEARER) for name in offered if name.startswith(_BEARER)), "")
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
