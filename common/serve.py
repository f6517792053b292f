"""One entry point for every function and handler, in a container, under inetd or systemd, and under the local runner.

    python -m common.serve functions/game_finish --port 8000
    python -m common.serve functions/game_finish --fd 3 --idle-seconds 60
    python -m common.serve handlers/stats_update --idle-seconds 60
    python -m common.serve functions/session_*
    python -m common.serve

The last two serve a group in one process, and everything that is there: in an image that is whatever it holds.
A function never imports the queue's side and a handler never imports the web's: the imports stand in their branches.
"""

import argparse
import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import uvloop

from common import logs, metrics, process, telemetry, tracing, verbosity
from common.manifest import Manifest, ManifestError, selected, together
from common.settings import Settings, SettingsError

if TYPE_CHECKING:
    import uvicorn
    from litestar import Litestar

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

Word = Literal["ready", "answered", "closed"]
"""What a serving process tells its parent: it listens; its first answer is sent; it takes no more connections."""

KEEP_ALIVE_SECONDS = 75
"""Longer than any proxy keeps an idle connection to us, so that the proxy is the one who closes it."""
BACKLOG = 1024
LARGEST_SOCKET_MESSAGE = 4 * 1024
"""From a client, in bytes: it has nothing to say but ping."""
FIRST_REQUEST_SECONDS = 2.0
"""How long a connection that has been accepted, but has not asked yet, holds up an end."""
LOOK_SECONDS = 0.01
SYSTEMD_FIRST_FD = 3


@dataclass(frozen=True, slots=True)
class Life:
    """When a serving process ends, and whom it tells how it goes."""

    idle_seconds: float | None = None
    """It ends after so long without work; None means never."""
    tell: Callable[[Word], None] = lambda word: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to end it early: what was begun is finished."""


def settings_of(manifest: Manifest, environ: Mapping[str, str]) -> Settings:
    """What this folder, or group of folders, may know, checked. Raises SettingsError with a sentence for a person."""
    settings = Settings.from_env(environ).only(manifest.needs)
    if manifest.kind == "http":
        from common import auth

        auth.check_keys(settings)
    return settings


def say_as(name: str, settings: Settings, *, as_json: bool) -> None:
    """Log and trace under this name from now on, as much as the settings say. Raises SettingsError."""
    tracing.configure(name, settings)
    logs.configure(
        name,
        level=settings.log_level,
        sample=float(settings.log_sample),
        version=settings.version,
        as_json=as_json,
    )


def application(*members: Manifest, settings: Settings) -> "Litestar":
    """The app of a function or a group: only their routes, health, and what `common.web` gives to all."""
    from common.web import create_app

    return create_app(*(each.handler() for each in members), settings=settings, name=together(members).name)


def server_config(app: "Litestar", manifest: Manifest) -> "uvicorn.Config":
    """How uvicorn serves this function, or what a group is together."""
    import uvicorn
    from litestar.routes import WebSocketRoute

    config = uvicorn.Config(
        app,
        interface="asgi3",
        http="httptools",
        ws=_socket_protocol() if any(isinstance(route, WebSocketRoute) for route in app.routes) else "none",
        ws_max_size=LARGEST_SOCKET_MESSAGE,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=manifest.timeout_seconds,
    )
    config.load()
    return config


def _socket_protocol() -> "type[asyncio.Protocol]":
    """How uvicorn speaks WebSocket, without its complaint after each handshake that is refused with an answer."""
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    class SocketProtocol(WebSocketsSansIOProtocol):
        async def send(self, message: Any) -> None:
            await super().send(message)
            if message["type"] == "websocket.http.response.body":
                self.handshake_complete = True

    return SocketProtocol


def rehearse(app: "Litestar", manifest: Manifest) -> None:
    """Start and end the app once without a socket: a process that forks afterwards has imported all that serving needs.

    The settings must be empty, so that nothing is connected.
    """

    async def once() -> None:
        config = server_config(app, manifest)
        lifespan = config.lifespan_class(config)
        await lifespan.startup()
        await lifespan.shutdown()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(once())


async def serve_http(app: "Litestar", manifest: Manifest, listener: socket.socket, life: Life) -> None:
    """Answer requests on a listening socket for as long as `life` says.

    Its end loses no request: first the socket is closed, so that new connections wait for whoever else holds it, then
    all that was accepted is answered.
    """
    import uvicorn

    config = server_config(app, manifest)
    config.loaded_app = _first_answer_told(config.loaded_app, life, manifest.name)
    server = uvicorn.Server(config)
    metrics.COLD_STARTS.labels(manifest.name, "import").observe(process.age_seconds())
    began = time.perf_counter()
    settings: Settings = app.state.settings
    async with telemetry.sending(settings.telemetry_url, manifest.name), verbosity.followed(manifest.name, settings):
        # The parts of Server.serve without its signal handlers, which drop connections that have not asked yet.
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        metrics.COLD_STARTS.labels(manifest.name, "listen").observe(time.perf_counter() - began)
        life.tell("ready")
        leaving = asyncio.create_task(_leave(server, life))
        try:
            await server.main_loop()
        finally:
            leaving.cancel()
            await server.shutdown(sockets=[listener])


async def serve_queues(
    members: Sequence[Manifest], settings: Settings, life: Life, health: socket.socket | None
) -> None:
    """Work on the messages of one handler or of several for as long as `life` says.

    Each is given only what it needs, and the first that breaks ends all. Whoever asks on the socket `health` hears that
    the process is alive.
    """
    from common import worker
    from common.worker import health as door

    name, pages = together(members).name, door.Pages()
    async with (
        telemetry.sending(settings.telemetry_url, name),
        verbosity.followed(name, settings),
        door.answering(health, pages),
    ):
        for each in members:
            each.handler()
            await asyncio.sleep(0)  # for who asks at the door meanwhile: many imports take seconds
        metrics.COLD_STARTS.labels(name, "import").observe(process.age_seconds())
        life.tell("ready")
        async with asyncio.TaskGroup() as group:
            for each in members:
                own = settings.only(each.needs)
                work = worker.run(each, own, idle_seconds=life.idle_seconds, stop=life.stop, pages=pages)
                group.create_task(work)


async def _leave(server: "uvicorn.Server", life: Life) -> None:
    await _stopped_or_idle(server, life)
    for listening in server.servers:
        listening.close()
    life.tell("closed")
    state = server.server_state
    for _ in range(int(FIRST_REQUEST_SECONDS / LOOK_SECONDS)):
        # One look's time first: what was accepted a moment ago is not among the connections yet.
        await asyncio.sleep(LOOK_SECONDS)
        if not any(map(_has_not_asked, state.connections)):
            break
    # Told to stop, uvicorn itself waits for what is left, but no longer than the manifest's timeout.
    stopped = asyncio.create_task(life.stop.wait())
    while state.tasks and not stopped.done():
        await asyncio.wait({*state.tasks, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True


async def _stopped_or_idle(server: "uvicorn.Server", life: Life) -> None:
    if life.idle_seconds is None:
        await life.stop.wait()
        return
    state, loop = server.server_state, asyncio.get_running_loop()
    answered, since = state.total_requests, loop.time()
    while not life.stop.is_set() and loop.time() - since < life.idle_seconds:
        if state.tasks or state.total_requests != answered:
            answered, since = state.total_requests, loop.time()
        try:
            await asyncio.wait_for(life.stop.wait(), min(life.idle_seconds / 4, 1.0))
        except TimeoutError:
            continue


def _has_not_asked(connection: object) -> bool:
    return getattr(connection, "cycle", connection) is None


def _first_answer_told(app: App, life: Life, function: str) -> App:
    told = counted = False

    async def announcing(scope: Message, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def sent(message: Message) -> None:
            nonlocal told, counted
            await send(message)
            if message["type"] not in ("http.response.body", "websocket.accept"):
                return
            if not told:
                told = True
                life.tell("answered")
            if not counted and scope["path"] not in metrics.PROBES:
                counted = True
                metrics.COLD_STARTS.labels(function, "answer").observe(time.perf_counter() - began)

        await app(scope, receive, send if counted or scope["type"] == "lifespan" else sent)

    return announcing


def run(work: Awaitable[None], life: Life) -> None:
    """Do the work on an event loop of its own; SIGTERM and SIGINT ask it to end."""

    async def until_signalled() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, life.stop.set)
        await work

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(until_signalled())
    finally:
        tracing.close()


def inherited(descriptor: int) -> socket.socket:
    """The listening socket that was left to us, moved clear of the standard descriptors (inetd hands it over as 0)."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, SYSTEMD_FIRST_FD)
    if descriptor < SYSTEMD_FIRST_FD:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, descriptor)
        os.close(nothing)
    else:
        os.close(descriptor)
    return _non_blocking(socket.socket(fileno=moved))


