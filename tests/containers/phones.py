"""Phones that reach the product through its gateway, and try again as the Mini App does."""

import asyncio
import time
from typing import Any, NamedTuple

import httpx

from common.web.app import BASE_PATH
from infra.docker.product import Product
from infra.local import players

SECONDS = 60


class Patient(httpx.AsyncHTTPTransport):
    """Sends again what was cut off or answered by nobody: all that these tests send may be sent twice."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                answer = await super().handle_async_request(request)
                if answer.status_code < 500 or time.monotonic() > deadline:
                    return answer
                await answer.aclose()
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(0.1)  # the pause of a client that tries again


class SignedIn(NamedTuple):
    """Someone with a phone."""

    phone: httpx.AsyncClient
    access_token: str
    player_id: str


def address(product: Product) -> str:
    return f"{product.url}{BASE_PATH}/"


async def sign_in(product: Product, telegram_id: int, name: str, bot_token: str) -> SignedIn:
    """Come in by Telegram's launch data, signed as the bot would."""
    phone = httpx.AsyncClient(base_url=address(product), transport=Patient(), timeout=SECONDS)
    launch = players.init_data(telegram_id, name, bot_token)
    answer = await phone.post("auth/telegram", json={"init_data": launch})
    assert answer.status_code == 200, answer.text
    signed_in: dict[str, Any] = answer.json()
    phone.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
    return SignedIn(phone, signed_in["access_token"], signed_in["player"]["id"])
