"""Real servers, as many as a test wants, and phones that watch a board over a real WebSocket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from common import serve
from common.manifest import ROOT, load, shelf
from common.settings import Settings
from common.web import create_app
from common.web.app import BASE_PATH
from infra.local.ports import free_port
from tests.functions.evening import Json

SECONDS = 20.0
"""What must come, comes sooner: a test that waits longer has failed."""


@asynccontextmanager
async def instance(settings: Settings) -> AsyncIterator[str]:
    """All functions in one server on a port of its own, served as `common.serve` does; its address."""
    port = free_port()
    app = create_app(*(each.handler() for each in shelf() if each.kind == "http"), settings=settings)
    life = serve.Life()
    listener = serve.listening("127.0.0.1", port)
    serving = asyncio.create_task(serve.serve_http(app, load(ROOT / "functions" / "session_live"), listener, life))
    try:
        yield f"http://127.0.0.1:{port}{BASE_PATH}/"
    finally:
        life.stop.set()
        async with asyncio.timeout(SECONDS):
            await serving


class Board:
    """A phone's picture of an evening, kept up to date by nothing but what the server sends."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.received: list[Json] = []
        self.version = 0
        self.session: Json = {}
        self.game: Json | None = None
        self.events: list[Json] = []
        self.present: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def receive(self) -> Json:
        """The next message, taken into the picture."""
        async with asyncio.timeout(SECONDS):
            message: Json = msgspec.json.decode(await self.socket.recv())
        self.received.append(message)
        if message["t"] == "presence":
            self.present = message["seat_ids"]
        elif message["t"] == "event":
            self.game = message["game"]
            self.events.append(message["event"])
        elif "board" in message:
            self.session, self.game, self.events = (message["board"][part] for part in ("session", "game", "events"))
        if message["t"] in ("hello", "event", "board"):
            self.version = message["version"]
        return message

    async def next(self, *kinds: str) -> Json:
        """The next message of these kinds."""
        while (message := await self.receive())["t"] not in kinds:
            pass
        return message

    async def until(self, come: Callable[[Self], Any]) -> None:
        """Receive until this has come true."""
        while not come(self):
            await self.receive()

    async def closed(self) -> int | None:
        """Take what comes until the server closes; its code."""
        with suppress(ConnectionClosed):
            while True:
                await self.receive()
        return self.socket.close_code


async def watch(address: str, session_id: str, token: str, **query: object) -> Board:
    """Open the live board of a session. Raises InvalidStatus when the handshake is refused."""
    return Board(await listen(address, f"sessions/{session_id}/live", token, **query))


async def listen(address: str, path: str, token: str, **query: object) -> ClientConnection:
    """Open a WebSocket. Raises InvalidStatus when the handshake is refused."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return await connect(
        f"{address.replace('http', 'ws', 1)}{path}?{asked}",
        subprotocols=[Subprotocol("artel.v1"), Subprotocol(f"bearer.{token}")],
        compression=None,
        open_timeout=60,  # a machine that is busy with other tests is no fault of the door
    )


async def knock(app: Any, path: str, token: str, **headers: str) -> httpx.Response:
    """Ask an application for a WebSocket and leave again: 101, or the answer with which the handshake is refused."""
    sent: list[Any] = []
    accepted = asyncio.Event()
    arriving: list[Json] = [{"type": "websocket.connect"}]

    async def receive() -> Any:
        if arriving:
            return arriving.pop()
        await accepted.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Any) -> None:
        sent.append(message)
        if message["type"] == "websocket.accept":
            accepted.set()

    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"artel.test"), *((name.encode(), value.encode()) for name, value in headers.items())],
        "subprotocols": ["artel.v1", f"bearer.{token}"],
        "client": ("127.0.0.1", 1),
        "server": ("artel.test", 80),
        "extensions": {"websocket.http.response": {}},
        "state": {},
    }
    await app(scope, receive, send)
    if accepted.is_set():
        return httpx.Response(101)
    start, body = sent
    return httpx.Response(start["status"], headers=start["headers"], content=body["body"])
