"""What surrounds every request."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, JSONBody
from litestar.testing import AsyncTestClient
from litestar.types import Message

from common import cache
from common.errors import Refusal
from common.live.channels import BOARDS, channel
from common.settings import Settings
from common.web import PUBLIC, Announce, Body, create_app
from infra.local.services import Valkey

SESSION = UUID(int=7)


@post("/changes/{version:int}", opt=PUBLIC)
async def announcing(version: FromPath[int], announce: Announce) -> None:
    announce.changed(SESSION, version)
    if version == 1:
        raise Refusal("version_conflict")
    if version == 2:
        raise ValueError("broken after the change was announced")


class Word(Body):
    word: str


@post("/words", opt=PUBLIC)
async def hearing(data: JSONBody[Word]) -> None:
    raise AssertionError(f"heard {data}")


async def test_a_body_whose_end_never_comes_is_no_error_of_ours(valkey: Valkey) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    path = "/api/v1/words"
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    app = create_app(hearing, settings=Settings(valkey_url=valkey.url))
    async with app.lifespan():
        await app(scope, receive, send)  # type: ignore[arg-type]  # as servers call it
    assert [message["status"] for message in sent if message["type"] == "http.response.start"] == [400]


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
