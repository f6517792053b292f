"""What I want to be told."""

from litestar import get

from common.schemas.notifications import NotificationSettings
from common.store import notifications
from common.web import Me, Pool


@get("/notifications/settings")
async def notification_show_settings(pool: Pool, me: Me) -> NotificationSettings:
    """How far each kind reaches the caller, his quiet hours and his language."""
    return NotificationSettings.of(*await notifications.settings(pool, me.player_id))
