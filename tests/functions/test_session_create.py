"""POST /sessions"""

import asyncio
import hashlib
from uuid import UUID, uuid4

import pytest

from common.db import Database
from common.domain.codes import ALPHABET
from tests.functions.conftest import Call, Phone, SignIn, Unchanged
from tests.functions.evening import Json, refusal


async def test_whoever_begins_an_evening_is_its_host(call: Call, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    async with call("session_create", me=anna) as client:
        answer = await client.post("sessions", json={})
    assert answer.status_code == 201
    session = answer.json()
    (seat,) = session["seats"]
    assert seat == {
        "id": session["host_seat_id"],
        "player_id": str(anna.id),
        "display_name": "Анна",
        "role": "host",
        "is_guest": False,
        "active": True,
    }
    assert len(session["code"]) == 6
    assert set(session["code"]) <= set(ALPHABET)
    assert session["created_at"].endswith("Z")
    assert session["rules"]["game_type"] == "kolkhoz"
    assert session["rules"]["point_price_kopecks"] == 0
    shown = {
        field: session[field] for field in ("status", "scorers", "sums", "current_game_id", "version", "closed_at")
    }
    nothing_yet = {"current_game_id": None, "version": 1, "closed_at": None}
    assert shown == {"status": "open", "scorers": "host", "sums": "everyone"} | nothing_yet
    assert (session["best_of"], session["series"]) == (None, None)
    named = {"id", "code", "name", "host_seat_id", "rules", "best_of", "series", "seats", "created_at", "seed_sha256"}
    assert session.keys() - shown.keys() == named


async def test_an_evening_commits_to_a_seed_of_its_own(phone: Phone, database: Database) -> None:
    anna = await phone()
    sessions = [(await anna.post("sessions", json={})).json() for _ in range(2)]
    for session in sessions:
        seed = await database.fetchval("SELECT seed FROM sessions WHERE id = $1", UUID(session["id"]))
        assert len(seed) == 32
        assert session["seed_sha256"] == hashlib.sha256(seed).hexdigest()
    assert sessions[0]["seed_sha256"] != sessions[1]["seed_sha256"]


async def test_name_scorers_and_rules_are_as_given(phone: Phone) -> None:
    rules = {"game_type": "kolkhoz", "point_price_kopecks": 25_00, "foul": {"mode": "none", "points": 0}}
    answer = await (await phone()).post("sessions", json={"name": "Пятница", "scorers": "everyone", "rules": rules})
    session = answer.json()
    assert (session["name"], session["scorers"]) == ("Пятница", "everyone")
    assert session["rules"].items() >= rules.items()


async def test_a_templates_rules_are_copied(phone: Phone) -> None:
    anna = await phone()
    template = (await anna.get("templates")).json()["items"][1]
    answer = await anna.post("sessions", json={"template_id": template["id"]})
    assert answer.json()["rules"] == template["rules"]


async def test_a_template_and_rules_at_once_are_refused(phone: Phone, unchanged: Unchanged) -> None:
    anna = await phone("Анна")
    template = (await anna.get("templates")).json()["items"][1]
    async with unchanged():
        answer = await anna.post("sessions", json={"template_id": template["id"], "rules": template["rules"]})
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == ["template_id"]


async def test_an_unknown_template_is_refused(phone: Phone, unchanged: Unchanged) -> None:
    anna = await phone()
    async with unchanged():
        assert refusal(await anna.post("sessions", json={"template_id": str(uuid4())})) == (404, "template_unknown")


async def test_the_world_is_told(phone: Phone, database: Database) -> None:
    await (await phone()).post("sessions", json={}, headers={"X-Request-ID": "mine"})
    told = await database.fetchrow("SELECT topic, correlation_id FROM outbox")
    assert tuple(told) == ("session.created", "mine")


async def test_the_same_key_and_body_answer_the_same(phone: Phone, database: Database) -> None:
    anna = await phone()
    keyed = {"Idempotency-Key": "evening"}
    first = await anna.post("sessions", json={"name": "Раз"}, headers=keyed)
    again = await anna.post("sessions", json={"name": "Раз"}, headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["content-type"] == first.headers["content-type"]
    assert refusal(await anna.post("sessions", json={"name": "Два"}, headers=keyed)) == (409, "idempotency_mismatch")
    assert await database.fetchval("SELECT count(*) FROM sessions") == 1


async def test_the_same_key_at_once_begins_one_evening(phone: Phone, database: Database) -> None:
    anna = await phone()
    keyed = {"Idempotency-Key": "evening"}
    answers = await asyncio.gather(*(anna.post("sessions", json={}, headers=keyed) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await database.fetchval("SELECT count(*) FROM sessions") == 1


async def test_a_key_belongs_to_one_player(phone: Phone) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    keyed = {"Idempotency-Key": "evening"}
    first = await anna.post("sessions", json={}, headers=keyed)
    other = await boris.post("sessions", json={}, headers=keyed)
    assert first.json()["id"] != other.json()["id"]


async def test_a_refused_request_leaves_its_key_free(phone: Phone) -> None:
    anna = await phone()
    keyed = {"Idempotency-Key": "evening"}
    assert refusal(await anna.post("sessions", json={"rules": {}}, headers=keyed)) == (400, "rules_invalid")
    assert (await anna.post("sessions", json={}, headers=keyed)).status_code == 201


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        ({}, ["rules.game_type"]),
        ({"game_type": "snooker"}, ["rules.game_type"]),
        ({"game_type": ["kolkhoz"]}, ["rules.game_type"]),
        ({"game_type": "kolkhoz", "point_price_kopecks": -1}, ["rules.point_price_kopecks"]),
        ({"game_type": "kolkhoz", "point_price_kopecks": 50.5}, ["rules.point_price_kopecks"]),
        ({"game_type": "kolkhoz", "point_price_kopecks": 10**30}, ["rules.point_price_kopecks"]),
        ({"game_type": "kolkhoz", "point_price_kopecks": "5000"}, ["rules.point_price_kopecks"]),
        ({"game_type": "kolkhoz", "point_price_kopecks": True}, ["rules.point_price_kopecks"]),
        ({"game_type": "kolkhoz", "target": 8}, ["rules.target"]),
        ({"game_type": "kolkhoz", "balls": []}, ["rules.balls"]),
        ({"game_type": "kolkhoz", "balls": [{"color": "mauve"}]}, ["rules.balls.0.color"]),
        ({"game_type": "kolkhoz", "balls": [{"color": "red", "count": 0}]}, ["rules.balls.0.count"]),
        ({"game_type": "kolkhoz", "balls": [{"color": "red"}, {"color": "red"}]}, ["rules.balls"]),
        ({"game_type": "kolkhoz", "balls": {"color": "red"}}, ["rules.balls"]),
        ({"game_type": "kolkhoz", "foul": "none"}, ["rules.foul"]),
        ({"game_type": "kolkhoz", "foul": {"mode": "x"}, "turns": None}, ["rules.foul.mode", "rules.turns"]),
    ],
)
async def test_rules_that_nobody_can_play_name_their_wrong_fields(
    phone: Phone, unchanged: Unchanged, rules: Json, fields: list[str]
) -> None:
    anna = await phone()
    async with unchanged():
        answer = await anna.post("sessions", json={"rules": rules})
        assert refusal(answer) == (400, "rules_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == fields


@pytest.mark.parametrize("best_of", [0, 2, 100, 101, -1, 2.5, "three"])
async def test_a_series_has_an_odd_number_of_games(phone: Phone, unchanged: Unchanged, best_of: object) -> None:
    anna = await phone("Анна")
    async with unchanged():
        answer = await anna.post("sessions", json={"best_of": best_of})
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == ["best_of"]
