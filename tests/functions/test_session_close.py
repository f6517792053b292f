"""POST /sessions/{id}/close"""

import asyncio

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import by_name, payments, refusal


async def test_the_evening_ends_with_who_owes_whom(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    for points in ((6, 3), (8, 3)):
        match = await evening.start()
        await match.pot("Анна", times=points[0])
        await match.pot("Борис", times=points[1])
        await match.finish()
    answer = await evening.host.post(f"sessions/{evening.id}/close")
    assert answer.status_code == 200
    balance = answer.json()
    assert by_name(evening, balance["balances"], "net_kopecks") == {"Анна": 400_00, "Борис": -400_00}
    assert payments(evening, balance["settle_up"]) == {("Борис", "Анна", 400_00)}
    assert balance == (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    session = await evening.show()
    assert session["status"] == "closed"
    assert session["closed_at"].endswith("Z")


async def test_closing_again_answers_the_same_and_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    first = await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        again = await evening.host.post(f"sessions/{evening.id}/close")
    assert (again.status_code, again.json()) == (200, first.json())


async def test_closing_twice_at_once_tells_the_world_once(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    answers = await asyncio.gather(*(evening.host.post(f"sessions/{evening.id}/close") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'session.closed'") == 1


async def test_a_live_game_keeps_the_session_open(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    await evening.start()
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/close")
        assert refusal(answer) == (409, "game_already_live")


async def test_only_the_host_closes(begin: Begin, phone: Phone, unchanged: Unchanged, database: Database) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Борис"])
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    zoe = await phone("Зоя")
    async with unchanged():
        assert refusal(await evening.phones["Борис"].post(f"sessions/{evening.id}/close")) == (403, "not_allowed")
        assert refusal(await evening.phones["Вера"].post(f"sessions/{evening.id}/close")) == (403, "not_a_member")
        assert refusal(await zoe.post(f"sessions/{evening.id}/close")) == (404, "not_found")
