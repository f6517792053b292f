"""kill -9, again and again, of everything that can die while people play: no acknowledged tap is missing afterwards."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from infra.local.runner import Runner
from tests.product import Guest, kill, until

TAPS_EACH = 12
RULES = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 5000,
    "balls": [{"color": "white", "value": 1, "count": 500}],
}
VICTIMS = ("game_record_event", "valkey", "rabbitmq", "game_record_event", "forkserver-http", "postgres", "caddy")


@pytest.fixture
async def company(product: Runner) -> AsyncIterator[list[Guest]]:
    people = [Guest(product, 5000 + number, f"Игрок {number}") for number in range(4)]
    yield [await person.sign_in() for person in people]
    for person in people:
        await person.close()


async def begin(company: list[Guest]) -> dict[str, Any]:
    """A game of all of them in which everyone taps."""
    host, *others = company
    session = (await host.post("sessions", rules=RULES, scorers="everyone")).json()
    for other in others:
        await other.post("sessions/join", code=session["code"])
    game: dict[str, Any] = (await host.post(f"sessions/{session['id']}/games")).json()
    return game


def pid_of(product: Runner, name: str) -> int | None:
    return next((row.pid for row in product.status().rows if row.name == name), None)


async def test_no_acknowledged_tap_is_missing_and_none_is_counted_twice(product: Runner, company: list[Guest]) -> None:
    game = await begin(company)
    acknowledged: list[str] = []

    async def play(person: Guest, seat: str) -> None:
        for _ in range(TAPS_EACH):
            event_id = str(uuid4())
            answer = await person.record(game["id"], id=event_id, kind="pot", seat_id=seat, ball={"color": "white"})
            assert answer.status_code in (200, 201), answer.text
            acknowledged.append(event_id)

    async def murder() -> None:
        for number, victim in enumerate(VICTIMS, start=1):
            due = number * TAPS_EACH * len(company) // (len(VICTIMS) + 1)
            await until(lambda: asyncio.sleep(0, len(acknowledged)), lambda done, due=due: done >= due)
            # A function that happens to be at zero cannot be killed; the next tap starts it.
            if pid := pid_of(product, victim):
                kill(pid)

    await asyncio.gather(murder(), *(play(*pair) for pair in zip(company, game["turns"], strict=True)))

    events = (await company[0].get(f"games/{game['id']}/events"))["items"]
    assert sorted(event["id"] for event in events) == sorted(acknowledged)
    assert [event["version"] for event in events] == list(range(1, len(acknowledged) + 1))
    board = await company[0].get(f"games/{game['id']}")
    assert [score["points"] for score in board["scores"]] == [TAPS_EACH] * len(company)


async def test_a_finished_game_is_counted_once_whatever_dies(product: Runner, company: list[Guest]) -> None:
    game = await begin(company)
    seat = game["turns"][0]
    await company[0].record(game["id"], kind="pot", seat_id=seat, ball={"color": "white"})
    finishing = asyncio.create_task(company[0].post(f"games/{game['id']}/finish"))
    kill(pid_of(product, "rabbitmq"))
    assert (await finishing).status_code == 200

    connection = await asyncpg.connect(product.postgres.url)
    try:
        # The relay, then the consumer, are killed as soon as they are seen at work; both come back by themselves.
        for handler in ("outbox_relay", "stats_update"):
            kill(await until(lambda name=handler: asyncio.sleep(0, pid_of(product, name)), lambda pid: pid is not None))
        me = await company[0].get("me")
        counted = await until(
            lambda: connection.fetchval("SELECT games FROM player_totals WHERE player_id = $1", me["id"]),
            lambda games: games is not None,
        )
        # Nothing is left that could count it again.
        await until(lambda: connection.fetchval("SELECT count(*) FROM outbox"), lambda left: left == 0)
        assert counted == 1
        assert await connection.fetchval("SELECT games FROM player_totals WHERE player_id = $1", me["id"]) == 1
    finally:
        await connection.close()
