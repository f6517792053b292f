"""Folders whose process exists only while there is something to do.

A function rests on its listening socket: the first connection has a child forked that serves on that very socket. A
handler rests until somebody says that there is work. Both go back to rest when their child says that it takes no more.
"""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from common.manifest import Manifest
from infra.local.forks import Child, ForkServer
from infra.local.orders import Order
from infra.local.processes import open_log

State = Literal["zero", "starting", "warm", "failed"]

BACKLOG = 1024
LONGEST_PAUSE_SECONDS = 5.0
REFUSE_SECONDS = 2.0
GOOD_SECONDS = 10.0
"""A child that served for so long did not crash because of how it was started."""


def pause(crashes: int) -> float:
    """Seconds to wait after so many crashes in a row. The first may be an accident: it costs nothing."""
    return 0.0 if crashes <= 1 else min(0.1 * 2**crashes, LONGEST_PAUSE_SECONDS)


async def _nothing() -> None:
    """Most folders stand on what always runs."""


class OnDemand:
    """What functions and handlers have in common: rest, start, serve, leave, and patience with those that crash."""

    needed: Callable[[], Awaitable[None]]
    """Called before a child is made: starts what runs only when it is needed."""

    def __init__(
        self, manifest: Manifest, server: ForkServer, environ: dict[str, str], *, idle_seconds: float, log: Path
    ) -> None:
        self.needed = _nothing
        self.manifest = manifest
        self.state: State = "zero"
        self.starts = 0
        self.crashes = 0
        """In a row."""
        self.cold_start_ms: float | None = None
        """From the moment that something to do was noticed to the end of the first answer."""
        self.child: Child | None = None
        self._order = Order(manifest.name, environ, idle_seconds, str(log))
        self._server = server
        self._leaving: set[Child] = set()
        self._starting: asyncio.Task[None] | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._noticed = self._was_ready = 0.0
        self._stopping = False
        with open_log(log):
            """`make logs` follows it from now on."""

    @property
    def pid(self) -> int | None:
        return self.child.pid if self.child else None

    def rest(self) -> None:
        """Wait for something to do."""
        self._pause = None

    async def stop(self) -> None:
        """End all children, letting them finish what they began."""
        self._stopping = True
        if self._pause:
            self._pause.cancel()
        if self._starting:
            self._starting.cancel()
            await asyncio.wait([self._starting])
        children = self._leaving | ({self.child} if self.child else set())
        await asyncio.gather(*(child.stop() for child in children))

    async def renew(self, environ: dict[str, str]) -> None:
        """Give the next child other settings, and have the one that runs finish what it began."""
        self._order = replace(self._order, environ=environ)
        if self._starting:
            await asyncio.wait([self._starting])
        if self.child:
            await self.child.stop()

    def _sockets(self) -> list[socket.socket]:
        return []

    def _begin(self) -> None:
        self.state, self._noticed, self._was_ready = "starting", time.perf_counter(), 0.0
        self.starts += 1
        self._starting = asyncio.create_task(self._fork())

    async def _fork(self) -> None:
        await self.needed()
        self.child = await self._server.fork(self._order, self._sockets(), self._heard, self._ended)
        self._starting = None

    def _heard(self, child: Child, word: str) -> None:
        if child is not self.child:
            return
        match word:
            case "ready":
                self.state, self._was_ready = "warm", time.perf_counter()
            case "answered":
                self.cold_start_ms = round((time.perf_counter() - self._noticed) * 1000, 1)
            case "closed":
                self.child = None
                self._leaving.add(child)
                self._back_to_rest()

    def _ended(self, child: Child) -> None:
        if child in self._leaving:
            self._leaving.discard(child)
        elif child.clean:
            self.child = None
            self._back_to_rest()
        else:
            self.child = None
            self._crashed(child)

    def _back_to_rest(self) -> None:
        self.state, self.crashes = "zero", 0
        if not self._stopping:
            self.rest()

    def _crashed(self, child: Child) -> None:
        if self._stopping:
            return
        lived = time.perf_counter() - self._was_ready if self._was_ready else 0.0
        self.crashes = 1 if lived > GOOD_SECONDS else self.crashes + 1
        # Without a pid it never lived: its fork server died with the order in hand, and the folder may be sound.
        self.state = "failed" if child.pid and not self._was_ready else "zero"
        if self.state == "failed":
            self._refuse_waiting()
        self._pause = asyncio.get_running_loop().call_later(pause(self.crashes), self.rest)

    def _refuse_waiting(self) -> None:
        """Turn away whoever waits for a child that cannot start."""


