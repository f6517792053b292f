"""Tell players on Telegram what concerns them, no faster than Telegram allows."""

from common import posting
from common.domain.events import NotificationCreated, TelegramChatWaited
from common.store import posts
from common.worker import Db, on


@on(NotificationCreated, TelegramChatWaited, then=posting.opened)
async def telegram_send(event: NotificationCreated | TelegramChatWaited, db: Db) -> None:
    """A notification takes its place in its chat's line; what is due there is sent after the commit."""
    if isinstance(event, NotificationCreated):
        await posts.accept(db, event.notification_id)
