"""One Litestar application around one handler, or around many: the same code at any granularity."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.types import ControllerRouterHandler, Scope
from valkey.asyncio import Valkey

from common import cache
from common.auth import Identity, Issuer, Verifier
from common.db import ANSWER_SECONDS, Connection, Database
from common.limits import MAX_BODY_BYTES
from common.live.announcements import Announcements
from common.live.boards import BoardHub
from common.live.notifications import NotificationHub
from common.settings import Settings
from common.web import problems
from common.web.bodies import JSONRequest
from common.web.client import Client, client_of
from common.web.envelope import Envelope, remember_failure
from common.web.sign_in import PUBLIC, admitted

if TYPE_CHECKING:
    from common.files import Files

BASE_PATH = "/api/v1"

Db = NamedDependency[Connection]
"""One transaction: committed before the answer is sent, rolled back by any exception."""
Pool = NamedDependency[Database]
"""The database without a transaction: each statement stands alone."""
Me = NamedDependency[Identity]
"""Who is calling."""
Announce = NamedDependency[Announcements]
"""What to tell the live boards once the change is committed."""
Cache = NamedDependency[Valkey]
Tokens = NamedDependency[Issuer]
"""Only in functions whose manifest needs the private key."""
Sender = NamedDependency[Client]
"""The program that asks."""
LiveBoards = NamedDependency[BoardHub]
LiveNotifications = NamedDependency[NotificationHub]


def create_app(
    *handlers: ControllerRouterHandler, settings: Settings, name: str = "artel", openapi: OpenAPIConfig | None = None
) -> Litestar:
    """An application that serves these handlers under `/api/v1`, and its own health.

    Nothing is connected before the lifespan begins, so a process may fork after this and set `app.state.settings`.
    """
    app = Litestar(
        [Router(BASE_PATH, route_handlers=handlers, guards=[admitted]), healthz, readyz],
        dependencies={
            "db": Provide(_transaction),
            "pool": Provide(_pool, sync_to_thread=False),
            "me": Provide(_me, sync_to_thread=False),
            "announce": Provide(_announcements, sync_to_thread=False),
            "valkey": Provide(_valkey, sync_to_thread=False),
            "client": Provide(client_of, sync_to_thread=False),
            "issuer": Provide(_issuer, sync_to_thread=False),
            "boards": Provide(_boards, sync_to_thread=False),
            "inbox": Provide(_inbox, sync_to_thread=False),
            "files": Provide(_files, sync_to_thread=False),
        },
        exception_handlers={Exception: problems.answer, HTTPException: problems.answer},
        after_exception=[remember_failure],
        lifespan=[_resources],
        state=State({"settings": settings, "name": name}),
        request_class=JSONRequest,
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=openapi,
        logging_config=None,
    )
    app.asgi_handler = Envelope(app.asgi_handler, name)
    return app


@get("/healthz", opt=PUBLIC, include_in_schema=False)
async def healthz() -> Response[bytes]:
    """Alive; touches nothing."""
    return Response(b"ok", media_type="text/plain")


@get("/readyz", opt=PUBLIC, include_in_schema=False)
async def readyz(request: Request[Any, Any, State]) -> Response[bytes]:
    """Ready when the function's own backing services answer."""
    if database := request.app.state.database:
        await database.ping()
    if valkey := request.app.state.valkey:
        await valkey.ping()
    return Response(b"ready", media_type="text/plain")


@asynccontextmanager
async def _resources(app: Litestar) -> AsyncIterator[None]:
    """What the settings of this process allow; all of it connects at its first use."""
    state, settings = app.state, app.state.settings
    url = settings.database_url
    state.database = Database(url, name=state.name, statement_seconds=ANSWER_SECONDS) if url else None
    state.valkey = cache.connect(settings.valkey_url) if settings.valkey_url else None
    state.verifier = Verifier(settings.jwt_public_keys) if settings.jwt_public_keys else None
    state.issuer = Issuer(settings.jwt_private_key) if settings.jwt_private_key else None
    state.boards = state.inbox = None
    state.files = _storage(settings)
    try:
        yield
    finally:
        for hub in filter(None, (state.boards, state.inbox)):
            await hub.close()
        if state.valkey:
            await state.valkey.aclose()
        if state.database:
            await state.database.close()


async def _transaction(state: State) -> AsyncIterator[Connection]:
    async with state.database.transaction() as connection:
        yield connection


def _pool(state: State) -> Database:
    database: Database = state.database
    return database


def _me(scope: Scope) -> Identity:
    identity: Identity = scope["user"]
    return identity


def _announcements(scope: Scope) -> Announcements:
    announcements: Announcements = scope["artel.announcements"]  # type: ignore[typeddict-item]  # ours
    return announcements


def _valkey(state: State) -> Valkey:
    valkey: Valkey = state.valkey
    return valkey


def _issuer(state: State) -> Issuer:
    issuer: Issuer = state.issuer
    return issuer


def _storage(settings: Settings) -> "Files | None":
    if not settings.s3_url:
        return None
    from common.files import Files  # is shipped, with its client, only where there is a storage to speak to

    return Files(settings.s3_url)


def _files(state: State) -> Any:
    return state.files


def _boards(state: State) -> BoardHub:
    if state.boards is None:
        state.boards = BoardHub(state.database, state.valkey)
    boards: BoardHub = state.boards
    return boards


def _inbox(state: State) -> NotificationHub:
    if state.inbox is None:
        state.inbox = NotificationHub(state.database, state.valkey)
    inbox: NotificationHub = state.inbox
    return inbox
