"""An evening as its people live it: each has a phone, and behind one address every function runs alone."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
from litestar import Litestar
from litestar.types import Receive, Scope, Send

from common import auth
from common.db import Database
from common.errors import REFUSALS
from common.manifest import ROOT, load, shelf
from common.settings import Settings
from common.store import players
from common.store.tables import metadata
from common.web import create_app
from common.web.app import BASE_PATH
from infra.render import refusals
from infra.render.routes import pattern, route
from tests.emptying import empty

ADDRESS = f"http://artel.test{BASE_PATH}/"
Json = dict[str, Any]


class Person(NamedTuple):
    """Someone signed in."""

    id: UUID
    sign_in_id: UUID
    access_token: str
    refresh_token: str


class Gateway:
    """Every HTTP function as an application of its own, with the settings it needs, routed as by Caddy."""

    def __init__(self, settings: Settings) -> None:
        self.apps: dict[str, Litestar] = {}
        self._routes: list[tuple[str, re.Pattern[str], Litestar]] = []
        for manifest in shelf():
            if manifest.kind == "http":
                own, found = settings.only(manifest.needs), route(manifest)
                app = create_app(manifest.handler(), settings=own, name=manifest.name)
                self.apps[manifest.name] = app
                self._routes.append((found.method, re.compile(pattern(found.path)), app))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Gateway"]:
        # A lifespan must end in the task that began it, and the end of a fixture runs in another task.
        opened, closing = asyncio.Event(), asyncio.Event()

        async def live() -> None:
            async with AsyncExitStack() as stack:
                for app in self.apps.values():
                    await stack.enter_async_context(app.lifespan())
                opened.set()
                # Whoever ends the loop first cancels this; the applications are then closed as they always are.
                with suppress(asyncio.CancelledError):
                    await closing.wait()

        living = asyncio.create_task(live())
        await opened.wait()
        try:
            yield self
        finally:
            closing.set()
            await living

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope.get("method", "GET"), scope["path"]
        app = next(app for method, path, app in self._routes if method == asked[0] and path.match(asked[1]))
        await app(scope, receive, send)


def client(app: Any, token: str = "", address: str = ADDRESS) -> httpx.AsyncClient:
    """Someone who asks this application; broken functions answer 500 instead of raising here."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=address, headers=headers)


