"""The product as its users reach it: the page, each function, the keys, and the webhook as Telegram sees it."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from common import auth
from common.manifest import ROOT
from common.settings import SettingsError
from infra.doctor.findings import SECONDS, Finding, Patient, clock

AT_ONCE = 4
AGAIN_SECONDS = (2.0, 10.0)
OPENAPI = ROOT / "infra/generated/openapi.json"
NO_ONE = "00000000-0000-0000-0000-000000000000"


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


async def _ask(url: str, method: str = "GET", body: bytes | None = None) -> Answer:
    """One HTTP request, no redirect followed. Raises OSError or HTTPException."""

    def ask() -> Answer:
        place = urlsplit(url)
        connection = (HTTPSConnection if place.scheme == "https" else HTTPConnection)(place.netloc, timeout=SECONDS)
        try:
            connection.request(method, place.path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    return await asyncio.to_thread(ask)


class Route(NamedTuple):
    name: str
    method: str
    path: str


def _routes() -> list[Route]:
    paths = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"]
    return [Route(said["operationId"], method, path) for path, each in paths.items() for method, said in each.items()]


async def _ask_all(address: str, routes: Sequence[Route]) -> dict[str, Answer]:
    turn = asyncio.Semaphore(AT_ONCE)

    async def asked(route: Route) -> Answer:
        async with turn:
            url = f"{address}{re.sub('{[^}]*}', NO_ONE, route.path)}"
            return await _ask(url, route.method.upper(), None if route.method in ("get", "delete") else b"{}")

    answers = await asyncio.gather(*map(asked, routes))
    return {route.name: answer for route, answer in zip(routes, answers, strict=True)}


async def page(patient: Patient) -> AsyncIterator[Finding]:
    """The page, its headers and its clock."""
    began = time.perf_counter()
    page = await _ask(f"{patient.address}/")
    took = (time.perf_counter() - began) * 1000
    if page.status != 200:
        yield Finding(
            "product", f"The page answers {page.status}.", "See the gateway's log, and that webapp/dist is built."
        )
        return
    yield Finding("product", f"{patient.address} answers in {took:.0f} ms.")
    if "content-security-policy" not in {name.lower() for name in page.headers}:
        yield Finding(
            "product",
            "No Content-Security-Policy comes with the page.",
            "Something in front of the gateway removes it.",
        )
    if date := page.headers.get("Date"):
        yield clock("product", parsedate_to_datetime(date).timestamp(), patient.now())


async def functions(patient: Patient) -> AsyncIterator[Finding]:
    """Each function, asked by nobody in particular: it refuses, and has started to do so."""
    answers = await _ask_all(patient.address, _routes())
    for seconds in AGAIN_SECONDS:
        if late := [route for route in _routes() if answers[route.name].status == 503]:
            # What is seldom asked starts slowly, and has said that it is to be asked again.
            await asyncio.sleep(seconds)
            answers |= await _ask_all(patient.address, late)
    for name, answer in answers.items():
        if answer.status >= 500:
            yield Finding(
                "functions", f"{name} answers {answer.status}.", f"See its log, or what it needs: make logs F={name}."
            )
    broken = sum(answer.status >= 500 for answer in answers.values())
    yield Finding("functions", f"{len(answers) - broken} of {len(answers)} functions answer.")
    versions = {answer.headers.get("X-Artel-Version") or "without a name" for answer in answers.values()}
    if len(versions) > 1:
        yield Finding(
            "functions", f"They are of several releases: {', '.join(sorted(versions))}.", "Deploy one release again."
        )
    elif versions:
        yield Finding("functions", f"All are of the release {versions.pop()}.")


async def keys(patient: Patient) -> AsyncIterator[Finding]:
    """What signs, what is given out, and what is published agree."""
    settings = patient.settings
    try:
        auth.check_keys(settings)
    except SettingsError as error:
        yield Finding("keys", str(error), "See infra/README.md on the signing keys, or make keys for the local ones.")
        return
    known = auth.Verifier(settings.jwt_public_keys).key_ids
    if settings.jwt_private_key:
        yield Finding("keys", f"Signed with {auth.Issuer(settings.jwt_private_key).key_id}, which is published.")
    if patient.address:
        published = await _ask(f"{patient.address}/api/v1/auth/jwks")
        served = {str(key["kid"]) for key in json.loads(published.body)["keys"]} if published.status == 200 else set()
        if served != known:
            yield Finding(
                "keys",
                "The functions check tokens with other keys than these.",
                "Deploy them with the present JWT_PUBLIC_KEYS.",
            )
        else:
            yield Finding("keys", f"The functions check tokens with the same {len(known)} keys.")


async def telegram(patient: Patient) -> AsyncIterator[Finding]:
    """The bot's webhook, as Telegram sees it. The token stands in the address, so no error is passed on as it is."""
    settings = patient.settings
    try:
        answer = await _ask(f"{settings.telegram_api_url}/bot{settings.telegram_bot_token}/getWebhookInfo")
    except (OSError, HTTPException):
        yield Finding("telegram", "Telegram's Bot API does not answer.", "See the way out of this machine.")
        return
    if answer.status != 200:
        yield Finding(
            "telegram", f"Telegram answers {answer.status}.", "See that TELEGRAM_BOT_TOKEN is the bot's present one."
        )
        return
    said = json.loads(answer.body)["result"]
    wanted = f"{patient.address}/api/v1/telegram/webhook"
    if said.get("url") != wanted:
        yield Finding(
            "telegram", f"The webhook is {said.get('url') or 'not set'}.", f"Run make telegram: it should be {wanted}."
        )
    elif recent := said.get("last_error_date", 0) > patient.now() - 3600 and said.get("last_error_message"):
        yield Finding(
            "telegram", f"Telegram could not call the webhook lately: {recent}.", "See the log of telegram_webhook."
        )
    else:
        yield Finding("telegram", f"The webhook is set; {said.get('pending_update_count', 0)} updates wait.")
