"""The whole product, as `make up` runs it, for stories and faults: on free ports, in a temporary folder."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from common.manifest import ROOT, shelf
from infra.local import players
from infra.local.config import Config
from infra.local.ports import free_port
from infra.local.runner import Runner

T = TypeVar("T")

IDLE_SECONDS = 2.0
"""Short, so that functions come and go all through a story and none of it may show."""
DEADLINE_SECONDS = 30.0


def configured(data: Path, *, idle_seconds: float = IDLE_SECONDS) -> Config:
    """A local run that knows nothing of any other; functions run with only the packages of their own group."""
    pythons = {group: ROOT / ".artel/venv" / group / "bin/python" for group in {each.group for each in shelf()}}
    return Config(data=data, port=free_port(), idle_seconds=idle_seconds, pythons=pythons)


class Guest:
    """Somebody with a phone that speaks to the product's API as the Mini App does."""

    def __init__(
        self,
        runner: Runner,
        telegram_id: int,
        name: str,
        *,
        heard: Callable[[httpx.Response], None] = lambda answer: None,
    ) -> None:
        self._heard = heard
        """Called with each answer, also with those after which he tries again."""
        self._client = httpx.AsyncClient(base_url=f"{runner.config.url}/api/v1/", timeout=30)
        self._init_data = players.init_data(telegram_id, name, runner.config.bot_token)
        self.access_token = ""

    async def sign_in(self) -> "Guest":
        signed_in = (await self.post("auth/telegram", init_data=self._init_data)).json()
        self.access_token = signed_in["access_token"]
        self._client.headers["Authorization"] = f"Bearer {self.access_token}"
        return self

    async def get(self, path: str) -> Any:
        """The JSON of a path that must answer 200."""
        answer = await self._until_answered("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """Send until an answer comes: whatever is sent here may be sent twice."""
        return await self._until_answered("POST", path, json=body)

    async def record(self, game_id: str, **event: Any) -> httpx.Response:
        """Record one event as a phone's outbox does: under the same id each time."""
        return await self.post(f"games/{game_id}/events", **{"id": str(uuid4()), **event})

    async def _until_answered(self, method: str, path: str, **request: Any) -> httpx.Response:
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                try:
                    answer = await self._client.request(method, path, **request)
                    self._heard(answer)
                    if answer.status_code < 500:
                        return answer
                except httpx.TransportError:
                    pass  # cut off in the middle: whether it had an effect, the next attempt tells
                await asyncio.sleep(0.05)  # the pause of a client that tries again

    async def close(self) -> None:
        await self._client.aclose()


async def until(ask: Callable[[], Awaitable[T]], holds: Callable[[T], bool], *, seconds: float = DEADLINE_SECONDS) -> T:
    """Ask until the answer is right; the deadline is for what will never be."""
    deadline = time.monotonic() + seconds
    while True:
        answer = await ask()
        if holds(answer):
            return answer
        assert time.monotonic() < deadline, f"never came true; last: {answer}"
        await asyncio.sleep(0.05)  # between two looks


def kill(pid: int | None) -> None:
    """What a machine without memory does."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
