"""What becomes of what people do to the bot: whose switch is turned, which group follows which evening."""

from uuid import UUID

from common.domain.phrases import Said, language_for
from common.domain.posts import is_group
from common.domain.updates import UNKNOWN_EVENING, WELCOME, Start, Stop, command
from common.store import notifications, posts
from common.store.sql import posts as sql
from common.store.statement import Executor

GONE = ("kicked", "left")


async def heard(db: Executor, chat_id: int, sender_id: int, text: str, language: str) -> None:
    """Somebody has written to the bot. A group follows an evening only at the word of someone who sits at it."""
    match command(text):
        case Start(_, code) if is_group(chat_id):
            session_id: UUID | None = await sql.SITS_AT.value(db, code=code or "", telegram_id=sender_id)
            if session_id:
                await posts.follow(db, chat_id, session_id, language_for(language))
            else:
                await _say(db, chat_id, UNKNOWN_EVENING, None, language)
        case Start(parameter, _):
            await _switch(db, chat_id, on=True)
            await _say(db, chat_id, WELCOME, parameter, language)
        case Stop() if is_group(chat_id):
            await posts.unfollow(db, chat_id)
        case Stop():
            await _switch(db, chat_id, on=False)


async def moved(db: Executor, chat_id: int, status: str) -> None:
    """The bot was let into a chat, or is no longer wanted there."""
    if status in GONE:
        await posts.block(db, chat_id, f"the bot was {status}")
    elif not is_group(chat_id):
        await _switch(db, chat_id, on=True)


async def _switch(db: Executor, chat_id: int, *, on: bool) -> None:
    if person := await posts.person_of(db, chat_id):
        await notifications.switch_telegram(db, person.id, on=on)


async def _say(db: Executor, chat_id: int, said: Said, link: str | None, language: str) -> None:
    spoken = language_for(language)
    await posts.say(db, chat_id, getattr(said, spoken), link=link, language=spoken)