def listening(host: str, port: int) -> socket.socket:
    """A socket of our own on host:port. Raises OSError."""
    return _non_blocking(socket.create_server((host, port), backlog=BACKLOG))


def _handed_over(environ: Mapping[str, str]) -> int | None:
    """The socket that systemd or podman says is meant for this very process."""
    ours = environ.get("LISTEN_PID", str(os.getpid())) == str(os.getpid())
    return SYSTEMD_FIRST_FD if ours and int(environ.get("LISTEN_FDS", "0")) > 0 else None


def _non_blocking(made: socket.socket) -> socket.socket:
    made.setblocking(False)
    return made


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m common.serve", description="Serve functions, or handlers.")
    parser.add_argument("folders", type=Path, nargs="*", help="functions/<name>, handlers/<name>, or all of functions")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--port", type=int, help="listen on this TCP port (default: $PORT, or 8000 for functions)")
    place.add_argument("--fd", type=int, help="serve on this inherited listening socket")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (0.0.0.0 in a container)")
    parser.add_argument("--idle-seconds", type=float, help="end after so long without work (default: never)")
    return parser


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    options = _parser().parse_args(argv)
    try:
        members = selected([folder.resolve() for folder in options.folders])
        whole = together(members)
        settings = settings_of(whole, environ)
        say_as(whole.name, settings, as_json=not sys.stdout.isatty())
    except (ManifestError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    life = Life(options.idle_seconds)
    port = options.port or int(environ.get("PORT", "0"))
    if whole.kind == "queue":
        run(serve_queues(members, settings, life, listening(options.host, port) if port else None), life)
        return 0
    app = application(*members, settings=settings)
    descriptor = _handed_over(environ) if options.fd is None else options.fd
    listener = listening(options.host, port or 8000) if descriptor is None else inherited(descriptor)
    run(serve_http(app, whole, listener, life), life)
    return 0


if __name__ == "__main__":
    sys.exit(main())
