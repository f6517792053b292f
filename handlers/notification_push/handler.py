"""Show a player what he is told, on every device on which he has the app open."""

from valkey.asyncio import Valkey

from common import cache
from common.domain.events import NotificationCreated
from common.live.announcements import Announcements
from common.worker import Db, on


@on(NotificationCreated, using=cache.opened)
async def notification_push(event: NotificationCreated, db: Db, valkey: Valkey) -> None:
    """Only that there is something: instances look what it is, and by themselves where Valkey is away."""
    announced = Announcements()
    announced.notified(event.player_id)
    await announced.publish(valkey)
