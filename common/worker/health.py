"""Whether a consumer is alive, and what else it has to show, for those who ask over HTTP, without a web framework."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from prometheus_client import CONTENT_TYPE_LATEST

ASKING_SECONDS = 5
LONGEST_REQUEST = 8 * 1024

_ALIVE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
_SHOWN = f"HTTP/1.1 200 OK\r\nContent-Type: {CONTENT_TYPE_LATEST}\r\nConnection: close\r\n\r\n".encode()
_NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Pages(dict[bytes, Callable[[], Awaitable[bytes]]]):
    """What is shown beside `/healthz`, by its path, in Prometheus's text format."""


@asynccontextmanager
async def answering(listener: socket.socket | None, pages: Pages) -> AsyncIterator[None]:
    """Answer `GET /healthz` and the pages on this socket while the block runs; without a socket nobody asks."""
    if listener is None:
        yield
        return
    server = await asyncio.start_server(partial(_answer, pages), sock=listener, limit=LONGEST_REQUEST)
    try:
        yield
    finally:
        server.close()


async def _answer_to(path: bytes, pages: Pages) -> bytes:
    if path == b"/healthz":
        return _ALIVE
    return _SHOWN + await pages[path]() if path in pages else _NOTHING


async def _answer(pages: Pages, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(ASKING_SECONDS):
            asked = await reader.readuntil(b"\r\n\r\n")
            writer.write(await _answer_to(asked.split(b" ")[1], pages))
            await writer.drain()
    except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError):
        pass  # whoever does not ask properly gets no answer
    finally:
        writer.close()
