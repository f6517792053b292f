"""Live boards: every change of an evening, on every phone, at once."""

from typing import Any
from uuid import UUID

from litestar import WebSocket, websocket
from litestar.params import FromPath, FromQuery

from common.web import LiveBoards, Me
from common.web.sockets import converse


@websocket("/sessions/{session_id:uuid}/live")
async def session_live(
    socket: WebSocket[Any, Any, Any],
    session_id: FromPath[UUID],
    me: Me,
    boards: LiveBoards,
    since: FromQuery[int | None] = None,
) -> None:
    """What the phone has missed since a version of the session, and then everything as it happens."""
    async with boards.watch(session_id, me, since=since) as feed:
        await converse(socket, feed)
