"""What surrounds every request."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath
from litestar.testing import AsyncTestClient

from common import cache
from common.errors import Refusal
from common.live.channels import BOARDS, channel
from common.settings import Settings
from common.web import PUBLIC, Announce, create_app
from infra.local.services import Valkey

SESSION = UUID(int=7)


@post("/changes/{version:int}", opt=PUBLIC)
async def announcing(version: FromPath[int], announce: Announce) -> None:
    announce.changed(SESSION, version)
    if version == 1:
        raise Refusal("version_conflict")
    if version == 2:
        raise ValueError("broken after the change was announced")


async def test_only_what_was_done_is_announced(valkey: Valkey) -> None:
    client = cache.connect(valkey.url)
    app = create_app(announcing, settings=Settings(valkey_url=valkey.url))
    async with client.pubsub(ignore_subscribe_messages=True) as heard:
        await heard.subscribe(channel(BOARDS, SESSION))
        async with AsyncTestClient(app, raise_server_exceptions=False) as phone:
            statuses = [(await phone.post(f"/api/v1/changes/{version}")).status_code for version in (1, 2, 3)]
        assert statuses == [409, 500, 201]
        # Valkey keeps the order: had the first two been announced, one of them would be heard first.
        message = None
        while message is None:
            message = await heard.get_message(timeout=5)
        assert msgspec.json.decode(message["data"])["version"] == 3
    await client.aclose()
