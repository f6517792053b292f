from datetime import timedelta

from common.db import Database
from common.settings import Settings
from common.store import posts
from common.store.posts import KEPT
from tests.handlers.conftest import on_two_machines
from tests.handlers.players import add_notification

AGE = "UPDATE telegram_posts SET created_at = now() - $1::interval, state = $2 WHERE text = $3 OR notification_id = $4"
LEFT = "SELECT array_agg(coalesce(text, 'a notification') ORDER BY id) FROM telegram_posts"


async def test_what_was_said_long_ago_is_forgotten_but_no_notification_and_nothing_that_waits(
    settings: Settings, database: Database
) -> None:
    old, young = KEPT + timedelta(hours=1), KEPT - timedelta(hours=1)
    told = await add_notification(database, 603)
    async with database.transaction() as db:
        await posts.accept(db, told.notification_id)
    for text, state, age in (
        ("old", "sent", old),
        ("blocked", "blocked", old),
        ("young", "sent", young),
        ("waits", "waiting", old),
    ):
        await posts.say(database, 603, text, link=None, language="ru")
        await database.execute(AGE, age, state, text, None)
    await database.execute(AGE, old, "sent", None, told.notification_id)

    await on_two_machines("telegram_prune", settings)

    assert await database.fetchval(LEFT) == ["a notification", "young", "waits"]
