"""I have read this."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from common.errors import Refusal
from common.store import notifications
from common.web import Announce, Body, Db, Me


class Seen(Body):
    """All with a number up to `up_to`, and these."""

    up_to: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    ids: Annotated[list[UUID], Meta(max_length=100)] = msgspec.field(default_factory=list)


class Unread(msgspec.Struct, frozen=True):
    """How many are left."""

    unread: int


@post("/notifications/read", status_code=200)
async def notification_mark_read(data: JSONBody[Seen], db: Db, me: Me, announce: Announce) -> Unread:
    """Mark notifications as read, on all devices; what is read, or not one's own, stays as it is."""
    if await notifications.read(db, me.player_id, up_to=data.up_to, ids=data.ids):
        announce.notified(me.player_id)
    counts = (await notifications.counts(db, [me.player_id])).get(me.player_id)
    if counts is None:
        raise Refusal("not_found")
    return Unread(counts.unread)
