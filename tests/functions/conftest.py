"""`call` opens one function alone, as its container would; `begin` opens a whole evening of them behind one address."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from common import auth, telegram
from common.db import Database
from common.manifest import ROOT, load
from common.settings import DEVELOPMENT_BOT_TOKEN, Settings
from common.web import create_app
from infra.local.services import Postgres, Valkey
from infra.telegram.fake import FakeBotApi
from infra.telegram.server import serving
from tests.functions.evening import Arrivals, Evening, Gateway, Person, client, stored

S3_URL = "https://artel:a%2Fsecret@storage.example/artel?region=eu-north-1&public=https://files.example"
"""Of a storage that nobody asks: signing a link needs none."""

APP_LINK = "https://t.me/artel_bot/app"

Call = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
SignIn = Callable[..., Awaitable[Person]]
Phone = Callable[..., Awaitable[httpx.AsyncClient]]
Begin = Callable[..., Awaitable[Evening]]
Unchanged = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture(scope="session")
def bot_api() -> FakeBotApi:
    """What stands for Telegram."""
    return FakeBotApi(DEVELOPMENT_BOT_TOKEN)


@pytest.fixture(scope="session")
def settings(postgres: Postgres, valkey: Valkey, bot_api: FakeBotApi) -> Iterator[Settings]:
    """Functions need no RabbitMQ, so one test of one function does not wait for it to start."""
    private_key, public_keys = auth.generate_keys()
    with serving(bot_api) as telegram_url:
        yield Settings(
            database_url=postgres.url,
            valkey_url=valkey.url,
            s3_url=S3_URL,
            jwt_private_key=private_key,
            jwt_public_keys=public_keys,
            telegram_api_url=telegram_url,
            telegram_app_link=APP_LINK,
        )


@pytest.fixture
def call(settings: Settings, database: Database) -> Call:
    """`async with call("game_show", me=anna) as client`: paths are relative to the base path."""

    @asynccontextmanager
    async def opened(function: str, me: Person | None = None) -> AsyncIterator[httpx.AsyncClient]:
        manifest = load(ROOT / "functions" / function)
        own = settings.only(manifest.needs)
        app = create_app(manifest.handler(), settings=own, name=function)
        async with app.lifespan(), client(app, me.access_token if me else "") as opened:
            yield opened

    return opened


@pytest.fixture
def sign_in(settings: Settings, database: Database) -> SignIn:
    """`anna = await sign_in("Анна")`: a new player each time."""
    return Arrivals(database, settings)


@pytest.fixture(scope="session")
async def gateway(settings: Settings) -> AsyncIterator[Gateway]:
    """All functions, each alone, behind one address."""
    async with Gateway(settings).open() as opened:
        yield opened


@pytest.fixture
async def nobody(gateway: Gateway, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is not signed in."""
    async with client(gateway) as opened:
        yield opened


@pytest.fixture
async def phone(gateway: Gateway, sign_in: SignIn) -> AsyncIterator[Phone]:
    """`anna = await phone("Анна")`: the client of a new player."""
    async with AsyncExitStack() as stack:

        async def handed(name: str = "Анна", *, person: Person | None = None) -> httpx.AsyncClient:
            token = (person or await sign_in(name)).access_token
            return await stack.enter_async_context(client(gateway, token))

        yield handed


@pytest.fixture
def begin(phone: Phone, sign_in: SignIn) -> Begin:
    """`evening = await begin("Анна", "Борис")`: Kolkhoz at 50 ₽ a point, its host and those who joined him."""

    async def begun(
        host: str = "Анна",
        *others: str,
        scorers: str = "host",
        sums: str = "everyone",
        best_of: int | None = None,
        spectators: Collection[str] = (),
        **rules: Any,
    ) -> Evening:
        people = {name: await sign_in(name) for name in (host, *others)}
        phones = {name: await phone(person=person) for name, person in people.items()}
        given = {"game_type": "kolkhoz", "point_price_kopecks": 50_00, **rules}
        new = {"scorers": scorers, "sums": sums, "best_of": best_of, "rules": given}
        answer = await phones[host].post("sessions", json=new)
        assert answer.status_code == 201, answer.text
        for name in others:
            role = "spectator" if name in spectators else "player"
            answer = await phones[name].post("sessions/join", json={"code": answer.json()["code"], "role": role})
        session = answer.json()
        seats = {seat["display_name"]: seat["id"] for seat in session["seats"]}
        return Evening(session["id"], session["code"], phones, people, seats)

    return begun


@pytest.fixture
def unchanged(database: Database) -> Unchanged:
    """`async with unchanged():` nothing in the database differs after the block."""

    @asynccontextmanager
    async def compared() -> AsyncIterator[None]:
        before = await stored(database)
        yield
        assert await stored(database) == before

    return compared


def init_data(settings: Settings, telegram_id: int = 7, *, at: datetime | None = None, **user: Any) -> str:
    """Launch data as Telegram signs it."""
    fields = {
        "auth_date": str(int((at or datetime.now(UTC)).timestamp())),
        "query_id": "AAH",
        "user": json.dumps({"id": telegram_id, "first_name": "Анна", "language_code": "ru", **user}),
    }
    return telegram.sign(fields, settings.telegram_bot_token)
