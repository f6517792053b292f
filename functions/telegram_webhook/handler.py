"""What people do to the bot in Telegram."""

import hmac
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta

from common.errors import Refusal
from common.store import inbox, updates
from common.web import PUBLIC, Db

Id = Annotated[int, Meta(ge=-(1 << 52), le=1 << 52)]


class Chat(msgspec.Struct):
    """Where it happened: below zero in a group."""

    id: Id


class Sender(msgspec.Struct):
    """Who did it."""

    id: Id
    language_code: str = "ru"


class TextMessage(msgspec.Struct):
    """Something that was written."""

    chat: Chat
    sender: Sender | None = msgspec.field(name="from", default=None)
    text: str = ""


class Member(msgspec.Struct):
    """What the bot is in a chat now: `kicked` by who has blocked it, `left` in a group that has thrown it out."""

    status: str


class Membership(msgspec.Struct):
    """The bot was let in, thrown out, blocked or unblocked."""

    chat: Chat
    new_chat_member: Member


class Update(msgspec.Struct):
    """Telegram's update, as far as it concerns us: it grows with each release of the Bot API."""

    update_id: Annotated[int, Meta(ge=0, le=(1 << 62))]
    message: TextMessage | None = None
    my_chat_member: Membership | None = None


@post("/telegram/webhook", status_code=200, opt=PUBLIC)
async def telegram_webhook(
    request: Request[Any, Any, Any], data: JSONBody[Update], db: Db, state: State
) -> dict[str, bool]:
    """Telegram calls this, with the secret that it was given; the same update again is answered and does nothing."""
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode(), state.settings.telegram_webhook_secret.encode()):
        raise Refusal("not_allowed", "Only Telegram may call this, with the secret of its webhook.")
    if await inbox.receive(db, "telegram_webhook", UUID(int=data.update_id)):
        if (said := data.message) and said.sender:
            await updates.heard(db, said.chat.id, said.sender.id, said.text, said.sender.language_code)
        if moved := data.my_chat_member:
            await updates.moved(db, moved.chat.id, moved.new_chat_member.status)
    return {"ok": True}
