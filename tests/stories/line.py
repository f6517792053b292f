"""A line between phones and a server that can be cut and broken."""

import asyncio
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from typing import Literal, Self
from urllib.parse import urlsplit

BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"
    b"<h1>Bad Gateway</h1>"
)


Break = Literal["by silence", "with an error"]


class Line:
    """An address of its own that leads to a server, as long as it is whole."""

    def __init__(self, server_url: str) -> None:
        self._server = urlsplit(server_url)
        self._port = 0
        self._breaks: Break | None = None
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def spoil(self, how: Break) -> None:
        """Hang up on everybody, because a browser asks again on the connections that it has; end every new call so."""
        self._breaks = how
        self._hang_up()

    async def cut(self) -> None:
        """Hang up on everybody, and take no call."""
        self._listener.close()
        self._hang_up()
        await self._listener.wait_closed()

    async def mend(self) -> None:
        self._listener = await asyncio.start_server(self._take, "127.0.0.1", self._port)
        self._port = self._listener.sockets[0].getsockname()[1]

    def _hang_up(self) -> None:
        for call in self._calls:
            call.cancel()

    async def _take(self, asked: StreamReader, phone: StreamWriter) -> None:
        call = asyncio.current_task()
        assert call
        self._calls.add(call)
        try:
            await self._carry(asked, phone)
        except (OSError, IncompleteReadError, asyncio.CancelledError):
            pass  # one of the two ends has hung up, or the line has
        finally:
            self._calls.discard(call)
            phone.close()

    async def _carry(self, asked: StreamReader, phone: StreamWriter) -> None:
        match self._breaks:
            case "by silence":
                await asyncio.Event().wait()
            case "with an error":
                await asked.readuntil(b"\r\n\r\n")
                phone.write(BAD_GATEWAY)
                await phone.drain()
            case None:
                assert self._server.hostname
                answers, server = await asyncio.open_connection(self._server.hostname, self._server.port)
                try:
                    await asyncio.gather(pass_on(asked, server), pass_on(answers, phone))
                finally:
                    server.close()


async def pass_on(source: StreamReader, target: StreamWriter) -> None:
    """Until one end hangs up, which ends the other."""
    try:
        while part := await source.read(2**16):
            target.write(part)
            await target.drain()
    except OSError:
        pass  # cut off
    target.close()
