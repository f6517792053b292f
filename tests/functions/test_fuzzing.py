"""Whatever is sent to the doors that everyone can reach: no crash, no hang, and nothing let in that does not fit."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from common.db import Database
from common.serve import LARGEST_SOCKET_MESSAGE
from common.settings import Settings
from common.web.sockets import BAD_MESSAGE, MAX_MESSAGE_LENGTH
from tests.domain import profiles
from tests.functions.conftest import Begin, SignIn, init_data
from tests.functions.evening import Gateway, Match, Person, client, refusal
from tests.functions.instances import instance, watch

profiles.load()

over_the_wire = settings(
    max_examples=min(settings().max_examples, 2_000),
    deadline=None,
    # The database and the game are the same for all examples of a test on purpose: nothing they hold may change.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""Bounded even in a deep run: each example is a request."""
SECONDS = 10.0
"""No answer takes so long."""

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
IDS = st.uuids().map(str)
KINDS = ("pot", "foul", "miss", "turn", "undo", "note")
COLORS = ("white", "yellow", "pink", "cue")


def maybe_wrong(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return right | right | right | ANY_JSON


@st.composite
def events(draw: st.DrawFn, seats: list[str]) -> dict[str, Any]:
    """Events as a phone sends them, with here and there something else in the place of a field."""
    ball = st.fixed_dictionaries({}, optional={"color": maybe_wrong(st.sampled_from(COLORS)), "number": NUMBERS})
    known = st.fixed_dictionaries(
        {"id": maybe_wrong(IDS), "kind": maybe_wrong(st.sampled_from(KINDS))},
        optional={
            "seat_id": maybe_wrong(st.sampled_from(seats) | IDS),
            "ball": maybe_wrong(ball),
            "own_ball": maybe_wrong(st.booleans()),
            "fluke": maybe_wrong(st.booleans()),
            "foul": maybe_wrong(st.text(max_size=70)),
            "event_id": maybe_wrong(IDS),
            "text": maybe_wrong(st.text(max_size=290)),
        },
    )
    event = draw(known)
    if draw(st.integers(0, 9)) == 0:
        event[draw(st.text(max_size=8))] = draw(ANY_JSON)
    return event


def is_id(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}", value))


def is_text(value: Any, length: int) -> bool:
    return isinstance(value, str) and len(value) <= length


def is_ball(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() - {"color", "number"}:
        return False
    color, number = value.get("color"), value.get("number")
    whole = number is None or (type(number) in (int, float) and number == int(number) and 1 <= number <= 15)
    return (color is None or (isinstance(color, str) and color.isalpha())) and whole


FIELDS = {
    "id": is_id,
    "kind": lambda value: isinstance(value, str) and value in KINDS,
    "seat_id": lambda value: value is None or is_id(value),
    "ball": lambda value: value is None or is_ball(value),
    "own_ball": lambda value: type(value) is bool,
    "fluke": lambda value: type(value) is bool,
    "foul": lambda value: value is None or is_text(value, 64),
    "event_id": lambda value: value is None or is_id(value),
    "text": lambda value: value is None or is_text(value, 280),
}


def fits(event: Any) -> bool:
    """The shape of an event, written down a second time and in another way than the code has it."""
    if not isinstance(event, dict) or event.keys() - FIELDS.keys() or not {"id", "kind"} <= event.keys():
        return False
    return all(FIELDS[name](value) for name, value in event.items())


@pytest.fixture(scope="module")
async def unlimited(settings: Settings) -> AsyncIterator[Gateway]:
    """All functions without limits, which would answer thousands of examples in their place."""
    async with Gateway(replace(settings, rate_limits="off")).open() as opened:
        yield opened


@pytest.fixture
async def nobody(unlimited: Gateway, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client(unlimited) as opened:
        yield opened


@pytest.fixture
async def match(begin: Begin, unlimited: Gateway) -> AsyncIterator[Match]:
    match = await (await begin("Анна", "Борис")).start()
    async with client(unlimited, match.evening.people["Анна"].access_token) as phone:
        match.evening.phones["Анна"] = phone
        yield match


async def count(database: Database) -> int:
    recorded: int = await database.fetchval("SELECT count(*) FROM game_events")
    return recorded


async def sent(match: Match, body: bytes) -> httpx.Response:
    async with asyncio.timeout(SECONDS):
        return await match.evening.host.post(f"games/{match.id}/events", content=body)


@over_the_wire
@given(data=st.data())
async def test_an_event_that_does_not_fit_is_refused_and_leaves_nothing(
    match: Match, database: Database, data: st.DataObject
) -> None:
    event = data.draw(events(list(match.evening.seats.values())))
    before = await count(database)
    answer = await sent(match, json.dumps(event).encode())
    stored = answer.status_code == 201
    assert await count(database) == before + stored
    if stored or answer.status_code == 200:
        assert fits(event)
        return
    status, code = refusal(answer)
    assert status in ((400, 403, 404, 409) if fits(event) else (400,)), (status, code)


@over_the_wire
@given(data=st.data())
async def test_bytes_that_are_no_event_are_refused_and_leave_nothing(
    match: Match, database: Database, data: st.DataObject
) -> None:
    whole = json.dumps({"id": str(uuid4()), "kind": "note", "text": "как было"}).encode()
    at, cut = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 4))
    body = data.draw(st.binary() | st.binary(max_size=4).map(lambda other: whole[:at] + other + whole[at + cut :]))
    before = await count(database)
    answer = await sent(match, body)
    if answer.status_code == 201:
        assert fits(json.loads(body))
    else:
        assert refusal(answer)[0] in (400, 409)
        assert await count(database) == before


@over_the_wire
@given(data=st.data())
async def test_launch_data_that_is_changed_anywhere_lets_nobody_in(
    nobody: httpx.AsyncClient, settings: Settings, database: Database, data: st.DataObject
) -> None:
    whole = init_data(settings, start_param="s_ABC")
    at = data.draw(st.integers(0, len(whole)))
    other, cut = data.draw(st.text(max_size=3)), data.draw(st.integers(0, 3))
    changed = whole[:at] + other + whole[at + cut :]
    async with asyncio.timeout(SECONDS):
        answer = await nobody.post("auth/telegram", json={"init_data": changed})
    if answer.status_code == 200:  # another spelling of the same fields
        assert dict(parse_qsl(changed, keep_blank_values=True)) == dict(parse_qsl(whole, keep_blank_values=True))
    else:
        expected = (400, "payload_invalid") if "\x00" in changed else (401, "init_data_invalid")
        assert refusal(answer) == expected


@pytest.fixture
async def anna(sign_in: SignIn) -> Person:
    return await sign_in("Анна")


@over_the_wire
@given(data=st.data())
async def test_a_token_that_is_changed_anywhere_lets_nobody_in(
    nobody: httpx.AsyncClient, anna: Person, data: st.DataObject
) -> None:
    whole = anna.access_token
    # The last letter of a signature has bits that mean nothing: another spelling of the same token.
    at = data.draw(st.integers(0, len(whole) - 2))
    letters = st.text("ABCxyz019-_.=+/ ", max_size=3)
    changed = whole[:at] + data.draw(letters) + whole[at + data.draw(st.integers(0, 3)) :]
    async with asyncio.timeout(SECONDS):
        answer = await nobody.get("me", headers={"Authorization": f"Bearer {changed}"})
        refreshed = await nobody.post("auth/refresh", json={"refresh_token": changed})
    if changed.strip() == whole:
        assert answer.status_code == 200
    else:
        assert refusal(answer) == (401, "not_signed_in")
    assert refusal(refreshed) == (401, "refresh_invalid")


PINGS = st.dictionaries(st.text(max_size=5).filter("t".__ne__), ANY_JSON, max_size=2).map(
    lambda more: {**more, "t": "ping"}
)
MESSAGES = (
    st.text()
    | st.binary()
    | ANY_JSON.map(json.dumps)
    | PINGS.map(json.dumps)
    | st.dictionaries(st.just("t"), ANY_JSON).map(json.dumps)
    | st.integers(MAX_MESSAGE_LENGTH - 20, MAX_MESSAGE_LENGTH + 20).map(
        lambda n: json.dumps({"t": "ping", "a": "x" * n})
    )
    | st.integers(1, 60_000).map(lambda depth: "[" * depth)
)


def is_ping(message: str | bytes) -> bool:
    if isinstance(message, bytes) or len(message) > MAX_MESSAGE_LENGTH:
        return False
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("t") == "ping"


@pytest.fixture(scope="module")
async def address(settings: Settings) -> AsyncIterator[str]:
    async with instance(replace(settings, rate_limits="off")) as address:
        yield address


async def last_word(socket: ClientConnection) -> str | int:
    """The kind of the next message that is an answer, or the code that the server closes with."""
    try:
        while True:
            kind = json.loads(await socket.recv())["t"]
            if kind not in ("hello", "presence", "board", "event"):
                return str(kind)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else -1


def expected(message: str | bytes) -> str | int:
    """What comes of a message; a large one does not even reach the function."""
    if len(message.encode() if isinstance(message, str) else message) > LARGEST_SOCKET_MESSAGE:
        return CloseCode.MESSAGE_TOO_BIG
    return "pong" if is_ping(message) else BAD_MESSAGE


@over_the_wire
@given(message=MESSAGES)
async def test_a_socket_answers_pings_and_closes_on_anything_else(
    match: Match, address: str, message: str | bytes
) -> None:
    evening = match.evening
    async with asyncio.timeout(SECONDS):
        board = await watch(address, evening.id, evening.people["Борис"].access_token)
        try:
            await board.socket.send(message)
            assert await last_word(board.socket) == expected(message)
        finally:
            board.socket.transport.abort()  # as a phone in a lift: saying goodbye is not what is asked here
