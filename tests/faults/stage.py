"""The product as `make up` runs it, as a program: the runner too can die, and the database's disk can be full."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

import aio_pika
import asyncpg

from common import topology
from common.db import AWAY, Database
from common.domain.posts import BETWEEN
from common.manifest import ROOT
from infra import recompute
from infra.local import control
from infra.local.ports import exchange
from infra.local.processes import last_lines, open_log, stop
from infra.local.services import Postgres
from infra.local.status import Row, Status
from infra.local.watches import queues_of
from infra.render.topology import listening
from infra.telegram.fake import FakeBotApi
from infra.telegram.server import serving
from tests.faults.staged import staged
from tests.faults.waiting import GIVE_UP_SECONDS, until
from tests.product import configured

DISK = "384m"
"""Forty rounds leave half of it free; whoever fills it takes memory."""
START_SECONDS = 120.0
GOODBYE_SECONDS = 60.0
LOGS = ROOT / ".artel" / "faults"
"""Where the logs lie afterwards, those of the last time."""
RETRY_SECONDS = (1, 5, 30)
"""In all still longer than any fault: what fails three times in here, fails for another reason."""


class Stage:
    """Where evenings are played; whatever is broken on it comes back by itself."""

    def __init__(self) -> None:
        self._held = contextlib.ExitStack()
        # Not among pytest's own directories: it would try to remove what is mounted.
        data = Path(tempfile.mkdtemp(prefix="artel-faults-"))
        self.telegram = FakeBotApi(configured(data).bot_token)
        self.config = staged(data, self._held.enter_context(serving(self.telegram)))
        self.config.topology.write_text(json.dumps(topology.describe(listening(), RETRY_SECONDS)), encoding="utf-8")
        self.disk = self.config.data / "postgres"
        self.disk.mkdir(mode=0o700)
        # Only the database's: RabbitMQ 3.10 itself loses the log of a queue when its disk is full (decision 0025).
        self.is_small = mounted(self.disk)
        self.process: asyncio.subprocess.Process | None = None
        self.breaking = asyncio.Lock()
        """Held by whoever breaks something: one at a time, so that what comes of it can be told."""

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:  # also cancellation: nothing may be left running, or mounted
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process:
            await stop(self.process, signal.SIGTERM, GOODBYE_SECONDS)
        self._held.close()
        if self.disk.is_mount():
            unmount(self.disk)
        shutil.rmtree(LOGS, ignore_errors=True)
        shutil.move(self.config.logs, LOGS)
        shutil.rmtree(self.config.data)

    async def start(self) -> None:
        """Return when the product answers."""
        config = self.config
        arguments = ("-m", "tests.faults.process", str(config.data), str(config.port), config.telegram_api_url)
        with open_log(self.config.log("runner")) as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        await until(self._is_ready, START_SECONDS)

    async def _is_ready(self) -> bool:
        return (await self.status()).ready

    async def status(self) -> Status:
        """Of a runner that is starting or paused, as soon as it answers."""
        assert self.process
        async with asyncio.timeout(START_SECONDS):
            while True:
                with contextlib.suppress(control.NotRunning, TimeoutError):
                    return Status.from_json(await control.ask(self.config.control, "status", seconds=5))
                assert self.process.returncode is None, last_lines(self.config.log("runner"))
                await asyncio.sleep(0.1)  # between two looks

    async def described(self) -> str:
        """How things stand, for whoever asks why nothing goes on."""
        try:
            rows = "\n".join(map(str, (await self.status()).rows))
        except (AssertionError, TimeoutError) as error:
            rows = f"no status: {error!r}"
        return f"{rows}\n{last_lines(self.config.log('runner'), 40)}"

    def family(self) -> list[int]:
        """The runner and all that hangs on it."""
        assert self.process
        return family(self.process.pid)

    async def row(self, name: str) -> Row:
        """The service, function or handler of this name."""
        return next(row for row in (await self.status()).rows if row.name == name)

    async def restart(self) -> None:
        """Kill the runner, with all that hangs on it, and start it again as its user would."""
        assert self.process
        self.process.kill()
        await self.process.wait()
        await self.start()

    async def whole(self) -> None:
        """Put right what a test that has failed may have left: a runner that was killed and not started again."""
        assert self.process
        if self.process.returncode is not None:
            await self.start()
        await until(self._is_ready, START_SECONDS)

    async def recomputed(self) -> list[str]:
        """What is wrong in boards, ledgers and statistics: they are what a recomputation makes of the events."""
        database = Database(self.postgres.url, name="tests")
        try:
            return (await recompute.everything(database)).wrong
        finally:
            await database.close()

    @property
    def ports(self) -> dict[str, int]:
        return self.config.kept_ports()

    @property
    def postgres(self) -> Postgres:
        """Not to be started: it knows the address."""
        return Postgres(self.config.data / "postgres", port=self.ports["postgres"])

    async def rows(self, query: str, *arguments: object) -> list[Any]:
        """What the product's database answers, as soon as it does: a fault's last traces may cut us too."""
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                with contextlib.suppress(*AWAY):
                    connection = await asyncpg.connect(self.postgres.url, timeout=10, command_timeout=10)
                    try:
                        return await connection.fetch(query, *arguments)
                    finally:
                        connection.terminate()
                await asyncio.sleep(0.1)  # between two attempts

    async def queued(self) -> dict[str, int]:
        """How many messages wait in RabbitMQ, be it to be tried again, or for ever; said as soon as it is there."""
        names = sorted(queues_of(self.config.topology) - {topology.UNHEARD})
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                with contextlib.suppress(*topology.AWAY):
                    url = f"amqp://guest:guest@127.0.0.1:{self.ports['rabbitmq']}/"
                    async with await aio_pika.connect(url, timeout=10) as connection, connection.channel() as channel:
                        queues = [await channel.declare_queue(name, passive=True) for name in names]
                    counts = {queue.name: queue.declaration_result.message_count or 0 for queue in queues}
                    return {name: count for name, count in counts.items() if count}
                await asyncio.sleep(0.1)  # between two attempts

    def arrived(self, chat_id: int) -> list[str]:
        """What Telegram has delivered to a person, each thing by itself."""
        calls = [call for call in list(self.telegram.calls) if call.chat_id == chat_id and call.status == 200]
        return [text for call in calls for text in call.text.split(BETWEEN)]

    async def cut_postgres(self) -> None:
        """End every connection of the product to its database."""
        postgres = self.postgres
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            connection = await asyncpg.connect(
                host=str(postgres.sockets), port=postgres.port, user="postgres", database="postgres", timeout=5
            )
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'artel'", timeout=5
            )
            connection.terminate()

    async def cut_valkey(self) -> None:
        """End every connection of the product to its cache."""
        for kind in (b"normal", b"pubsub"):
            with contextlib.suppress(OSError):
                await exchange(self.ports["valkey"], b"CLIENT KILL TYPE " + kind + b"\r\n")

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not a byte is free on the disk."""
        ballast = self.disk / "ballast"
        with ballast.open("wb") as file:
            free = os.statvfs(self.disk)
            with contextlib.suppress(OSError):  # somebody else has taken the last of it
                os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
        try:
            yield
        finally:
            ballast.unlink()

    @asynccontextmanager
    async def without_rabbitmq(self) -> AsyncIterator[None]:
        """RabbitMQ is killed, and cannot come back: its port belongs to another program, which is us."""
        holder = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", HOLD, str(self.ports["rabbitmq"])),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert holder.stdin
        assert holder.stdout
        kill((await self.row("rabbitmq")).pid)
        assert await holder.stdout.readline()
        try:
            yield
        finally:
            holder.stdin.close()
            await holder.wait()


HOLD = """
import socket, sys
while True:
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        holder.close()
print("held", flush=True)
sys.stdin.read()
"""
"""A program of its own, because it must be there the moment that the port is free."""


def mounted(directory: Path) -> bool:
    """Put a small disk there; whether this machine lets us."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "tmpfs", str(directory)]
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def unmount(directory: Path) -> None:
    subprocess.run(["umount", "--lazy", directory], check=True)


def kill(pid: int | None) -> bool:
    """What a machine without memory does; whether there was anybody."""
    with contextlib.suppress(ProcessLookupError):
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            return True
    return False


@contextmanager
def paused(pid: int) -> Iterator[None]:
    """A process and its descendants stand still, connections and all."""
    stopped = family(pid)
    tell(stopped, signal.SIGSTOP)
    try:
        yield
    finally:
        tell(stopped, signal.SIGCONT)


def tell(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in family(child))]
