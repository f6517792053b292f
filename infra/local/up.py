"""`make up`: starts the runner in the background, tells how it goes, and returns when the product answers.

The two are joined by a socket. The runner reports on it and closes it when it is ready; if the other end is closed
before that, whoever wanted the product has given up, and everything is stopped again.
"""

import asyncio
import contextlib
import signal
import socket
import sys
import traceback
from typing import Self

from infra.local import control, players, processes
from infra.local.config import Config
from infra.local.forks import ForkServerError
from infra.local.programs import ProgramMissing
from infra.local.provision import ProvisionError
from infra.local.runner import AlreadyRunning, PortBusy, Runner
from infra.local.services import ServiceError
from infra.local.status import Status

OTHER_UP_SECONDS = 180.0
DONE, FAILED, INTERRUPTED = 0, 1, 130
FAILURES = (AlreadyRunning, PortBusy, ProgramMissing, ServiceError, ForkServerError, ProvisionError)
"""What a sentence explains; anything else is a bug and shows where."""


async def up(config: Config) -> int:
    """Start the product if it is not running, and print how to get in. Returns the exit code."""
    if status := await running(config):
        print("Artel is already running.", greeting(status, config), sep="\n")
        return DONE
    ours, theirs = socket.socketpair()
    with theirs, processes.open_log(config.log("runner")) as log:
        runner = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "infra.local", "run", "--report", str(theirs.fileno())),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            cwd=config.root,
        )
    reader, writer = await asyncio.open_connection(sock=ours)
    try:
        async for line in reader:
            print(line.decode(), end="", flush=True)
    except asyncio.CancelledError:
        print("\nStopping what was started.")
        writer.close()
        await runner.wait()
        return INTERRUPTED
    writer.close()
    if status := await running(config):
        print(greeting(status, config))
        return DONE
    return await runner.wait() or FAILED


async def run(config: Config, report: int | None) -> int:
    """Be the runner, in the foreground, until somebody asks for the end. Returns the exit code."""
    async with Starter(report) as starter:
        runner = Runner(config, say=starter.say)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, runner.stopping.set)
        starting = asyncio.create_task(runner.start())
        stopping = asyncio.create_task(runner.stopping.wait())
        gone = asyncio.create_task(starter.gone())
        await asyncio.wait({starting, stopping, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        starting.cancel()  # without effect if it is done
        try:
            await starting
        except asyncio.CancelledError:
            return INTERRUPTED
        except FAILURES as failure:
            starter.say(str(failure))
            return FAILED
        except Exception:  # a bug, and whoever waits for the product should see it, not only the log
            starter.say(traceback.format_exc())
            return FAILED
    await stopping
    await runner.stop()
    return DONE


class Starter:
    """The command that waits for the product, at the other end of a socket; without one, our own output."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.StreamReader | None = None

    async def __aenter__(self) -> Self:
        if self._descriptor is not None:
            self._reader, self._writer = await asyncio.open_connection(sock=socket.socket(fileno=self._descriptor))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer:
            with contextlib.suppress(ConnectionError):
                await self._writer.drain()
            self._writer.close()
            self._writer = None

    def say(self, line: str) -> None:
        print(line, flush=True)
        if self._writer:
            self._writer.write(line.encode() + b"\n")

    async def gone(self) -> None:
        """Return when it does not wait any more."""
        if self._reader is None:
            await asyncio.Future()
        else:
            await self._reader.read()


async def running(config: Config) -> Status | None:
    """The status of the runner once it is ready, None if there is none. Waits for one that is just starting."""
    with contextlib.suppress(control.NotRunning):
        async with asyncio.timeout(OTHER_UP_SECONDS):
            while True:
                status = Status.from_json(await control.ask(config.control, "status"))
                if status.ready:
                    return status
                await asyncio.sleep(0.2)
    return None


def greeting(status: Status, config: Config) -> str:
    """The address, what runs, and a way in for each made-up player."""
    services = ", ".join(row.name for row in status.rows if row.kind == "service" and row.state == "running")
    functions = sum(row.kind == "function" for row in status.rows)
    handlers = sum(row.kind == "handler" for row in status.rows)
    ways_in = [f"  {name:<6} {link}" for name, link in players.links(status.url, config.bot_token).items()]
    return "\n".join(
        [
            "",
            f"Artel answers on {status.url}",
            "",
            f"Running: {services}.",
            f"On demand: {functions} functions and {handlers} handlers (make status).",
            "",
            f"What would be sent to Telegram: http://127.0.0.1:{config.kept_ports().get('telegram')}",
            "",
            "Sign in with one click, each in a browser window of its own:",
            *ways_in,
        ]
    )
