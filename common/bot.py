"""The bot: what it writes goes through aiogram to Telegram's Bot API, and what comes back is one `Answer`.

Only what is shipped with the dependency group `telegram` can import this.
"""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from aiohttp import ClientConnectorError

from common.domain.phrases import Said
from common.domain.posts import LEASE, Answer, Blocked, Broken, InDoubt, Moved, Refused, Sent, Slower
from common.settings import Settings, SettingsError

REQUEST_SECONDS = LEASE.total_seconds() / 2
OPEN = Said("Открыть", "Open")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
ADDRESS = "https://"
UNCHANGED = "message is not modified"
"""What an edit is told that was made before: done is done."""


class OneRequestSession(AiohttpSession):
    """A connection for each request: one that was kept may die under the next, and leave that in doubt."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._connector_init["force_close"] = True


class BotClient:
    """Writes into chats. Text is plain: nothing that people are called can change how it is read."""

    def __init__(self, bot: Bot, app_link: str) -> None:
        self._bot = bot
        self._app_link = app_link

    async def send(self, chat_id: int, text: str, *, link: str | None, language: str, quiet: bool = False) -> Answer:
        """A new message; `link` is a start parameter of the app, or an address, for its button."""
        button = self._button(link, language)
        sending = self._bot.send_message(
            chat_id, text, reply_markup=button, link_preview_options=NO_PREVIEW, disable_notification=quiet
        )
        return await _answer(sending, self._bot.token)

    async def edit(self, chat_id: int, message_id: int, text: str, *, link: str | None, language: str) -> Answer:
        """Another text in an old message."""
        button = self._button(link, language)
        editing = self._bot.edit_message_text(
            text, chat_id=chat_id, message_id=message_id, reply_markup=button, link_preview_options=NO_PREVIEW
        )
        answer = await _answer(editing, self._bot.token)
        return Sent(message_id) if isinstance(answer, Refused) and UNCHANGED in answer.reason else answer

    def _button(self, link: str | None, language: str) -> InlineKeyboardMarkup | None:
        if link is None or not (self._app_link or link.startswith(ADDRESS)):
            return None
        text = OPEN.ru if language == "ru" else OPEN.en
        url = link if link.startswith(ADDRESS) else f"{self._app_link}?startapp={link}"
        button = InlineKeyboardButton(text=text, url=url)
        return InlineKeyboardMarkup(inline_keyboard=[[button]])


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[BotClient]:
    """The bot of these settings, connected at each use. Raises SettingsError."""
    if not settings.telegram_bot_token:
        raise SettingsError("Whoever writes as the bot needs TELEGRAM_BOT_TOKEN itself: its number is not enough.")
    session = OneRequestSession(api=server(settings), timeout=REQUEST_SECONDS)
    async with Bot(settings.telegram_bot_token, session=session) as bot:
        yield BotClient(bot, settings.telegram_app_link)


def server(settings: Settings) -> TelegramAPIServer:
    """Telegram's servers for everyone, its test servers, or a fake one."""
    base, test = settings.telegram_api_url, "/test" if settings.telegram_environment == "test" else ""
    return TelegramAPIServer(
        base=f"{base}/bot{{token}}{test}/{{method}}", file=f"{base}/file/bot{{token}}{test}/{{path}}"
    )


async def _answer(asking: Awaitable[Message | bool], token: str) -> Answer:
    try:
        message = await asking
    except (TelegramAPIError, ClientDecodeError) as error:
        return _meaning(error, str(error).replace(token, "<token>"))
    return Sent(message.message_id if isinstance(message, Message) else 0)


def _meaning(error: TelegramAPIError | ClientDecodeError, reason: str) -> Answer:
    match error:
        case TelegramRetryAfter():
            return Slower(error.retry_after)
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Blocked(reason)
        case TelegramBadRequest():
            return Refused(reason)
        case TelegramNetworkError() if isinstance(error.__cause__, ClientConnectorError):
            return Broken(reason)
        case TelegramNetworkError() | ClientDecodeError():  # no answer, or that of something between us and Telegram
            return InDoubt(reason)
    return Broken(reason)
