"""An evening of Kolkhoz in containers: what is called starts, what is killed comes back, what is idle is stopped"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import httpx
import pytest

from infra.docker.product import Product
from infra.render import alerts, compose, units
from infra.render.compose import is_on_demand
from infra.render.release import STEPS
from infra.render.units import Unit
from tests.containers import report
from tests.containers.conftest import SESSION_SECONDS
from tests.containers.containers import SECONDS, Service, service, until
from tests.containers.phones import address, sign_in
from tests.functions.evening import Evening, Person, by_name, event_of, payments
from tests.functions.instances import watch

SHELF = units.compose()
ON_DEMAND = [each for each in SHELF if is_on_demand(each)]
ALWAYS_ON = [each for each in SHELF if not is_on_demand(each)]
CALLED = {
    *("auth-telegram", "session-create", "session-add-guest", "session-join", "game-start", "game-record-event"),
    *("game-finish", "session-show-balance", "session-request-report", "report-show"),
}
WATCHING, EXPORTERS = ("prometheus", "alertmanager"), ("postgres-exporter", "valkey-exporter")
STATE = ("postgres", "pgbouncer", "valkey", "rabbitmq", "s3", "telegram", "sablier", "caddy")


class Played(NamedTuple):
    """What came of the evening."""

    events: list[dict[str, Any]]
    """As the live board of the second player showed them."""
    end: dict[str, Any]
    balance: dict[str, Any]
    evening: Evening
    started: set[str]
    """Which of the functions that may be at zero had ever been started by then."""
    report: dict[str, Any]
    """Of the evening, as it was when it was ready."""


@pytest.fixture(scope="module")
async def played(product: Product) -> AsyncIterator[Played]:
    """Two people and a guest play a game; in the middle of it the function that records it is killed."""
    assert not any(service(product, each).was_ever_started for each in ON_DEMAND)
    token = (product.secrets / "telegram_bot_token").read_text(encoding="utf-8")
    async with AsyncExitStack() as stack:
        began = time.monotonic()
        anna = await sign_in(product, 1001, "Анна", token)
        report.say("first request through Caddy and Sablier, its function at zero", f"{time.monotonic() - began:.2f} s")
        boris = await sign_in(product, 1002, "Борис", token)
        phones = {"Анна": anna.phone, "Борис": boris.phone}
        for phone in phones.values():
            stack.push_async_callback(phone.aclose)

        rules = {"game_type": "kolkhoz", "point_price_kopecks": 50_00}
        session = (await anna.phone.post("sessions", json={"rules": rules})).json()
        joined = (await boris.phone.post("sessions/join", json={"code": session["code"]})).json()
        seats = {each["display_name"]: each["id"] for each in joined["seats"]}
        people: dict[str, Person] = {}
        evening = Evening(session["id"], session["code"], phones, people, seats)
        await evening.guest("Гость")

        board = await stack.enter_async_context(await watch(address(product), evening.id, boris.access_token))
        assert (await board.receive())["t"] == "hello"
        match = await evening.start("Анна", "Борис", "Гость")
        recorded = [event_of(await match.pot("Анна")) for _ in range(3)]
        Service(product, "game-record-event").kill()
        recorded += [event_of(await match.pot("Анна")) for _ in range(3)]
        recorded += [event_of(await match.pot("Борис")) for _ in range(3)]
        recorded += [event_of(await match.pot("Гость")) for _ in range(4)]
        await board.until(lambda board: len(board.events) == len(recorded))
        assert board.events == recorded

        end = (await match.finish()).json()
        balance = (await anna.phone.get(f"sessions/{evening.id}/balance")).json()
        written = await written_down(anna.phone, evening.id)
        started = {each.name for each in ON_DEMAND if service(product, each).was_ever_started}
        yield Played(recorded, end, balance, evening, started, written)


async def test_the_evening_goes_on_over_a_killed_container_and_the_money_is_right(played: Played) -> None:
    assert len({each["id"] for each in played.events}) == 13
    assert payments(played.evening, played.end["transfers"]) == {
        ("Гость", "Анна", 300_00),
        ("Анна", "Борис", 150_00),
        ("Борис", "Гость", 200_00),
    }
    assert by_name(played.evening, played.balance["balances"], "net_kopecks") == {
        "Анна": 150_00,
        "Борис": -50_00,
        "Гость": -100_00,
    }


async def test_only_what_was_called_has_ever_been_started(played: Played) -> None:
    assert played.started == CALLED


async def test_a_consumer_has_counted_the_game_through_pgbouncer_and_rabbitmq_4(
    product: Product, played: Played
) -> None:
    games = "SELECT json_agg(games) FROM player_totals"
    assert until(lambda: json.loads(psql(product, games) or "null")) == [1, 1]
    assert psql(product, "SELECT count(*) FROM outbox") == "0"
    version = Service(product, "rabbitmq").exec("rabbitmq-diagnostics", "--quiet", "server_version")
    assert version.strip().startswith("4.")


async def test_the_clock_closes_an_evening_that_everybody_has_left(product: Product, played: Played) -> None:
    abandoned = (await played.evening.host.post("sessions", json={"rules": {"game_type": "kolkhoz"}})).json()["id"]
    long_ago = "now() - interval '13 hours'"
    psql(product, f"UPDATE sessions SET created_at = {long_ago}, touched_at = {long_ago} WHERE id = '{abandoned}'")
    product.compose("restart", "clock")
    # Its own clock begins with a look.
    status = f"SELECT status FROM sessions WHERE id = '{abandoned}'"
    assert until(lambda: psql(product, status) == "closed")


async def test_the_report_is_fetched_by_its_signed_link_and_by_no_other(product: Product, played: Played) -> None:
    link = played.report["link"]["url"]
    assert link.startswith(f"{product.url}/")
    async with httpx.AsyncClient(timeout=60) as anyone:
        file = await anyone.get(link)
        assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
        assert file.headers["content-disposition"].startswith("attachment")
        assert (await anyone.put(link, content=b"another")).status_code in (404, 405)


async def test_whoever_asked_for_it_is_told_by_telegram(product: Product, played: Played) -> None:
    asking = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8081/calls').read().decode())"

    def told() -> list[dict[str, Any]]:
        calls = json.loads(Service(product, "telegram").exec("python3", "-c", asking))["calls"]
        return [call for call in calls if "Отчёт готов" in call["text"]]

    (call,) = until(told)
    assert (call["method"], call["chat_id"], call["status"]) == ("sendMessage", 1001, 200)


async def test_functions_share_the_few_connections_of_pgbouncer(product: Product, played: Played) -> None:
    pooler = Service(product, "pgbouncer").look()["NetworkSettings"]["Networks"][f"{product.name}_direct"]["IPAddress"]
    rows = psql(
        product,
        "SELECT DISTINCT host(client_addr) || ' ' || application_name FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    from_elsewhere = {row for row in rows.splitlines() if not row.startswith(f"{pooler} ")}
    # NOTIFY does not pass PgBouncer, so the relay hears it directly; nobody else is there.
    assert {row.split()[1] for row in from_elsewhere} == {"outbox_relay"}
    assert len(rows.splitlines()) > len(from_elsewhere)
    config = Service(product, "pgbouncer").exec("cat", "/etc/pgbouncer/pgbouncer.ini")
    assert "pool_mode = transaction" in config


async def test_what_is_idle_is_stopped_and_starts_again_when_it_is_called(product: Product, played: Played) -> None:
    called = [each for each in ON_DEMAND if each.name in CALLED]
    until(lambda: not any(service(product, each).is_running for each in called), 60 + SESSION_SECONDS)
    # Told to stop, each has finished what it did: Sablier takes anything else for broken.
    assert {service(product, each).look()["State"]["ExitCode"] for each in called} == {0}
    assert all(service(product, each).is_running for each in ALWAYS_ON)

    began = time.monotonic()
    balance = await played.evening.host.get(f"sessions/{played.evening.id}/balance")
    report.say("the same again, after it was stopped because nobody called it", f"{time.monotonic() - began:.2f} s")
    assert balance.json() == played.balance


async def test_many_at_once_are_answered_though_everything_is_at_zero(product: Product, played: Played) -> None:
    called = [each for each in ON_DEMAND if each.name in ("session-show", "session-show-balance", "session-list")]
    until(lambda: not any(service(product, each).is_running for each in called), 60 + SESSION_SECONDS)
    paths = ["sessions", f"sessions/{played.evening.id}", f"sessions/{played.evening.id}/balance"] * 5
    answers = await asyncio.gather(*(played.evening.host.get(path) for path in paths))
    assert {answer.status_code for answer in answers} == {200}


async def test_the_gateway_serves_the_webapp_and_says_no_to_the_rest(product: Product, played: Played) -> None:
    async with httpx.AsyncClient(base_url=product.url, timeout=60) as browser:
        page = await browser.get("/")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert '<div id="root">' in page.text
        for path in ("/api/v1/nothing", "/healthz", "/readyz"):
            answer = await browser.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        refused = await browser.get("/api/v1/sessions")
        assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
        large = await browser.post("/api/v1/sessions", content=b"x" * 200_000)
        assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")


async def test_prometheus_collects_from_what_has_metrics(product: Product) -> None:
    # Exporters say nothing of their health: whether they answer is what Prometheus is asked.
    product.compose("--profile", "observability", "up", "--detach", *EXPORTERS)
    product.compose("--profile", "observability", "up", "--detach", "--wait", *WATCHING)
    prometheus = Service(product, "prometheus")
    asking = ("promtool", "query", "instant", "http://127.0.0.1:9090", "sum(up)")
    assert until(lambda: f"=> {len(alerts.COMPOSE)} @" in prometheus.exec(*asking))
    for counted in ("caddy_http_requests_total", "artel_http_requests_total", "pg_up", "redis_up"):
        assert until(lambda counted=counted: counted in prometheus.exec(*asking[:-1], counted))


async def test_a_function_that_cannot_be_started_is_away_for_a_moment(product: Product) -> None:
    jwks = Service(product, "auth-jwks")
    async with httpx.AsyncClient(base_url=product.url, timeout=60) as browser:
        assert (await browser.get("/api/v1/auth/jwks")).status_code == 200
        product.engine.docker("rm", "--force", jwks.container)
        away = await browser.get("/api/v1/auth/jwks")
        assert (away.status_code, away.json()["code"], away.headers["retry-after"]) == (503, "unavailable", "1")
        product.up()
        assert (await browser.get("/api/v1/auth/jwks")).status_code == 200


@pytest.mark.parametrize("unit", [pytest.param(each, id=each.name) for each in SHELF])
async def test_a_container_is_given_what_its_manifest_needs_and_nothing_else(product: Product, unit: Unit) -> None:
    it = service(product, unit).look()
    secrets = {each["Destination"] for each in it["Mounts"]}
    assert secrets == {f"/run/secrets/{name}" for name in compose.secrets(unit).values()}
    wanted = [
        *(["gateway"] if unit.kind == "http" else []),
        *(compose.NETWORKS[n] for n in unit.needs if n in compose.NETWORKS),
        *([compose.WATCHING] if units.is_exporter(unit) else []),
        *([compose.TELEGRAM, "edge"] if unit.asks_telegram else []),
    ]
    assert set(it["NetworkSettings"]["Networks"]) == {f"{product.name}_{name}" for name in wanted}
    host = it["HostConfig"]
    assert (host["ReadonlyRootfs"], host["CapDrop"], host["Privileged"]) == (True, ["ALL"], False)
    assert host["Memory"] == unit.memory_mb * 1024 * 1024
    assert it["Config"]["User"] == "10001:10001"
    assert not any("postgresql://" in each or "PRIVATE KEY" in each for each in it["Config"]["Env"])


async def test_only_the_gateway_is_published_and_only_on_this_machine(product: Product) -> None:
    names = [*STATE, *STEPS, *(each.name for each in SHELF)]
    published = {name: Service(product, name).look()["HostConfig"]["PortBindings"] for name in names}
    assert {name: ports for name, ports in published.items() if ports} == {
        "caddy": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(product.port)}]}
    }
    always_on = [*STATE, *(each.name for each in ALWAYS_ON)]
    health = {name: Service(product, name).look()["State"]["Health"]["Status"] for name in always_on}
    assert {name for name, status in health.items() if status != "healthy"} == set()


async def written_down(phone: httpx.AsyncClient, session_id: str) -> dict[str, Any]:
    """A report of the evening, once it is made."""
    began = time.monotonic()
    asked = await phone.post(f"sessions/{session_id}/reports", json={"format": "pdf"})
    assert asked.status_code == 202, asked.text
    path = f"reports/{asked.json()['id']}"
    while (made := (await phone.get(path)).json())["state"] != "ready":
        assert time.monotonic() - began < SECONDS, made
        await asyncio.sleep(0.1)  # between two looks
    report.say("a report: asked for → ready, its functions at zero", f"{time.monotonic() - began:.2f} s")
    shown: dict[str, Any] = made
    return shown


def psql(product: Product, statement: str) -> str:
    password = (product.secrets / "postgres_password").read_text(encoding="utf-8")
    address = f"postgresql://artel:{password}@127.0.0.1/artel"
    return Service(product, "postgres").exec("psql", address, "-Atc", statement).strip()
