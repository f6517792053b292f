"""DELETE /sessions/{id}/seats/{seat_id}"""

import httpx

from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import Evening, by_name, refusal
from tests.functions.test_session_leave import roles


async def remove(evening: Evening, name: str) -> httpx.Response:
    return await evening.host.delete(f"sessions/{evening.id}/seats/{evening.seats[name]}")


async def test_points_and_debts_stay_and_the_order_closes_up(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await evening.guest("Коля")
    match = await evening.start("Анна", "Борис", "Коля")
    await match.pot("Коля")
    answer = await remove(evening, "Коля")
    assert (answer.status_code, answer.content) == (204, b"")
    assert await roles(evening) == {"Анна": ("host", True), "Борис": ("player", True), "Коля": ("player", False)}
    assert (await match.show())["turns"] == [evening.seats["Анна"], evening.seats["Борис"]]
    nets = by_name(evening, (await match.finish()).json()["balances"], "net_kopecks")
    assert (nets["Коля"], nets["Борис"]) == (50_00, -50_00)


async def test_he_can_come_back(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await remove(evening, "Борис")
    again = await evening.phones["Борис"].post("sessions/join", json={"code": evening.code})
    assert again.status_code == 200
    assert (await roles(evening))["Борис"] == ("player", True)


async def test_the_host_and_who_is_gone_already_are_not_removed(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await remove(evening, "Борис")
    async with unchanged():
        assert refusal(await remove(evening, "Анна")) == (409, "host_stays")
        assert refusal(await remove(evening, "Борис")) == (404, "seat_unknown")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await remove(evening, "Вера")) == (409, "session_closed")
