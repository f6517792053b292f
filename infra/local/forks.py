"""The runner's side of forking: a fork server that is kept alive, and the children it makes."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from infra.local import orders, processes
from infra.local.ledger import Ledger
from infra.local.orders import Order
from infra.local.processes import Identity
from infra.local.programs import ROOT

START_SECONDS = 60.0
STOP_SECONDS = 10.0


class ForkServerError(Exception):
    """A fork server that does not start; the message ends with its log."""


class Child:
    """One forked process, known by its channel: when that ends the process has ended, whatever killed it."""

    def __init__(
        self, channel: socket.socket, ledger: Ledger, name: str, on_word: "OnWord", on_end: "Callable[[Child], None]"
    ) -> None:
        self.pid: int | None = None
        self.clean = False
        """Whether it said that it was done, before its end."""
        self.ended = asyncio.Event()
        self._channel, self._ledger, self._name = channel, ledger, name
        self._on_word, self._on_end = on_word, on_end
        self._identity: Identity | None = None
        self._heard = b""
        channel.setblocking(False)
        asyncio.get_running_loop().add_reader(channel, self._hear)

    def _hear(self) -> None:
        try:
            part = self._channel.recv(4096)
        except BlockingIOError:
            return
        except ConnectionError:
            part = b""
        *words, self._heard = (self._heard + part).split(b"\n")
        for word in words:
            self._understand(word.decode())
        if not part:
            self._end()

    def _understand(self, word: str) -> None:
        match word.split():
            case ["pid", number]:
                self.pid = int(number)
                self._identity = Identity.of(self.pid)
                self._ledger.note(self._name, self.pid)
            case ["done"]:
                self.clean = True
            case _:
                self._on_word(self, word)

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._channel)
        self._channel.close()
        if self.pid:
            self._ledger.forget(self.pid)
        self.ended.set()
        self._on_end(self)

    async def stop(self) -> None:
        """Ask it to finish what it began; kill it if that takes too long."""
        if self.ended.is_set():
            return
        with contextlib.suppress(OSError):  # it has just ended by itself
            self._channel.shutdown(socket.SHUT_WR)
        try:
            await asyncio.wait_for(self.ended.wait(), STOP_SECONDS)
        except TimeoutError:
            if self._identity:
                self._identity.signal(signal.SIGKILL)
            await self.ended.wait()


OnWord = Callable[[Child, str], None]


class ForkServer:
    """The warm parent of a dependency group's folders, started again when it dies. Its children do not die with it."""

    def __init__(self, group: str, root: Path, python: Path, *, log: Path, ledger: Ledger) -> None:
        self.name = f"forkserver-{group}"
        self.starts = 0
        self.process: asyncio.subprocess.Process | None = None
        self._command = [str(python), "-m", "infra.local.forkserver", group, str(root)]
        self._root, self._log, self._ledger = root, log, ledger
        self._orders: socket.socket | None = None
        self._ready = asyncio.Event()
        self.wanted = asyncio.Event()
        """Set by the first order."""

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process and self.process.returncode is None else None

    @property
    def ready(self) -> bool:
        return self._ready.is_set()

    async def start(self) -> None:
        """Return when it has imported everything. Raises ForkServerError."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            self.process = await processes.spawn(
                self._command, log=self._log, env=self._environment(), cwd=self._root, stdin=theirs.fileno()
            )
        self.starts += 1
        self._ledger.note(self.name, self.process.pid)
        said = b""
        try:
            with contextlib.suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(START_SECONDS):
                    said = await asyncio.get_running_loop().sock_recv(ours, len(orders.READY))
        finally:
            if said != orders.READY:
                ours.close()
        if said != orders.READY:
            await self.stop()
            raise ForkServerError(f"{self.name} did not start.\n{processes.last_lines(self._log)}")
        ours.setblocking(True)  # orders are small, and the other side does nothing but take them
        self._orders = ours
        self._ready.set()

    async def died(self) -> None:
        """Wait for its end."""
        if self.process:
            await self.process.wait()
            self._forget()

    async def stop(self) -> None:
        if self.process:
            await processes.stop(self.process, signal.SIGTERM, STOP_SECONDS)
            self._forget()

    def _forget(self) -> None:
        self._ready.clear()
        if self._orders:
            self._orders.close()
            self._orders = None
        if self.process:
            self._ledger.forget(self.process.pid)

    async def fork(
        self, order: Order, sockets: Sequence[socket.socket], on_word: OnWord, on_end: Callable[[Child], None]
    ) -> Child:
        """Have a child made, as soon as there is a server to make it."""
        self.wanted.set()
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as not_made:
            not_made.enter_context(ours)  # whoever waits here may be called off
            while True:
                await self._ready.wait()
                try:
                    self._send(order, [theirs.fileno(), *(each.fileno() for each in sockets)])
                    break
                except OSError:
                    self._ready.clear()  # it has died, and `died` has not noticed yet
            not_made.pop_all()
        return Child(ours, self._ledger, order.name, on_word, on_end)

    def _send(self, order: Order, descriptors: Sequence[int]) -> None:
        if self._orders is None:
            raise BrokenPipeError
        orders.send(self._orders, order, descriptors)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("COVERAGE_")}
        # The local PostgreSQL has no TLS: asking for it costs every cold start a TLS context and a round trip.
        return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PGSSLMODE": "disable"}


KEPT = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE"})
"""All that a fork server sees of our environment: whatever secret else is in it is not for functions."""
