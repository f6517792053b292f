"""A line as in a cellar: of five requests one does not come, is not answered, comes late, or comes twice."""

import asyncio
import re
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections import Counter
from random import Random
from typing import Self
from urllib.parse import urlsplit

from tests.stories.line import BAD_GATEWAY, pass_on

SHARE = 0.2
LATE_SECONDS = (0.05, 0.5)
MESSAGES_TO_A_CUT = (5, 40)
"""So much is heard on a live line before it is cut."""

TAP = re.compile(rb"POST /api/v1/games/[^/]+/events ")
LIVE = re.compile(rb"GET /api/v1/sessions/[^/]+/live")


class BadLine:
    """Between phones and the product: an address of its own that leads there; `met` counts what it did to requests.

    Each request has a connection to itself, because a browser sends again by itself what was lost on one that it kept.
    """

    url: str

    def __init__(self, seed: int, product_url: str) -> None:
        self.met: Counter[str] = Counter()
        self._dice = Random(seed)
        self._product = urlsplit(product_url)
        self._phones: set[StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1")
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for phone in self._phones:
            phone.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, asked: StreamReader, phone: StreamWriter) -> None:
        self._phones.add(phone)
        try:
            head = await asked.readuntil(b"\r\n\r\n")
            if LIVE.match(head):
                await self._listen(head, asked, phone)
            else:
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                body = await asked.readexactly(int(length[1]) if length else 0)
                request = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"\r\nConnection: close", head) + body
                phone.write(await (self._carry(request) if TAP.match(head) else self._ask(request)))
                await phone.drain()
        except (OSError, IncompleteReadError):
            pass  # one of the two ends has hung up
        finally:
            self._phones.discard(phone)
            phone.close()

    async def _carry(self, request: bytes) -> bytes:
        """What the phone hears of its tap; nothing, and the end of the connection, when it was lost."""
        kinds = ("lost", "unanswered", "refused", "late", "doubled")
        kind = self._dice.choice(kinds) if self._dice.random() < SHARE else "carried"
        self.met[kind] += 1
        match kind:
            case "lost":
                return b""
            case "unanswered":
                await self._ask(request)
                return b""
            case "refused":
                return BAD_GATEWAY
            case "late":
                await asyncio.sleep(self._dice.uniform(*LATE_SECONDS))
            case "doubled":
                first, _ = await asyncio.gather(self._ask(request), self._ask(request))
                return first
        return await self._ask(request)

    async def _ask(self, request: bytes) -> bytes:
        answer, product = await self._dial()
        try:
            product.write(request)
            return await answer.read()
        finally:
            product.close()

    async def _listen(self, head: bytes, asked: StreamReader, phone: StreamWriter) -> None:
        heard, product = await self._dial()
        product.write(head)
        phone.write(await heard.readuntil(b"\r\n\r\n"))
        says = asyncio.create_task(pass_on(asked, product))
        try:
            for _ in range(self._dice.randint(*MESSAGES_TO_A_CUT)):
                phone.write(await _message(heard))
                await phone.drain()
            self.met["cut"] += 1
            phone.transport.abort()
        finally:
            product.close()
            await says

    async def _dial(self) -> tuple[StreamReader, StreamWriter]:
        assert self._product.hostname
        return await asyncio.open_connection(self._product.hostname, self._product.port, limit=2**20)


async def _message(server: StreamReader) -> bytes:
    """One frame as a server sends it, unmasked (RFC 6455, 5.2)."""
    start = await server.readexactly(2)
    more = {126: 2, 127: 8}.get(start[1], 0)
    extended = await server.readexactly(more)
    length = int.from_bytes(extended) if more else start[1]
    return start + extended + await server.readexactly(length)
