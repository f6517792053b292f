"""What a server that is lost looks like"""

import asyncio

import pytest
import uvloop
from valkey.exceptions import ConnectionError as Disconnected

from common import cache
from infra.local.services import Valkey


async def test_a_connection_that_was_closed_meanwhile_is_lost_and_no_bug(valkey: Valkey) -> None:
    async def send_when_closed() -> None:
        client = cache.connect(valkey.url)
        connection = await client.connection_pool.get_connection("PING")
        connection._writer.transport.abort()
        with pytest.raises(Disconnected):
            await connection.send_command("PING", check_health=False)
        # The next one that asks does not notice.
        await client.connection_pool.release(connection)
        assert await client.ping()
        await client.aclose()

    await asyncio.to_thread(uvloop.run, send_when_closed())
