"""People on the worst of lines: their requests are cut, repeated and overtaken, and all of them are sent again."""

import asyncio
import contextlib
import random
import ssl
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.typing import Subprotocol

from common.errors import REFUSALS
from infra.local import players
from infra.local.config import Config
from tests.faults.waiting import GIVE_UP_SECONDS, until
from tests.functions.instances import Board

Json = dict[str, Any]

LONGEST_SECONDS = 10.0
"""An answer that takes longer is a hang."""
GOOD = (200, 201)
TLS = ssl.create_default_context()
"""Not used, but each client would make one of its own, which takes longer than a request."""
TICK_SECONDS = 0.05
COMES_BACK_SECONDS = (0.2, 1.0)


class Judge:
    """Looks at every answer, on a clock that stands still while this machine itself does."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []
        self.lines: Counter[str] = Counter()
        """What the lines did to requests."""
        self.acknowledged = 0
        self.longest = 0.0
        self.now = 0.0

    async def tick(self) -> None:
        """Never returns."""
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(TICK_SECONDS)  # the clock's own
            self.now += min(loop.time() - before, 2 * TICK_SECONDS)

    async def reached(self, acknowledged: int) -> None:
        """Wait until so many requests have been acknowledged."""
        await until(lambda: self.acknowledged >= acknowledged)

    def answered(self, asked: str, answer: httpx.Response | None, began: float) -> None:
        """None when the line was cut instead."""
        took = self.now - began
        self.longest = max(self.longest, took)
        if took > LONGEST_SECONDS:
            self.wrong.append(f"{asked} hung for {took:.1f} s")
        if answer is None:
            return
        self.statuses[answer.status_code] += 1
        if answer.status_code in (429, 503):
            code = answer.json()["code"]
            if REFUSALS[code].status != answer.status_code or not answer.headers.get("retry-after", "").isdigit():
                self.wrong.append(f"{asked} was put off without a word: {answer.headers} {answer.text}")


class Person:
    """Somebody with a phone that sends everything until it is acknowledged."""

    def __init__(self, config: Config, telegram_id: int, judge: Judge, chance: random.Random) -> None:
        self._address = config.url
        self._init_data = players.init_data(telegram_id, f"Игрок {telegram_id}", config.bot_token)
        self._client = httpx.AsyncClient(base_url=f"{config.url}/api/v1/", timeout=30, verify=TLS)
        self._judge = judge
        self._chance = chance
        self.telegram_id = telegram_id
        self.token = self.player_id = ""

    async def sign_in(self) -> None:
        signed_in = await self.post("auth/telegram", init_data=self._init_data)
        self.token, self.player_id = signed_in["access_token"], signed_in["player"]["id"]
        self._client.headers["Authorization"] = f"Bearer {self.token}"

    async def get(self, path: str) -> Json:
        return await self._insist("GET", path, {})

    async def post(self, path: str, *, key: str = "", **body: Any) -> Json:
        """Send until it is acknowledged, sometimes as a bad line would: cut, half, or twice at once."""
        request: Json = {"json": body, "headers": {"Idempotency-Key": key} if key else {}}
        match self._chance.random():
            case number if number < 0.1:
                self._judge.lines["request cut"] += 1
                await self._send(path, request, 1.0, self._chance.uniform(0, 0.05))
            case number if number < 0.2:
                self._judge.lines["request half sent"] += 1
                await self._send(path, request, 0.5, 0)
            case number if number < 0.35:
                self._judge.lines["request doubled"] += 1
                answers = await asyncio.gather(*(self._insist("POST", path, request) for _ in range(2)))
                return answers[0]
        return await self._insist("POST", path, request)

    async def _send(self, path: str, request: Json, share: float, seconds: float) -> None:
        """The line is cut when this share of the body is sent and these seconds have passed, whatever was answered."""
        whole = self._client.build_request("POST", path, **request)
        head = [b"POST %s HTTP/1.1" % whole.url.raw_path, *(b"%s: %s" % each for each in whole.headers.raw), b"", b""]
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(whole.url.host, whole.url.port)
            try:
                writer.write(b"\r\n".join(head) + whole.content[: int(len(whole.content) * share)])
                await writer.drain()
                await asyncio.sleep(seconds)  # the answer's way
            finally:
                writer.close()

    async def _insist(self, method: str, path: str, request: Json) -> Json:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while True:
                answer = await self._ask(method, path, request)
                if answer is not None and answer.status_code not in (429, 503):
                    assert answer.status_code in GOOD, (
                        f"{method} {path} was answered {answer.status_code} {answer.text}"
                    )
                    self._judge.acknowledged += 1
                    acknowledged: Json = answer.json()
                    return acknowledged
                # Less patient than Retry-After asks for, as the worst of clients are.
                await asyncio.sleep(self._chance.uniform(*COMES_BACK_SECONDS))

    async def _ask(self, method: str, path: str, request: Json) -> httpx.Response | None:
        began, answer = self._judge.now, None
        with contextlib.suppress(httpx.TransportError):
            answer = await self._client.request(method, path, **request)
        self._judge.answered(f"{method} {path}", answer, began)
        return answer

    async def put(self, path: str, **body: Any) -> Json:
        """Send until it is acknowledged."""
        return await self._insist("PUT", path, {"json": body})

    async def watch(self, session_id: str, seen: "Seen") -> None:
        """Follow an evening, through every end of the connection. Never returns."""
        address = self._address.replace("http", "ws", 1)
        while True:
            since = f"?since={seen.board.version}" if seen.board else ""
            with contextlib.suppress(OSError, TimeoutError, WebSocketException, InvalidHandshake):
                async with connect(
                    f"{address}/api/v1/sessions/{session_id}/live{since}",
                    subprotocols=[Subprotocol("artel.v1"), Subprotocol(f"bearer.{self.token}")],
                    compression=None,
                    ping_interval=2,
                    ping_timeout=5,
                ) as socket:
                    board = Board(socket)
                    if seen.board:
                        board.version, board.events = seen.board.version, seen.board.events
                        board.session, board.game = seen.board.session, seen.board.game
                    seen.board = board
                    while True:
                        await board.receive()
            await asyncio.sleep(self._chance.uniform(*COMES_BACK_SECONDS))

    async def close(self) -> None:
        await self._client.aclose()


class Seen:
    """What one phone shows."""

    board: Board | None = None


def new_id() -> str:
    return str(uuid4())
