"""A WebSocket's life: what its feed brings, the pings it sends, and an end that tells the client what to do next."""

import asyncio
import time
from typing import Any

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from common.limits import MESSAGES, Meter
from common.live.feed import GOING_AWAY, TOKEN_ENDED, Feed
from common.web.sign_in import SUBPROTOCOL

LIFETIME_SECONDS = 9 * 60
"""Platforms cut a socket after ten minutes without a word; this one says goodbye first, and the client comes back."""
BAD_MESSAGE, TOO_MANY_MESSAGES = 1003, 1008
GONE = 1005
"""The client left by itself: nothing to close."""
MAX_MESSAGE_LENGTH = 1024
SEND_SECONDS = 10.0
"""A client that does not take a message for so long is gone: it would hold up every deployment."""


async def converse(socket: WebSocket[Any, Any, Any], feed: Feed) -> None:
    """Accept, send what the feed brings, answer pings; until the client goes, the token ends or the time is up."""
    await socket.accept(subprotocols=SUBPROTOCOL)
    token_seconds = feed.identity.expires_at - time.time()
    ends_first = TOKEN_ENDED if token_seconds < LIFETIME_SECONDS else GOING_AWAY
    ending = asyncio.get_running_loop().call_later(min(token_seconds, LIFETIME_SECONDS), feed.end, ends_first)
    listening = asyncio.create_task(_listen(socket, feed))
    try:
        async for message in feed.messages():
            async with asyncio.timeout(SEND_SECONDS):
                await socket.send_data(message, mode="text")
        if feed.close_code != GONE:
            async with asyncio.timeout(SEND_SECONDS):
                await socket.close(feed.close_code)
    except (WebSocketDisconnect, TimeoutError):
        pass  # gone between two messages, or not listening: nobody is left to tell
    finally:
        ending.cancel()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen(socket: WebSocket[Any, Any, Any], feed: Feed) -> None:
    """Read until the client goes; whatever is not a ping, or too many of them, ends it."""
    meter = Meter(MESSAGES)
    try:
        while True:
            text = await socket.receive_text()
            if not meter.take(time.monotonic()):
                feed.end(TOO_MANY_MESSAGES)
                return
            if len(text) > MAX_MESSAGE_LENGTH or _kind(text) != "ping":
                feed.end(BAD_MESSAGE)
                return
            feed.pong()
    except WebSocketDisconnect:
        feed.end(GONE)


def _kind(text: str) -> object:
    try:
        message = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return message.get("t") if isinstance(message, dict) else None
