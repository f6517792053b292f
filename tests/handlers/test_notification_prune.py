from datetime import timedelta

from common.db import Database
from common.settings import Settings
from common.store import posts
from common.store.notifications import KEPT
from tests.handlers.conftest import on_two_machines
from tests.handlers.players import add_notification


async def test_what_was_told_long_ago_is_forgotten_and_with_it_what_telegram_was_asked(
    settings: Settings, database: Database
) -> None:
    for telegram_id, age in ((601, KEPT + timedelta(hours=1)), (602, KEPT - timedelta(hours=1))):
        told = await add_notification(database, telegram_id)
        async with database.transaction() as db:
            await posts.accept(db, told.notification_id)
        await database.execute(
            "UPDATE notifications SET created_at = now() - $1::interval WHERE id = $2", age, told.notification_id
        )

    await on_two_machines("notification_prune", settings)

    assert await database.fetchval("SELECT array_agg(id) FROM notifications") == [told.notification_id]
    assert await database.fetchval("SELECT array_agg(notification_id) FROM telegram_posts") == [told.notification_id]