class Arrivals:
    """Signs people in without Telegram, a new player each time."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._issuer = auth.Issuer(settings.jwt_private_key)
        self._telegram_ids = iter(range(1000, 2000))

    async def __call__(self, name: str = "Анна") -> Person:
        refresh = auth.new_refresh_token()
        made = await players.sign_in(
            self._database,
            telegram_id=next(self._telegram_ids),
            display_name=name,
            username=None,
            photo_url=None,
            language="ru",
            sha256=refresh.sha256,
            expires_at=refresh.expires_at,
        )
        return Person(made.player.id, made.id, self._issuer.issue(made.player.id, made.id), refresh.secret)


@dataclass
class Evening:
    """An open session; people and seats by their names, the host first."""

    id: str
    code: str
    phones: dict[str, httpx.AsyncClient]
    people: dict[str, Person]
    seats: dict[str, str]

    @property
    def host(self) -> httpx.AsyncClient:
        return next(iter(self.phones.values()))

    async def guest(self, name: str) -> str:
        answer = await self.host.post(f"sessions/{self.id}/guests", json={"display_name": name})
        self.seats[name] = answer.json()["id"]
        return self.seats[name]

    async def show(self) -> Json:
        shown: Json = (await self.host.get(f"sessions/{self.id}")).json()
        return shown

    async def start(self, *names: str, rules: Json | None = None) -> "Match":
        """The next game, played by these in this order, or by everyone in an order that is drawn."""
        body = {"turns": [self.seats[name] for name in names]} if names else {}
        answer = await self.host.post(f"sessions/{self.id}/games", json=body | ({"rules": rules} if rules else {}))
        assert answer.status_code == 201, answer.text
        return Match(self, answer.json()["id"], answer.json())


@dataclass
class Match:
    """A game of an evening, `started` as it was answered; whoever is not named as `by` is the host."""

    evening: Evening
    id: str
    started: Json

    async def tap(self, by: str | None = None, **event: Any) -> httpx.Response:
        """Record an event with a new id; seats are given by name."""
        if "seat" in event:
            event["seat_id"] = self.evening.seats[event.pop("seat")]
        phone = self.evening.phones[by] if by else self.evening.host
        return await phone.post(f"games/{self.id}/events", json={"id": str(uuid4())} | event)

    async def pot(self, seat: str, color: str = "white", *, times: int = 1, by: str | None = None) -> httpx.Response:
        for _ in range(times):
            answer = await self.tap(by, kind="pot", seat=seat, ball={"color": color})
        return answer

    async def undo(self, event_id: str, by: str | None = None) -> httpx.Response:
        return await self.tap(by, kind="undo", event_id=event_id)

    async def finish(self, by: str | None = None) -> httpx.Response:
        return await self._end("finish", by)

    async def cancel(self, by: str | None = None) -> httpx.Response:
        return await self._end("cancel", by)

    async def show(self, by: str | None = None) -> Json:
        phone = self.evening.phones[by] if by else self.evening.host
        shown: Json = (await phone.get(f"games/{self.id}")).json()
        return shown

    async def score(self) -> dict[str, int]:
        return by_name(self.evening, (await self.show())["scores"], "points")

    async def _end(self, how: str, by: str | None) -> httpx.Response:
        phone = self.evening.phones[by] if by else self.evening.host
        return await phone.post(f"games/{self.id}/{how}")


def request_of(function: str) -> tuple[str, str]:
    """Method and path of a function, relative to the base path, with ids that nobody has."""
    found = route(load(ROOT / "functions" / function))
    return found.method, re.sub(r"\{\w+:uuid\}", lambda _: str(uuid4()), found.path).removeprefix(f"{BASE_PATH}/")


def by_name(evening: Evening, rows: list[Json], field: str) -> Json:
    """One field of rows with a `seat_id`, by the names of the seats and in the order of the rows."""
    names = {seat: name for name, seat in evening.seats.items()}
    return {names[row["seat_id"]]: row[field] for row in rows}


def payments(evening: Evening, transfers: list[Json]) -> set[tuple[str, str, int]]:
    """Transfers as (who pays, who is paid, kopecks)."""
    names = {seat: name for name, seat in evening.seats.items()}
    return {(names[each["payer_seat_id"]], names[each["payee_seat_id"]], each["kopecks"]) for each in transfers}


async def stored(database: Database) -> dict[str, str]:
    """A digest of every row of every table: equal before and after means that nothing was written."""
    digests = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) FROM {table} AS t"
        for table in sorted(metadata.tables)
    )
    return dict(await database.fetch(digests))


async def rows(database: Database) -> dict[str, str]:
    """All rows of the tables that have any, as JSON; but not the system's templates, which are always there."""
    found = [
        f"SELECT '{table.name}', json_agg(t)::text FROM {table.name} AS t HAVING count(*) > 0"
        for table in metadata.sorted_tables
        if table.name != "templates"
    ]
    return dict(await database.fetch(" UNION ALL ".join(found)))


async def put_back(database: Database, kept: dict[str, str]) -> None:
    """These rows again, and no others."""
    await empty(database)
    async with database.transaction() as db:
        for name in (table.name for table in metadata.sorted_tables if table.name in kept):
            columns = ", ".join(column.name for column in metadata.tables[name].c if not column.computed)
            found = f"SELECT {columns} FROM json_populate_recordset(NULL::{name}, $1::json)"
            await db.execute(f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE {found}", kept[name])


def event_of(answer: httpx.Response) -> Json:
    """The recorded event of an answer."""
    event: Json = answer.json()["event"]
    return event


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem (RFC 9457), which is documented and says nothing of our inside."""
    assert answer.headers["content-type"].partition(";")[0] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail", "code", "request_id"}
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"urn:artel:problem:{problem['code']}"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["cache-control"] == "no-store"
    assert ("retry-after" in answer.headers) == (answer.status_code in (429, 503))
    assert not re.search(r"Traceback|File \"|asyncpg|SELECT|INSERT|msgspec|eyJ", json.dumps(problem))
    assert problem["code"] in documented(answer) | {"internal", "method_not_allowed"}
    return answer.status_code, problem["code"]


def documented(answer: httpx.Response) -> set[str]:
    """The codes that the contract names for what was asked; all of them for what is no operation."""
    try:
        method, path = answer.request.method, answer.request.url.path
    except RuntimeError:  # a handshake, of which OpenAPI knows nothing
        return set(REFUSALS)
    known = (codes for asked, pattern, codes in _refusals() if asked == method and pattern.match(path))
    return next(known, set(REFUSALS))


@cache
def _refusals() -> list[tuple[str, re.Pattern[str], set[str]]]:
    functions = [(route(manifest), manifest) for manifest in shelf() if manifest.kind == "http"]
    return [
        (found.method, re.compile(pattern(found.path)), refusals.of(manifest))
        for found, manifest in functions
        if not found.is_socket
    ]
