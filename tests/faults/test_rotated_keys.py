"""A change of the signing key in the middle of an evening: nobody is signed out, and no request is refused."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from infra.local import players
from infra.local.runner import Runner

PEOPLE = 3


class Phone:
    """One that tries nothing twice, and remembers every answer."""

    def __init__(self, product: Runner, telegram_id: int) -> None:
        self.client = httpx.AsyncClient(base_url=f"{product.config.url}/api/v1/", timeout=30)
        self.launch = players.init_data(telegram_id, "Анна", product.config.bot_token)
        self.statuses: Counter[int] = Counter()
        self.refused: list[str] = []
        self.tokens: dict[str, Any] = {}

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.client.request(method, path, json=body or None)
        self.statuses[answer.status_code] += 1
        if answer.is_error:
            self.refused.append(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    async def insist(self, method: str, path: str, **body: Any) -> Any:
        """Ask until a service that a test before this one has killed is used again; what was answered is forgotten."""
        async with asyncio.timeout(30):
            answer = await self.ask(method, path, **body)
            while self.statuses[503]:
                self.statuses.clear()
                answer = await self.ask(method, path, **body)
        self.statuses.clear()
        self.refused.clear()
        return answer

    async def sign_in(self) -> None:
        self.accept(await self.insist("POST", "auth/telegram", init_data=self.launch))

    async def refresh(self) -> None:
        self.accept(await self.ask("POST", "auth/refresh", refresh_token=self.tokens["refresh_token"]))

    def accept(self, tokens: dict[str, Any]) -> None:
        self.tokens = tokens
        self.client.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    @property
    def kid(self) -> str:
        return str(jwt.get_unverified_header(self.tokens["access_token"])["kid"])


@pytest.fixture
async def phones(product: Runner) -> AsyncIterator[list[Phone]]:
    opened = [Phone(product, 7000 + number) for number in range(PEOPLE)]
    yield opened
    for phone in opened:
        await phone.client.aclose()


async def test_nobody_notices(product: Runner, phones: list[Phone]) -> None:
    for phone in phones:
        await phone.sign_in()
    first, at_first = phones[0].kid, phones[0].tokens["access_token"]
    host, *others = phones
    session = await host.insist("POST", "sessions", scorers="everyone")
    for other in others:
        await other.insist("POST", "sessions/join", code=session["code"])
    game = await host.insist("POST", f"sessions/{session['id']}/games")
    for phone, seat in zip(phones, game["turns"], strict=True):
        await phone.insist("POST", f"games/{game['id']}/events", id=str(uuid4()), kind="miss", seat_id=seat)
        await phone.insist("GET", f"sessions/{session['id']}")
        phone.accept(await phone.insist("POST", "auth/refresh", refresh_token=phone.tokens["refresh_token"]))
    rotated = asyncio.Event()

    async def live(phone: Phone, seat: str) -> None:
        while not rotated.is_set():
            await phone.ask("POST", f"games/{game['id']}/events", id=str(uuid4()), kind="miss", seat_id=seat)
            await phone.ask("GET", f"sessions/{session['id']}")
            await phone.refresh()

    living = [asyncio.create_task(live(*pair)) for pair in zip(phones, game["turns"], strict=True)]
    second = await product.rotate_keys()
    third = await product.rotate_keys()
    rotated.set()
    await asyncio.gather(*living)

    assert [phone.refused for phone in phones] == [[]] * PEOPLE
    assert sum(phone.statuses[201] for phone in phones) > PEOPLE
    await host.refresh()
    assert (first, host.kid) != (second, first)
    assert host.kid == third
    jwks = (await host.ask("GET", "auth/jwks"))["keys"]
    assert [jwk["kid"] for jwk in jwks][:3] == [third, second, first]
    assert ["exp" in jwk for jwk in jwks][:3] == [False, True, True]
    host.client.headers["Authorization"] = f"Bearer {at_first}"
    assert (await host.ask("GET", "me"))["display_name"] == "Анна"
