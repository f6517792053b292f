"""Players who are told something, without a consumer between."""

from uuid import UUID

from common.db import Database
from common.domain.announcements import Announcement
from common.store import notifications


async def tell(database: Database, player_id: UUID, *subjects: str) -> None:
    """One notification for each subject, of which the title says what it is."""
    async with database.transaction() as db:
        (receiver,) = await notifications.receivers(db, [player_id])
        told = [Announcement("session_closed", each, each, "Слова", "s_1", "normal") for each in subjects]
        await notifications.announce(db, [(receiver, each) for each in told])
