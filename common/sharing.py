"""A message that a player sends by himself, in a chat of his own: the bot prepares it, the Mini App hands it over.

It is one call of the Bot API. httpx makes it, which every HTTP image holds anyway: aiogram would cost whoever waits
for a cold start five seconds (decision 0035).
"""

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import Any, NamedTuple

import httpx
import msgspec
from loguru import logger

from common import tracing
from common.correlation import trace
from common.domain.phrases import Language, Said
from common.domain.result_text import ResultText
from common.errors import Refusal
from common.settings import Settings

SECONDS = 4.0
"""For the whole of it: a person waits, and the app has a link to share instead."""
WAIT_SECONDS = 5
"""Until it may be asked again, where Telegram does not say."""
OPEN = Said("Открыть", "Open")
REFUSING = (400, 403)
"""Of this player, not of the moment: he has never started the bot, for instance."""

# Its line about each request holds the address, and with it the token.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Prepared(NamedTuple):
    """A message that waits for the player to send it."""

    id: str
    expires_at: datetime


class _Message(msgspec.Struct):
    id: str
    expiration_date: int


class _Parameters(msgspec.Struct):
    retry_after: int = WAIT_SECONDS


class _Answer(msgspec.Struct):
    ok: bool
    result: _Message | None = None
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


async def prepare(
    settings: Settings, telegram_id: int, about: str, said: ResultText, link: str, language: Language
) -> Prepared:
    """Have Telegram keep a message for this player; `link` is a start parameter of the app, for its button.

    Raises Refusal `telegram_away` when there is no answer in time, `telegram_refused` when it is no.
    """
    began, here = time.perf_counter(), trace.get()
    ended = tracing.begin("client", here)
    answer = await _ask(settings, _request(settings, telegram_id, about, said, link, language))
    ended("ask Telegram", error=answer is None or not answer.ok)
    trace.set(here)
    logger.bind(milliseconds=round((time.perf_counter() - began) * 1000, 1)).log(
        "INFO" if answer and answer.ok else "WARNING", "a message to share: {}", _outcome(answer)
    )
    if answer and answer.result:
        return Prepared(answer.result.id, datetime.fromtimestamp(answer.result.expiration_date, UTC))
    if answer and answer.error_code in REFUSING:
        raise Refusal("telegram_refused")
    raise Refusal("telegram_away", retry_after=max(1, answer.parameters.retry_after if answer else WAIT_SECONDS))


async def _ask(settings: Settings, asked: dict[str, Any]) -> _Answer | None:
    """What Telegram says; None without an answer. What goes wrong is not told, because it may hold the address."""
    test = "/test" if settings.telegram_environment == "test" else ""
    address = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token}{test}/savePreparedInlineMessage"
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            return msgspec.json.decode((await client.post(address, json=asked)).content, type=_Answer)
    except (httpx.HTTPError, TimeoutError, msgspec.MsgspecError):
        return None


def _request(
    settings: Settings, telegram_id: int, about: str, said: ResultText, link: str, language: Language
) -> dict[str, Any]:
    button = {"text": getattr(OPEN, language), "url": f"{settings.telegram_app_link}?startapp={link}"}
    return {
        "user_id": telegram_id,
        "result": {
            "type": "article",
            "id": about,
            "title": said.title,
            "description": said.description,
            "input_message_content": {"message_text": said.text, "link_preview_options": {"is_disabled": True}},
            **({"reply_markup": {"inline_keyboard": [[button]]}} if settings.telegram_app_link else {}),
        },
        "allow_user_chats": True,
        "allow_bot_chats": False,
        "allow_group_chats": True,
        "allow_channel_chats": True,
    }


def _outcome(answer: _Answer | None) -> str:
    if answer is None:
        return "no answer"
    return "prepared" if answer.ok else f"{answer.error_code} {answer.description}"
