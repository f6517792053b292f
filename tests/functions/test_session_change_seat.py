"""PATCH /sessions/{id}/seats/{seat_id}"""

from uuid import uuid4

import httpx

from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import Evening, refusal
from tests.functions.test_session_leave import roles


async def give(evening: Evening, name: str, role: str) -> httpx.Response:
    return await evening.host.patch(f"sessions/{evening.id}/seats/{evening.seats[name]}", json={"role": role})


async def test_a_scorer_is_made_and_may_record(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    before = await evening.show()
    answer = await give(evening, "Борис", "scorer")
    assert answer.status_code == 200, answer.text
    after = await evening.show()
    assert after["version"] == before["version"] + 1
    assert answer.json() == after["seats"][1]
    assert answer.json()["role"] == "scorer"
    match = await evening.start("Анна", "Борис")
    assert (await match.pot("Борис", by="Борис")).status_code == 201


async def test_the_host_hands_over_and_keeps_the_score_from_then_on(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    assert (await give(evening, "Борис", "host")).json()["role"] == "host"
    assert await roles(evening) == {"Анна": ("scorer", True), "Борис": ("host", True)}
    async with unchanged():
        assert refusal(await give(evening, "Анна", "host")) == (403, "not_allowed")
    assert (await evening.phones["Борис"].post(f"sessions/{evening.id}/close")).status_code == 200


async def test_whoever_only_watches_is_out_of_the_order_of_play(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    await match.pot("Борис")
    await give(evening, "Борис", "spectator")
    assert (await match.show())["turns"] == [evening.seats["Анна"], evening.seats["Вера"]]
    assert (await match.score())["Борис"] == 1
    assert await roles(evening) == {"Анна": ("host", True), "Борис": ("spectator", True), "Вера": ("player", True)}


async def test_what_cannot_be_is_refused(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await evening.guest("Коля")
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    evening.seats["Никто"] = str(uuid4())
    async with unchanged():
        assert refusal(await give(evening, "Анна", "player")) == (409, "host_stays")
        assert refusal(await give(evening, "Коля", "scorer")) == (409, "role_needs_account")
        assert refusal(await give(evening, "Коля", "host")) == (409, "role_needs_account")
        assert refusal(await give(evening, "Вера", "scorer")) == (404, "seat_unknown")
        assert refusal(await give(evening, "Никто", "scorer")) == (404, "seat_unknown")
        assert refusal(await give(evening, "Борис", "king")) == (400, "payload_invalid")
    assert (await give(evening, "Анна", "host")).json()["role"] == "host"
    assert (await give(evening, "Коля", "spectator")).json()["role"] == "spectator"
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await give(evening, "Борис", "scorer")) == (409, "session_closed")
