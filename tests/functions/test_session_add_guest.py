"""POST /sessions/{id}/guests"""

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import refusal


async def test_a_guest_has_a_seat_and_no_account(begin: Begin) -> None:
    evening = await begin("Анна")
    answer = await evening.host.post(f"sessions/{evening.id}/guests", json={"display_name": "  Дядя Коля "})
    assert answer.status_code == 201
    seat = answer.json()
    assert seat == {
        "id": seat["id"],
        "player_id": None,
        "display_name": "Дядя Коля",
        "role": "player",
        "is_guest": True,
        "active": True,
    }
    session = await evening.show()
    assert session["seats"][-1] == seat
    assert session["version"] == 2


async def test_the_same_key_seats_one_guest_and_belongs_to_one_session(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    keyed = {"Idempotency-Key": "k"}
    body = {"display_name": "Коля"}
    first = await evening.host.post(f"sessions/{evening.id}/guests", json=body, headers=keyed)
    again = await evening.host.post(f"sessions/{evening.id}/guests", json=body, headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())
    other = (await evening.host.post("sessions", json={})).json()["id"]
    answer = await evening.host.post(f"sessions/{other}/guests", json=body, headers=keyed)
    assert refusal(answer) == (409, "idempotency_mismatch")
    assert await database.fetchval("SELECT count(*) FROM seats WHERE player_id IS NULL") == 1


async def test_two_guests_may_have_one_name(begin: Begin) -> None:
    evening = await begin("Анна")
    assert await evening.guest("Коля") != await evening.guest("Коля")


async def test_a_seventeenth_seat_is_refused(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна")
    for number in range(15):
        await evening.guest(f"Гость {number}")
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/guests", json={"display_name": "Коля"})
        assert refusal(answer) == (409, "session_full")


@pytest.mark.parametrize("name", ["", "   ", "\n", "я" * 65, 7, None, ["Коля"], "Ко\x00ля"])
async def test_a_name_is_a_short_text_with_something_in_it(begin: Begin, unchanged: Unchanged, name: object) -> None:
    evening = await begin("Анна")
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/guests", json={"display_name": name})
        assert refusal(answer) == (400, "payload_invalid")


@pytest.mark.parametrize("name", ["я" * 64, "O'Hara; DROP TABLE seats", "<b>Коля</b>", "👩‍👩‍👧", "\\u0000"])
async def test_any_other_name_is_kept_as_it_is(begin: Begin, name: str) -> None:
    evening = await begin("Анна")
    await evening.guest(name)
    assert (await evening.show())["seats"][-1]["display_name"] == name


async def test_only_the_host_and_scorers_of_an_open_session_seat_guests(
    begin: Begin, phone: Phone, unchanged: Unchanged, database: Database
) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    path, body = f"sessions/{evening.id}/guests", {"display_name": "Коля"}
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    zoe = await phone("Зоя")
    async with unchanged():
        assert refusal(await evening.phones["Борис"].post(path, json=body)) == (403, "not_allowed")
        assert refusal(await evening.phones["Вера"].post(path, json=body)) == (403, "not_a_member")
        assert refusal(await zoe.post(path, json=body)) == (404, "not_found")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Борис"])
    assert (await evening.phones["Борис"].post(path, json=body)).status_code == 201
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await evening.host.post(path, json=body)) == (409, "session_closed")
