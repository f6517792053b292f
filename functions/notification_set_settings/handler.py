"""Tell me this, and not at night."""

from litestar import put
from litestar.params import JSONBody

from common.schemas.notifications import NotificationSettings
from common.store import notifications, players
from common.web import Db, Me


@put("/notifications/settings")
async def notification_set_settings(data: JSONBody[NotificationSettings], db: Db, me: Me) -> NotificationSettings:
    """Set all; what is not given is as for everyone, but the language stays."""
    await notifications.set_all(db, me.player_id, data.wanted())
    await players.update(db, me.player_id, display_name=None, language=data.language)
    return NotificationSettings.of(*await notifications.settings(db, me.player_id))
