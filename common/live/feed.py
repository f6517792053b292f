"""One socket's side of a channel: the messages that wait for it, and the version it has been sent."""

import asyncio
from collections.abc import AsyncIterator

from common.auth import Identity
from common.live.channels import encode

WAITING = 256
"""Messages that may wait for one slow socket before it is cut."""
GOING_AWAY, TOO_SLOW, TOKEN_ENDED = 1012, 1013, 4401
"""Close codes: come back at once; come back; refresh the token and come back."""


class Feed:
    """The messages that wait for one socket and the version it has been sent."""

    def __init__(self, identity: Identity, version: int) -> None:
        self.identity = identity
        self.version = version
        self.close_code = GOING_AWAY
        self._messages: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)

    def send(self, message: bytes) -> None:
        """Queue a message; a socket that does not keep up is ended, and will come back with `since`."""
        try:
            self._messages.put_nowait(message)
        except asyncio.QueueFull:
            self.end(TOO_SLOW)

    def pong(self) -> None:
        """Answer a ping with the version this socket has been sent."""
        self.send(encode(t="pong", version=self.version))

    def end(self, close_code: int) -> None:
        """Drop what waits and close with this code."""
        self.close_code = close_code
        while not self._messages.empty():
            self._messages.get_nowait()
        self._messages.put_nowait(None)

    async def messages(self) -> AsyncIterator[bytes]:
        """The messages as they come, until the feed ends."""
        while (message := await self._messages.get()) is not None:
            yield message
