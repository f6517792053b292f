"""What I am told, as it happens."""

from typing import Annotated, Any

from litestar import WebSocket, websocket
from litestar.params import QueryParameter

from common.web import LiveNotifications, Me
from common.web.sockets import converse


@websocket("/me/live")
async def player_live(
    socket: WebSocket[Any, Any, Any],
    me: Me,
    inbox: LiveNotifications,
    since: Annotated[int | None, QueryParameter(ge=0, le=2**31 - 1)] = None,
) -> None:
    """What the phone has missed since a number of its notifications, and then everything as it comes."""
    async with inbox.watch(me, since=since) as feed:
        await converse(socket, feed)
