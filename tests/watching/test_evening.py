"""After an evening on the whole product, with functions at zero in between, Prometheus has counted what has happened"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple
from uuid import uuid4

import aio_pika
import asyncpg
import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from common import topology
from common.limits import LIMITS
from common.manifest import shelf
from infra.local.watches import queues_of
from infra.render.alerts import EDGE
from infra.render.dashboards import DASHBOARDS, Panel
from infra.render.routes import pattern, route
from tests.product import Guest, until
from tests.watching.conftest import Looked
from tests.watching.test_alerts import say
from tests.watching.watching import LOCAL

ROUTES = [route(each) for each in shelf() if each.kind == "http"]
TAPS_EACH = 8
WRONG_CODE, GUESSES = "AAAAAA", LIMITS["codes"].burst + 10
SECONDS = 90.0

Counts = Counter[tuple[str, ...]]


class Played(NamedTuple):
    """What people have seen."""

    answers: Counts
    """By function and status."""
    refusals: Counts
    """By function and code."""


def function_of(request: httpx.Request) -> str:
    """Whose route it is."""
    return next(
        each.function
        for each in ROUTES
        if each.method == request.method and re.fullmatch(pattern(each.path).strip("^$"), request.url.path)
    )


@pytest.fixture(scope="module")
async def played(looked: Looked) -> Played:
    """Two people and what they do wrong: taps sent twice, a game that there is not, one that is over, wrong codes."""
    seen = Played(Counter(), Counter())

    def count(answer: httpx.Response) -> None:
        function = function_of(answer.request)
        seen.answers[function, str(answer.status_code)] += 1
        if answer.is_error:
            seen.refusals[function, answer.json()["code"]] += 1

    anna, boris = [
        await Guest(looked.runner, 5000 + number, name, heard=count).sign_in()
        for number, name in enumerate(("Анна", "Борис"))
    ]
    session = (await anna.post("sessions", scorers="everyone")).json()
    session = (await boris.post("sessions/join", code=session["code"])).json()
    await asyncio.gather(*(anna.post("sessions/join", code=WRONG_CODE) for _ in range(GUESSES)))
    seats = {seat["display_name"]: seat["id"] for seat in session["seats"]}
    game = (await anna.post(f"sessions/{session['id']}/games")).json()
    async with looking_on(looked, session["id"], anna):
        for number in range(TAPS_EACH):
            for guest, name in ((anna, "Анна"), (boris, "Борис")):
                tap = {"id": str(uuid4()), "kind": "foul" if number % 4 == 3 else "miss", "seat_id": seats[name]}
                await guest.record(game["id"], **tap)
                if number % 4 == 0:
                    await guest.record(game["id"], **tap)
    await at_zero(looked)
    tap = {"kind": "pot", "seat_id": seats["Анна"], "ball": {"color": "white"}}
    undone = (await anna.record(game["id"], **tap)).json()["event"]["id"]
    await anna.record(game["id"], kind="undo", event_id=undone)
    await boris.record(str(uuid4()), **tap)
    await anna.post(f"games/{game['id']}/finish")
    await anna.record(game["id"], **tap)
    await at_zero(looked)
    paid = {"kind": "payment", "payer_seat_id": seats["Анна"], "payee_seat_id": seats["Борис"], "kopecks": 50_00}
    await boris.post(f"sessions/{session['id']}/ledger", **paid)
    await anna.post(f"sessions/{session['id']}/close")
    await boris.post("auth/logout")
    await boris.post(f"sessions/{session['id']}/close")
    for guest in (anna, boris):
        await guest.close()
    await at_zero(looked)
    return seen


@asynccontextmanager
async def looking_on(looked: Looked, session_id: str, guest: Guest) -> AsyncIterator[None]:
    """Somebody's phone shows the board, and Prometheus knows it."""
    async with connect(
        f"{looked.runner.config.url.replace('http', 'ws', 1)}/api/v1/sessions/{session_id}/live",
        subprotocols=[Subprotocol("artel.v1"), Subprotocol(f"bearer.{guest.access_token}")],
    ):
        await same(looked, "artel_connected_players > 0", "kind", expected=Counter({("live",): 1}))
        yield


async def at_zero(looked: Looked) -> None:
    """Wait until nothing waits, and every process but those with sockets has ended."""

    def awake() -> list[str]:
        rows = [row for row in looked.runner.status().rows if row.kind != "service" and row.name != "metrics_export"]
        return [row.name for row in rows if row.state != "zero"]

    async def left() -> list[str]:
        due = "SELECT 'outbox', count(*) FROM outbox WHERE not_before <= now()"
        # Nobody works, nothing waits to be told or heard, and nobody has taken it in hand meanwhile.
        return awake() or [*(await stored(looked, due)).elements()] or await queued(looked) or awake()

    await until(left, lambda names: not names, seconds=SECONDS)


async def queued(looked: Looked) -> list[str]:
    """The queues that hold messages, be it to be tried again."""
    runner = looked.runner
    async with await aio_pika.connect(runner.rabbitmq.url) as connection, connection.channel() as channel:
        names = sorted(queues_of(runner.config.topology) - {topology.UNHEARD})
        queues = [await channel.declare_queue(name, passive=True) for name in names]
    return [queue.name for queue in queues if queue.declaration_result.message_count]


