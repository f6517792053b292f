"""POST /sessions/join"""

import asyncio

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, SignIn, Unchanged
from tests.functions.evening import Json, refusal


def seat_named(session: Json, name: str) -> Json:
    seat: Json
    (seat,) = [seat for seat in session["seats"] if seat["display_name"] == name]
    return seat


@pytest.mark.parametrize("typed", [str.upper, str.lower, lambda code: f" {code[:3]}-{code[3:]} "])
async def test_the_code_is_taken_as_people_type_it(begin: Begin, phone: Phone, typed: type[str]) -> None:
    evening = await begin("Анна")
    answer = await (await phone("Борис")).post("sessions/join", json={"code": typed(evening.code)})
    assert answer.status_code == 200
    assert answer.json()["id"] == evening.id
    assert answer.json()["version"] == 2
    seat = seat_named(answer.json(), "Борис")
    assert (seat["role"], seat["is_guest"], seat["active"]) == ("player", False, True)


async def test_joining_again_keeps_the_seat_and_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    async with unchanged():
        answer = await evening.phones["Борис"].post("sessions/join", json={"code": evening.code, "role": "spectator"})
    assert answer.status_code == 200
    assert seat_named(answer.json(), "Борис")["id"] == evening.seats["Борис"]


async def test_joining_twice_at_once_takes_one_seat(begin: Begin, phone: Phone, database: Database) -> None:
    evening, boris = await begin("Анна"), await phone("Борис")
    answers = await asyncio.gather(*(boris.post("sessions/join", json={"code": evening.code}) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert await database.fetchval("SELECT count(*) FROM seats") == 2
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'session.joined'") == 1


async def test_who_comes_back_gets_his_seat_back(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    boris = evening.phones["Борис"]
    await boris.post(f"sessions/{evening.id}/leave")
    answer = await boris.post("sessions/join", json={"code": evening.code})
    seat = seat_named(answer.json(), "Борис")
    assert (seat["id"], seat["active"]) == (evening.seats["Борис"], True)


async def test_a_host_without_an_heir_comes_back_as_host(begin: Begin) -> None:
    evening = await begin("Анна")
    await evening.host.post(f"sessions/{evening.id}/leave")
    answer = await evening.host.post("sessions/join", json={"code": evening.code})
    assert seat_named(answer.json(), "Анна")["role"] == "host"
    assert (await evening.host.post(f"sessions/{evening.id}/close")).status_code == 200


async def test_spectators_watch(begin: Begin, phone: Phone) -> None:
    evening, boris = await begin("Анна"), await phone("Борис")
    answer = await boris.post("sessions/join", json={"code": evening.code, "role": "spectator"})
    assert seat_named(answer.json(), "Борис")["role"] == "spectator"
    assert (await boris.get(f"sessions/{evening.id}/balance")).status_code == 200


async def test_sixteen_sit_down_and_a_seventeenth_does_not(
    begin: Begin, phone: Phone, sign_in: SignIn, unchanged: Unchanged
) -> None:
    evening = await begin("Анна", "Борис")
    for number in range(13):
        await evening.guest(f"Гость {number}")
    late = [await phone(name) for name in ("Вера", "Гена", "Дина")]
    answers = await asyncio.gather(*(each.post("sessions/join", json={"code": evening.code}) for each in late))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    refused = [each for each, answer in zip(late, answers, strict=True) if answer.status_code == 409]
    async with unchanged():
        assert refusal(await refused[0].post("sessions/join", json={"code": evening.code})) == (409, "session_full")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await refused[0].post("sessions/join", json={"code": evening.code})).status_code == 200
    async with unchanged():
        answer = await evening.phones["Борис"].post("sessions/join", json={"code": evening.code})
        assert refusal(answer) == (409, "session_full")


async def test_nobody_new_joins_a_closed_session(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    evening, boris = await begin("Анна"), await phone("Борис")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await boris.post("sessions/join", json={"code": evening.code})) == (409, "session_closed")


@pytest.mark.parametrize("code", ["", "AAAAAA", "000000", "'; --", "Ж" * 32])
async def test_an_unknown_code_is_refused(phone: Phone, unchanged: Unchanged, code: str) -> None:
    boris = await phone("Борис")
    async with unchanged():
        assert refusal(await boris.post("sessions/join", json={"code": code})) == (404, "code_unknown")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"code": "A" * 33}, "code"),
        ({"code": 7}, "code"),
        ({}, "code"),
        ({"code": "AAAAAA", "role": "host"}, "role"),
        ({"code": "AAAAAA", "role": "scorer"}, "role"),
        ({"code": "AAAAAA", "seat": 1}, "seat"),
    ],
)
async def test_a_wrong_body_names_its_field(phone: Phone, unchanged: Unchanged, body: Json, field: str) -> None:
    boris = await phone("Борис")
    async with unchanged():
        answer = await boris.post("sessions/join", json=body)
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == [field]
