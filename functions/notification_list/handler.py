"""What I was told."""

from typing import Annotated

from litestar import get
from litestar.params import FromQuery, QueryParameter

from common.errors import Refusal
from common.schemas.notifications import Notification, Notifications
from common.store import notifications
from common.web import Me, Pool


@get("/notifications")
async def notification_list(
    pool: Pool,
    me: Me,
    unread: FromQuery[bool] = False,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    cursor: Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1)] = None,
) -> Notifications:
    """One's notifications, the newest first, or the unread ones; `cursor` is the last page's `next_cursor`."""
    counts = (await notifications.counts(pool, [me.player_id])).get(me.player_id)
    if counts is None:
        raise Refusal("not_found")
    found = await notifications.list_of(pool, me.player_id, unread=unread, before=cursor, limit=limit + 1)
    shown = [Notification.of(each) for each in found[:limit]]
    following = str(shown[-1].number) if len(found) > limit else None
    return Notifications(shown, following, counts.unread, counts.notified)