async def series(looked: Looked, expression: str, *labels: str) -> Counts:
    """A query's samples by these labels; what is 0 is as if it was not."""
    found = await looked.watching.prometheus.query(expression)
    values = {tuple(each["metric"].get(label, "") for label in labels): float(each["value"][1]) for each in found}
    return Counter({key: int(value) for key, value in values.items() if value})


async def stored(looked: Looked, statement: str) -> Counts:
    """A statement's rows, of which the last column is the count."""
    connection = await asyncpg.connect(looked.runner.postgres.url)
    try:
        return Counter({tuple(row)[:-1]: row[-1] for row in await connection.fetch(statement)})
    finally:
        await connection.close()


async def same(looked: Looked, expression: str, *labels: str, expected: Counts) -> None:
    """Prometheus says so in time; what it says instead is shown with a failure."""
    assert expected
    with suppress(AssertionError):
        await until(lambda: series(looked, expression, *labels), lambda found: found == expected, seconds=SECONDS)
    assert await series(looked, expression, *labels) == expected


async def test_every_answer_is_counted_as_people_have_got_it(looked: Looked, played: Played) -> None:
    await same(looked, 'artel_http_requests_total{job="artel"}', "function", "status", expected=played.answers)
    assert played.answers["game_record_event", "200"] == TAPS_EACH // 2
    assert played.answers["game_record_event", "404"] == played.answers["game_record_event", "409"] == 1
    by_status: Counts = Counter()
    for (_, status), count in played.answers.items():
        by_status[status,] += count
    edge = f"sum by (code) ({EDGE.format('count', '')})"
    await same(looked, edge, "code", expected=by_status)


async def test_every_refusal_is_counted_with_its_reason(looked: Looked, played: Played) -> None:
    await same(looked, 'artel_refusals_total{job="artel"}', "function", "code", expected=played.refusals)
    codes = {code for _, code in played.refusals}
    assert codes == {"code_unknown", "not_found", "game_not_live", "too_many_requests", "token_revoked"}


async def test_every_tap_is_counted_as_the_database_has_it(looked: Looked, played: Played) -> None:
    taps = await stored(looked, "SELECT kind, count(*) FROM game_events GROUP BY kind")
    assert taps.total() == 2 * TAPS_EACH + 2
    await same(looked, 'artel_events_total{job="artel",topic="game.event_recorded"}', "kind", expected=taps)


async def test_everything_else_that_has_happened_is_counted_once(looked: Looked, played: Played) -> None:
    told = await stored(
        looked,
        """
        SELECT 'game.finished', count(*) FROM games WHERE status = 'finished'
        UNION ALL SELECT 'session.created', count(*) FROM sessions
        UNION ALL SELECT 'session.closed', count(*) FROM sessions WHERE status = 'closed'
        UNION ALL SELECT 'notification.created', count(*) FROM notifications
        """,
    )
    assert all(told.values())
    topics = "|".join(topic for (topic,) in told)
    expression = f'sum by (topic) (artel_events_total{{job="artel",topic=~"{topics}"}})'
    await same(looked, expression, "topic", expected=told)
    worked = await stored(looked, "SELECT consumer, count(*) FROM inbox GROUP BY consumer")
    done = 'artel_messages_total{job="artel",outcome="done",function!="outbox_relay"} > 0'
    by_consumers = f'{done} and on (function) artel_message_duration_seconds_count{{job="artel"}}'
    await same(looked, by_consumers, "function", expected=worked)


async def test_what_was_said_in_telegram_is_counted(looked: Looked, played: Played) -> None:
    said = await stored(looked, "SELECT 'sent', count(*) FROM notifications")
    await same(looked, 'sum by (answer) (artel_telegram_posts_total{kind="post"})', "answer", expected=said)


async def test_every_component_is_collected(looked: Looked, played: Played) -> None:
    jobs = ("artel", "copy", "gateway", "rabbitmq", "postgres", "valkey", "alertmanager", "prometheus")
    await same(looked, "up", "job", expected=Counter({(job,): 1 for job in jobs}))
    for name in ("rabbitmq_queue_messages", "pg_stat_activity_count", "redis_connected_clients", "artel_sessions_open"):
        assert await looked.watching.prometheus.query(name), name


async def test_what_is_counted_has_a_good_name_a_help_and_few_labels(looked: Looked, played: Played) -> None:
    async with httpx.AsyncClient(timeout=SECONDS) as prometheus:
        page = (await prometheus.get(f"http://{LOCAL.format(looked.runner.metrics_port)}/metrics")).text
    assert await say("promtool", "check", "metrics", given=page) == (0, "")
    values = set(re.findall(r'="([^"]*)"', page))
    assert {"game_record_event", "201", "game.event_recorded"} <= values
    # No id, no name and no text of anyone: nobody can make up a value.
    assert {each for each in values if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|Анна|[A-Z]{6}|\s", each)} == set()


PANELS = [pytest.param(panel, id=panel.title) for _, panels in DASHBOARDS.values() for panel in panels]


@pytest.mark.parametrize("panel", PANELS)
async def test_no_panel_of_a_dashboard_is_empty(looked: Looked, played: Played, panel: Panel) -> None:
    query = panel.query.replace("$__rate_interval", "10m")
    samples = await until(lambda: looked.watching.prometheus.query(query), bool, seconds=SECONDS)
    assert any(each["value"][1] != "NaN" for each in samples)
    assert all(panel.legend in each["metric"] for each in samples if panel.legend and each["metric"])
