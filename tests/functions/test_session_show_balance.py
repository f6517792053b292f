"""GET /sessions/{id}/balance"""

from uuid import uuid4

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import by_name, payments, refusal


async def test_the_games_of_an_evening_add_up(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    for anna, boris in ((6, 3), (8, 3)):
        match = await evening.start()
        await match.pot("Анна", times=anna)
        await match.pot("Борис", times=boris)
        await match.finish()
    balance = (await evening.phones["Борис"].get(f"sessions/{evening.id}/balance")).json()
    assert balance.keys() == {"balances", "transfers", "settle_up", "entries"}
    assert by_name(evening, balance["balances"], "net_kopecks") == {"Анна": 400_00, "Борис": -400_00}
    assert payments(evening, balance["transfers"]) == {("Борис", "Анна", 700_00), ("Анна", "Борис", 300_00)}
    assert payments(evening, balance["settle_up"]) == {("Борис", "Анна", 400_00)}


async def test_every_line_says_why(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    for points in (6, 8):
        match = await evening.start()
        await match.pot("Анна", times=points)
        await match.finish()
    await evening.host.post(f"games/{match.id}/reopen")
    entries = (await evening.host.get(f"sessions/{evening.id}/balance")).json()["entries"]
    assert [(entry["kind"], entry["game_number"]) for entry in entries] == [("game", 1), ("game", 2), ("reversal", 2)]
    assert [payments(evening, entry["transfers"]) for entry in entries] == [
        {("Борис", "Анна", 300_00)},
        {("Борис", "Анна", 400_00)},
        {("Анна", "Борис", 400_00)},
    ]
    assert (entries[1]["reversed_by"], entries[2]["reverses_id"]) == (entries[2]["id"], entries[1]["id"])
    assert {entry["recorded_by"] for entry in entries} == {str(evening.people["Анна"].id)}
    assert all(entry["confirmed"] for entry in entries)


async def test_a_circle_is_cleared_with_the_fewest_payments(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    for name, points in {"Анна": 6, "Борис": 3, "Вера": 4}.items():
        await match.pot(name, times=points)
    await match.finish()
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    nets = by_name(evening, balance["balances"], "net_kopecks")
    assert nets == {"Анна": 150_00, "Борис": -50_00, "Вера": -100_00}
    assert payments(evening, balance["settle_up"]) == {("Борис", "Анна", 50_00), ("Вера", "Анна", 100_00)}


async def test_before_the_first_game_everyone_is_level_guests_and_leavers_too(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await evening.guest("Гость")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    assert by_name(evening, balance["balances"], "net_kopecks") == {"Анна": 0, "Борис": 0, "Гость": 0}
    assert (balance["transfers"], balance["settle_up"]) == ([], [])


async def test_a_live_game_does_not_count_yet(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна")
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    assert by_name(evening, balance["balances"], "net_kopecks") == {"Анна": 0, "Борис": 0}


async def test_others_find_nothing(begin: Begin, phone: Phone) -> None:
    evening, zoe = await begin("Анна"), await phone("Зоя")
    assert refusal(await zoe.get(f"sessions/{evening.id}/balance")) == (404, "not_found")
    assert refusal(await zoe.get(f"sessions/{uuid4()}/balance")) == (404, "not_found")
