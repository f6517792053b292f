import asyncio
from collections import Counter
from uuid import uuid4

from valkey.asyncio import Valkey as Client

from common.db import Database
from common.domain.events import NotificationCreated
from common.live.channels import PLAYERS, channel
from infra.local.services import Valkey
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player


async def test_the_devices_of_a_player_hear_that_there_is_something(
    deliver: Deliver, database: Database, valkey: Valkey
) -> None:
    anna = await add_player(database)
    async with Client.from_url(valkey.url) as client, client.pubsub(ignore_subscribe_messages=True) as heard:
        await heard.subscribe(channel(PLAYERS, anna))
        outcome = await deliver("notification_push", NotificationCreated(uuid4(), anna, "session_closed"))
        async with asyncio.timeout(20):
            while (message := await heard.get_message(timeout=1)) is None:
                pass
    assert outcome == Counter(done=1, seen=1)
    assert message["data"] == b'{"t":"changed"}'