class Listening(OnDemand):
    """Woken by the first connection to a socket that listens already."""

    def __init__(
        self,
        manifest: Manifest,
        server: ForkServer,
        environ: dict[str, str],
        *,
        idle_seconds: float,
        log: Path,
        listener: socket.socket,
    ) -> None:
        super().__init__(manifest, server, environ, idle_seconds=idle_seconds, log=log)
        self._listener = listener

    def rest(self) -> None:
        super().rest()
        asyncio.get_running_loop().add_reader(self._listener, self._connected)

    async def stop(self) -> None:
        asyncio.get_running_loop().remove_reader(self._listener)
        await super().stop()
        self._listener.close()

    def _sockets(self) -> list[socket.socket]:
        return [self._listener]

    def _connected(self) -> None:
        asyncio.get_running_loop().remove_reader(self._listener)
        self._begin()


class Function(Listening):
    """An HTTP function on its own unix socket."""

    def __init__(
        self,
        manifest: Manifest,
        server: ForkServer,
        environ: dict[str, str],
        *,
        idle_seconds: float,
        log: Path,
        path: Path,
    ) -> None:
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        listener.listen(BACKLOG)
        listener.setblocking(False)
        super().__init__(manifest, server, environ, idle_seconds=idle_seconds, log=log, listener=listener)
        self.path = path
        self._refusals: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        await super().stop()
        self.path.unlink(missing_ok=True)

    def _refuse_waiting(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except BlockingIOError:
                return
            refusal = asyncio.create_task(_refuse(connection, self.manifest.name))
            self._refusals.add(refusal)
            refusal.add_done_callback(self._refusals.discard)


async def _refuse(connection: socket.socket, name: str) -> None:
    """Answer one request in the form of a function's own errors: closing alone would make the proxy try again."""
    sentence = f"The function {name} does not start: make logs F={name}"
    problem = {
        "type": "urn:artel:problem:unavailable",
        "title": sentence,
        "status": 503,
        "detail": sentence,
        "code": "unavailable",
        "request_id": "-",
    }
    body = json.dumps(problem).encode()
    head = f"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: {len(body)}"
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    with contextlib.suppress(OSError, TimeoutError, asyncio.LimitOverrunError, asyncio.IncompleteReadError):
        async with asyncio.timeout(REFUSE_SECONDS):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(head.encode() + b"\r\nRetry-After: 5\r\nConnection: close\r\n\r\n" + body)
            await writer.drain()
    writer.close()


class Handler(OnDemand):
    """A queue handler, or the outbox relay: started when there is work for it."""

    def __init__(
        self,
        manifest: Manifest,
        server: ForkServer,
        environ: dict[str, str],
        *,
        idle_seconds: float,
        log: Path,
    ) -> None:
        super().__init__(manifest, server, environ, idle_seconds=idle_seconds, log=log)
        self.waiting: int | None = None
        """Messages or rows that nobody works on; None where that is not known."""
        self._resting = False

    def rest(self) -> None:
        super().rest()
        self._resting = True

    def wanted(self) -> None:
        """There is work. Said again and again for as long as there is: it is heard only at rest."""
        if self._resting:
            self._resting = False
            self._begin()
