"""Every route, called by everyone there is: the table of rights as it is seen from outside"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import pytest

from common import cache
from common.db import Database
from common.manifest import ROOT, load, shelf
from common.web.app import BASE_PATH
from infra.local.services import Valkey
from infra.render.routes import route
from tests.functions.conftest import Begin, SignIn, Unchanged
from tests.functions.evening import Evening, Gateway, Json, Match, Person, client, put_back, refusal, rows
from tests.functions.instances import knock

PEOPLE = {
    "host": "Анна",
    "scorer": "Борис",
    "player": "Вера",
    "spectator": "Глеб",
    "left": "Дина",
    "stranger": "Ева",
    "nobody": "",
}
SEATED = {"host", "scorer", "player", "spectator"}
SIGNED_IN = SEATED | {"left", "stranger"}
EVERYONE = SIGNED_IN | {"nobody"}

Ask = Callable[["Hall"], Json]


class Hall(NamedTuple):
    """An evening with a live game, one that is finished, and all kinds of people around it."""

    evening: Evening
    live: Match
    finished: Match
    people: dict[str, Person]


Gather = Callable[..., Awaitable[Hall]]


class Row(NamedTuple):
    """Who may call a route, what the call says besides, and how the evening is set."""

    may: set[str]
    ask: Ask = lambda hall: {}
    settings: Mapping[str, str] = MappingProxyType({})
    left: str = "not_a_member"
    """What someone who has left is told: something else where that is not the reason."""


def of_session(**body: Any) -> Ask:
    return lambda hall: {"session_id": hall.evening.id} | body


def of_seat(name: str, **body: Any) -> Ask:
    return lambda hall: {"session_id": hall.evening.id, "seat_id": hall.evening.seats[name]} | body


def of_live(**body: Any) -> Ask:
    return lambda hall: {"game_id": hall.live.id} | body


def of_finished(**body: Any) -> Ask:
    return lambda hall: {"game_id": hall.finished.id} | body


def a_report(hall: Hall) -> Json:
    return {"report_of": hall.evening.id}


def a_pot(hall: Hall) -> Json:
    seat = hall.evening.seats["Анна"]
    return of_live(json={"id": str(uuid4()), "kind": "pot", "seat_id": seat, "ball": {"color": "white"}})(hall)


def an_undo_of_the_hosts(hall: Hall) -> Json:
    return of_live(json={"id": str(uuid4()), "kind": "undo", "event_id": hall.live.started["first_event"]})(hall)


def new_turns(hall: Hall) -> Json:
    return of_live(json={"turns": [hall.evening.seats[name] for name in ("Анна", "Борис")]})(hall)


def a_bill(hall: Hall) -> Json:
    return of_session(json={"kind": "bar", "payer_seat_id": hall.evening.seats["Вера"], "kopecks": 100_00})(hall)


def a_payment(hall: Hall) -> Json:
    payer, payee = hall.evening.seats["Вера"], hall.evening.seats["Анна"]
    paid = {"kind": "payment", "payer_seat_id": payer, "payee_seat_id": payee, "kopecks": 100_00}
    return of_session(json=paid)(hall)


def an_invitation(hall: Hall) -> Json:
    return of_session(json={"player_id": str(hall.people["Ева"].id)})(hall)


KOLKHOZ = {"game_type": "kolkhoz"}
A_TEMPLATE = {"name": "Дом", "rules": KOLKHOZ}
NO_TEMPLATE = {"template_id": uuid4(), "refused": (404, "template_unknown")}
RUN_GAME = {"host", "scorer"}
SEE = SEATED | {"left"}

MATRIX: dict[str, Row] = {
    "auth_jwks": Row(EVERYONE),
    "auth_telegram": Row(EVERYONE, lambda hall: {"json": {"init_data": "x"}, "refused": (401, "init_data_invalid")}),
    "auth_refresh": Row(EVERYONE, lambda hall: {"json": {"refresh_token": "x"}, "refused": (401, "refresh_invalid")}),
    "auth_logout": Row(SIGNED_IN),
    "telegram_webhook": Row(EVERYONE, lambda hall: {"json": {"update_id": 1}, "refused": (403, "not_allowed")}),
    "player_show_me": Row(SIGNED_IN),
    "player_update_me": Row(SIGNED_IN, lambda hall: {"json": {"language": "en"}}),
    "player_live": Row(SIGNED_IN),
    "player_export": Row(SIGNED_IN),
    "player_erase": Row(SIGNED_IN),
    "player_list_devices": Row(SIGNED_IN),
    "player_revoke_device": Row(SIGNED_IN, lambda hall: {"device_id": uuid4(), "refused": (404, "not_found")}),
    "notification_list": Row(SIGNED_IN),
    "notification_mark_read": Row(SIGNED_IN, lambda hall: {"json": {}}),
    "notification_show_settings": Row(SIGNED_IN),
    "notification_set_settings": Row(SIGNED_IN, lambda hall: {"json": {}}),
    "template_list": Row(SIGNED_IN),
    "template_create": Row(SIGNED_IN, lambda hall: {"json": A_TEMPLATE}),
    "template_show": Row(SIGNED_IN, lambda hall: NO_TEMPLATE),
    "template_replace": Row(SIGNED_IN, lambda hall: NO_TEMPLATE | {"json": A_TEMPLATE}),
    "template_delete": Row(SIGNED_IN, lambda hall: NO_TEMPLATE),
    "template_star": Row(SIGNED_IN, lambda hall: NO_TEMPLATE),
    "template_unstar": Row(SIGNED_IN, lambda hall: NO_TEMPLATE),
    "player_search": Row(SIGNED_IN),
    "player_show": Row(SEE, lambda hall: {"player_id": hall.people["Анна"].id}),
    "player_list_games": Row(SEE, lambda hall: {"player_id": hall.people["Анна"].id}),
    "player_list_achievements": Row(SEE, lambda hall: {"player_id": hall.people["Анна"].id}),
    "player_show_stats": Row(SEE, lambda hall: {"player_id": hall.people["Анна"].id}),
    "player_show_versus": Row(
        SIGNED_IN, lambda hall: {"player_id": uuid4(), "other_id": uuid4(), "refused": (404, "not_found")}
    ),
    "leaderboard_show": Row(SIGNED_IN),
    "rules_describe": Row(SIGNED_IN, lambda hall: {"json": {"rules": KOLKHOZ}}),
    "session_create": Row(SIGNED_IN, lambda hall: {"json": {}}),
    "session_list": Row(SIGNED_IN),
    "session_join": Row(SIGNED_IN, lambda hall: {"json": {"code": hall.evening.code}}),
    "session_show": Row(SEE, of_session()),
    "session_live": Row(SEE, of_session()),
    "session_show_balance": Row(SEE, of_session()),
    "session_show_balance, sums for players": Row(SEE - {"spectator"}, of_session(), {"sums": "players"}),
    "session_show_fairness": Row(SEE, of_session()),
    "session_replay": Row(SEE, of_session(json={"rules": KOLKHOZ})),
    "session_replay, sums for players": Row(
        SEE - {"spectator"}, of_session(json={"rules": KOLKHOZ}), {"sums": "players"}
    ),
    "session_add_ledger_entry": Row(RUN_GAME, a_bill),
    "session_add_ledger_entry, a payment of the player's": Row(RUN_GAME | {"player"}, a_payment),
    "session_confirm_payment": Row({"player"}, of_session(paid_to="Вера"), left="not_allowed"),
    "session_confirm_payment, to one who has left": Row({"left"}, of_session(paid_to="Дина")),
    "session_invite": Row(SEATED - {"spectator"}, an_invitation),
    "session_leave": Row(SEATED, of_session()),
    "session_add_guest": Row(RUN_GAME, of_session(json={"display_name": "Гость"})),
    "session_update": Row({"host"}, of_session(json={"name": "Турнир"})),
    "session_change_seat": Row({"host"}, of_seat("Глеб", json={"role": "player"})),
    "session_remove_seat": Row({"host"}, of_seat("Глеб")),
    "session_link_guest": Row(RUN_GAME, of_session(guest="Гость")),
    "session_claim_guest": Row(
        SIGNED_IN, of_session(seat_id=uuid4(), json={"token": "x"}, refused=(404, "link_unknown"))
    ),
    "session_close": Row({"host"}, of_session(without_game=True)),
    "session_request_report": Row(SEE, of_session(json={"format": "pdf"})),
    "report_show": Row(SEE, a_report),
    "report_show, sums for players": Row(SEE - {"spectator"}, a_report, {"sums": "players"}),
    "game_start": Row(RUN_GAME, of_session(json={}, without_game=True)),
    "game_show": Row(SEE, of_live()),
    "game_list_events": Row(SEE, of_live()),
    "game_record_event": Row(RUN_GAME, a_pot),
    "game_record_event, everyone scores": Row(RUN_GAME | {"player"}, a_pot, {"scorers": "everyone"}),
    "game_record_event, an undo": Row(RUN_GAME, an_undo_of_the_hosts, {"scorers": "everyone"}),
    "game_set_turns": Row(RUN_GAME, new_turns),
    "game_finish": Row(RUN_GAME, of_live()),
    "game_cancel": Row(RUN_GAME, of_live()),
    "result_share": Row(SEE, of_finished()),
    "game_reopen": Row(RUN_GAME, of_finished(without_game=True)),
}
"""A function, perhaps with the circumstances after a comma: each of the shelf has a row."""


def test_every_function_has_a_row() -> None:
    assert {name.partition(",")[0] for name in MATRIX} == {each.name for each in shelf() if each.kind == "http"}


@pytest.fixture(scope="module")
async def halls() -> AsyncIterator[dict[str, tuple[Hall, dict[str, str]]]]:
    """By their settings, each with the rows that it is made of."""
    kept: dict[str, tuple[Hall, dict[str, str]]] = {}
    yield kept
    for here, _ in kept.values():
        for phone in here.evening.phones.values():
            await phone.aclose()


@pytest.fixture
async def hall(
    begin: Begin,
    sign_in: SignIn,
    database: Database,
    gateway: Gateway,
    valkey: Valkey,
    halls: dict[str, tuple[Hall, dict[str, str]]],
) -> AsyncIterator[Gather]:
    """A hall is gathered once; from then on its rows are put back, and Valkey forgets what was done with it."""
    forgetting = cache.connect(valkey.url)

    async def gathered(**settings: Any) -> Hall:
        if (wanted := repr(settings)) not in halls:
            made = await built(**settings)
            # Those of `begin` are put away at the end of the first test.
            made.evening.phones |= {name: client(gateway, each.access_token) for name, each in made.people.items()}
            halls[wanted] = made, await rows(database)
        found, kept = halls[wanted]
        await put_back(database, kept)
        await forgetting.flushdb()
        return found

    async def built(**settings: Any) -> Hall:
        evening = await begin("Анна", "Борис", "Вера", "Глеб", "Дина", spectators={"Глеб"}, **settings)
        await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Борис"])
        await evening.phones["Дина"].post(f"sessions/{evening.id}/leave")
        people = evening.people | {"Ева": await sign_in("Ева")}
        playing = ("Анна", "Борис", "Вера")
        finished = await evening.start(*playing)
        await finished.finish()
        live = await evening.start(*playing)
        live.started["first_event"] = (await live.pot("Анна")).json()["event"]["id"]
        return Hall(evening, live, finished, people)

    yield gathered
    await forgetting.aclose()


async def prepared(hall: Hall, ask: Ask) -> Json:
    """What to ask, in circumstances in which it can be done."""
    asked = ask(hall)
    if asked.get("without_game"):
        await hall.live.cancel()
    if name := asked.get("paid_to"):
        payer, payee = hall.evening.seats["Анна"], hall.evening.seats[name]
        paid = {"kind": "payment", "payer_seat_id": payer, "payee_seat_id": payee, "kopecks": 100_00}
        asked["entry_id"] = (await hall.evening.host.post(f"sessions/{hall.evening.id}/ledger", json=paid)).json()["id"]
    if name := asked.get("guest"):
        asked["seat_id"] = await hall.evening.guest(name)
    if session_id := asked.get("report_of"):
        wanted = await hall.evening.host.post(f"sessions/{session_id}/reports", json={"format": "pdf"})
        asked["report_id"] = wanted.json()["id"]
    return asked


async def answer(gateway: Gateway, function: str, person: Person | None, asked: Json) -> httpx.Response:
    """What a function says to somebody."""
    found = route(load(ROOT / "functions" / function))
    path = found.path.replace(":uuid", "").format(**asked)
    token = person.access_token if person else ""
    if found.is_socket:
        return await knock(gateway, path, token)
    async with client(gateway, token) as phone:
        return await phone.request(found.method, path.removeprefix(f"{BASE_PATH}/"), json=asked.get("json"))


@pytest.mark.parametrize("row", MATRIX)
async def test_the_route_is_closed_to_whom_the_table_says(
    gateway: Gateway, hall: Gather, unchanged: Unchanged, row: str
) -> None:
    may, ask, settings, left = MATRIX[row]
    here = await hall(**settings)
    asked = await prepared(here, ask)
    expected = {"nobody": (401, "not_signed_in"), "stranger": (404, "not_found"), "left": (403, left)}
    async with unchanged():
        for who in EVERYONE - may:
            given = await answer(gateway, row.partition(",")[0], here.people.get(PEOPLE[who]), asked)
            assert (who, refusal(given)) == (who, expected.get(who, (403, "not_allowed")))


@pytest.mark.parametrize("row", MATRIX)
async def test_and_open_to_everyone_else(gateway: Gateway, hall: Gather, row: str) -> None:
    may, ask, settings, _ = MATRIX[row]
    function = row.partition(",")[0]
    reads = route(load(ROOT / "functions" / function)).method == "GET"
    here = await hall(**settings)
    for nth, who in enumerate(may):
        if nth and not reads:
            here = await hall(**settings)
        asked = await prepared(here, ask)
        given = await answer(gateway, function, here.people.get(PEOPLE[who]), asked)
        if "refused" in asked:  # open to everyone, but not to this
            assert refusal(given) == asked["refused"]
        else:
            assert given.status_code < 300, (who, given.text)


@pytest.mark.parametrize("row", [name for name, row in MATRIX.items() if "stranger" not in row.may])
async def test_to_a_stranger_what_is_there_looks_like_what_is_not(gateway: Gateway, hall: Gather, row: str) -> None:
    here, function = await hall(), row.partition(",")[0]
    asked = await prepared(here, MATRIX[row].ask)
    nowhere = {name: str(uuid4()) for name in ("session_id", "game_id", "entry_id")}
    there = await answer(gateway, function, here.people["Ева"], asked)
    not_there = await answer(gateway, function, here.people["Ева"], asked | nowhere)
    same = [{key: value for key, value in found.json().items() if key != "request_id"} for found in (there, not_there)]
    assert same[0] == same[1]


async def test_whoever_may_not_see_sums_sees_an_evening_for_points(
    hall: Gather,
) -> None:
    here = await hall(sums="players")
    spectator, player = here.evening.phones["Глеб"], here.evening.phones["Вера"]

    async def prices(phone: httpx.AsyncClient) -> set[int]:
        shown = (await phone.get(f"sessions/{here.evening.id}")).json()
        (listed,) = (await phone.get("sessions")).json()["items"]
        joined = (await phone.post("sessions/join", json={"code": here.evening.code})).json()
        game = (await phone.get(f"games/{here.live.id}")).json()
        assert any(score["points"] for score in game["scores"])
        nets = {abs(score["net_kopecks"]) for score in game["scores"]}
        return {found["rules"]["point_price_kopecks"] for found in (shown, listed, joined, game)} | nets

    assert await prices(spectator) == {0}
    assert await prices(player) == {0, 50_00}
