"""Whether a consumer is alive, and what it has counted, for those who ask over HTTP, without a web framework."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

ASKING_SECONDS = 5
LONGEST_REQUEST = 8 * 1024

_ALIVE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
_COUNTED = f"HTTP/1.1 200 OK\r\nContent-Type: {CONTENT_TYPE_LATEST}\r\nConnection: close\r\n\r\n".encode()
_NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def answering(listener: socket.socket | None) -> AsyncIterator[None]:
    """Answer `GET /healthz` and `GET /metrics` on this socket while the block runs; without a socket nobody asks."""
    if listener is None:
        yield
        return
    server = await asyncio.start_server(_answer, sock=listener, limit=LONGEST_REQUEST)
    try:
        yield
    finally:
        server.close()


def _answer_to(path: bytes) -> bytes:
    if path == b"/healthz":
        return _ALIVE
    return _COUNTED + generate_latest() if path == b"/metrics" else _NOTHING


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(ASKING_SECONDS):
            asked = await reader.readuntil(b"\r\n\r\n")
            writer.write(_answer_to(asked.split(b" ")[1]))
            await writer.drain()
    except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError):
        pass  # whoever does not ask properly gets no answer
    finally:
        writer.close()
