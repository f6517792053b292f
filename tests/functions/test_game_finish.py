"""POST /games/{id}/finish"""

import asyncio
from typing import Any

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import by_name, payments, refusal


async def test_two_players_settle_at_fifty_roubles_a_point(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна", times=6)
    await match.pot("Борис", times=3)
    answer = await match.finish()
    assert answer.status_code == 200
    end = answer.json()
    assert end.keys() == {"game", "transfers", "balances"}
    assert by_name(evening, end["balances"], "net_kopecks") == {"Анна": 150_00, "Борис": -150_00}
    assert payments(evening, end["transfers"]) == {("Борис", "Анна", 300_00), ("Анна", "Борис", 150_00)}
    assert end["game"]["status"] == "finished"
    assert end["game"]["finished_at"].endswith("Z")
    assert end["game"]["winner_seat_ids"] == [evening.seats["Анна"]]
    assert end["game"]["shooter_seat_id"] is None
    assert end["game"] == await match.show()


async def test_in_a_circle_everyone_is_paid_by_the_one_before_him(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    for name, points in {"Анна": 6, "Борис": 3, "Вера": 4}.items():
        await match.pot(name, times=points)
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {
        ("Вера", "Анна", 300_00),
        ("Анна", "Борис", 150_00),
        ("Борис", "Вера", 200_00),
    }
    assert by_name(evening, end["balances"], "net_kopecks") == {"Анна": 150_00, "Борис": -50_00, "Вера": -100_00}


async def test_the_order_of_play_decides_who_pays(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Вера", "Борис", "Анна")
    await match.pot("Анна", times=2)
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {("Борис", "Анна", 100_00)}
    assert list(by_name(evening, end["balances"], "net_kopecks")) == ["Вера", "Борис", "Анна"]


@pytest.mark.parametrize(
    ("rules", "nets"),
    [
        ({"settlement": "everyone"}, {"Анна": 250_00, "Борис": -350_00, "Вера": 100_00}),
        ({"point_price_kopecks": 0}, {"Анна": 0, "Борис": 0, "Вера": 0}),
        ({"foul": {"mode": "none"}}, {"Анна": 150_00, "Борис": -100_00, "Вера": -50_00}),
        ({"foul": {"mode": "next_plus", "points": 2}}, {"Анна": 150_00, "Борис": -200_00, "Вера": 50_00}),
        ({"foul": {"mode": "own_minus", "points": 2}}, {"Анна": 250_00, "Борис": -200_00, "Вера": -50_00}),
    ],
)
async def test_the_rules_of_the_house_decide_the_money(begin: Begin, rules: Any, nets: dict[str, int]) -> None:
    evening = await begin("Анна", "Борис", "Вера", **rules)
    match = await evening.start("Анна", "Борис", "Вера")
    await match.pot("Анна", times=3)
    await match.pot("Вера", times=2)
    await match.tap(kind="foul", seat="Борис")
    end = (await match.finish()).json()
    assert by_name(evening, end["balances"], "net_kopecks") == nets
    assert sum(nets.values()) == 0


async def test_those_who_are_level_win_together(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    end = (await match.finish()).json()
    assert end["game"]["winner_seat_ids"] == match.started["turns"]
    assert end["transfers"] == []


async def test_finishing_again_answers_the_same_and_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна")
    first = await match.finish()
    async with unchanged():
        again = await match.finish()
    assert (again.status_code, again.json()) == (200, first.json())


async def test_finishing_twice_at_once_settles_once(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна")
    answers = await asyncio.gather(*(match.finish() for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == 1
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'game.finished'") == 1


async def test_the_world_is_told_with_the_request_id(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    evening.host.headers["X-Request-ID"] = "tap-7"
    match = await evening.start()
    await match.pot("Анна")
    await match.finish()
    told = await database.fetch("SELECT topic, correlation_id FROM outbox WHERE correlation_id = 'tap-7' ORDER BY id")
    assert [row["topic"] for row in told] == ["game.started", "game.event_recorded", "game.finished"]


async def test_the_session_moves_on_by_one_version(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    before = await evening.show()
    await match.finish()
    after = await evening.show()
    assert after["version"] == before["version"] + 1
    assert (before["current_game_id"], after["current_game_id"]) == (match.id, None)


async def test_only_host_and_scorer_finish(begin: Begin, unchanged: Unchanged, database: Database) -> None:
    evening = await begin("Анна", "Борис", scorers="everyone")
    match = await evening.start()
    async with unchanged():
        assert refusal(await match.finish(by="Борис")) == (403, "not_allowed")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Борис"])
    assert (await match.finish(by="Борис")).status_code == 200


async def test_whoever_has_left_finishes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    async with unchanged():
        assert refusal(await match.finish(by="Борис")) == (403, "not_a_member")


async def test_other_peoples_games_are_not_there(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    zoe = await phone("Зоя")
    async with unchanged():
        assert refusal(await zoe.post(f"games/{match.id}/finish")) == (404, "not_found")


async def test_a_cancelled_game_cannot_be_finished(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    await match.cancel()
    async with unchanged():
        assert refusal(await match.finish()) == (409, "game_not_live")


async def test_who_left_in_the_middle_keeps_points_and_debts(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Борис", times=2)
    await match.pot("Анна", times=3)
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    end = (await match.finish()).json()
    assert by_name(evening, end["balances"], "net_kopecks") == {"Анна": 50_00, "Борис": -50_00}
