"""GET /leaderboard"""

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone
from tests.functions.evening import Evening, Json, refusal

PYRAMID = {"game_type": "free_pyramid", "target": 1}


@pytest.fixture
async def evening(begin: Begin) -> Evening:
    """Anna wins twice at Kolkhoz, where Vera is between them and a guest is last; Boris wins at pyramid."""
    evening = await begin("Анна", "Борис", "Вера", "Глеб", spectators={"Глеб"})
    await evening.guest("Коля")
    for _ in range(2):
        match = await evening.start("Анна", "Борис", "Вера", "Коля")
        await match.pot("Анна", times=3)
        await match.pot("Вера")
        await match.tap(kind="foul", seat="Коля", foul="other")
        await match.finish()
    await (await evening.start("Анна", "Борис", rules=PYRAMID)).pot("Борис")
    await (await evening.start("Анна", "Борис")).pot("Борис", times=9)
    return evening


async def board(evening: Evening, by: str = "Анна", **query: str) -> list[Json]:
    answer = await evening.phones[by].get("leaderboard", params=query)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


def told(items: list[Json]) -> list[tuple[int, str, int, int]]:
    return [(each["place"], each["player"]["display_name"], each["games"], each["wins"]) for each in items]


async def test_who_has_finished_games_stands_in_the_order_of_ratings_and_no_money_is_told(evening: Evening) -> None:
    items = await board(evening)
    assert told(items) == [(1, "Анна", 3, 2), (2, "Вера", 2, 0), (3, "Борис", 3, 1)]
    assert items[0]["rating"] > 1000
    assert {*items[0]} == {"place", "player", "rating", "games", "wins"}
    assert await board(evening, by="Глеб") == items


async def test_one_game_type_can_be_asked_for(evening: Evening) -> None:
    assert told(await board(evening, game_type="free_pyramid")) == [(1, "Борис", 1, 1), (2, "Анна", 1, 0)]
    assert told(await board(evening, game_type="classic_pyramid")) == []
    for wrong in ({"game_type": "snooker"}, {"period": "day"}):
        assert refusal(await evening.host.get("leaderboard", params=wrong)) == (400, "payload_invalid")


async def test_a_period_ends_in_this_moment(evening: Evening, database: Database) -> None:
    await database.execute("UPDATE games SET finished_at = now() - interval '10 days' WHERE number = 1")
    assert told(await board(evening, period="week"))[0] == (1, "Анна", 2, 1)
    assert told(await board(evening)) == told(await board(evening, period="month"))
    await database.execute("UPDATE games SET finished_at = now() - interval '400 days' WHERE status = 'finished'")
    assert (await board(evening, period="year"), len(await board(evening, period="all"))) == ([], 3)


async def test_a_reopened_game_counts_for_nobody(evening: Evening) -> None:
    live = (await evening.show())["current_game_id"]
    await evening.host.post(f"games/{live}/cancel")
    anna = evening.people["Анна"].id
    games = (await evening.host.get(f"players/{anna}/games")).json()["items"]
    for game in games:
        await evening.host.post(f"games/{game['id']}/reopen")
        await evening.host.post(f"games/{game['id']}/cancel")
    assert await board(evening) == []


async def test_it_is_no_list_of_everyone(evening: Evening, begin: Begin, phone: Phone) -> None:
    assert (await (await phone("Зоя")).get("leaderboard")).json() == {"items": []}
    other = await begin("Ева", "Жанна")
    await (await other.start("Ева", "Жанна", rules=PYRAMID)).pot("Ева")
    assert told(await board(other, by="Ева")) == [(1, "Ева", 1, 1), (2, "Жанна", 1, 0)]
    assert len(await board(evening)) == 3


async def test_whom_one_has_met_is_rated_by_his_games_with_others_too_and_those_are_not_named(
    evening: Evening, phone: Phone
) -> None:
    boris = evening.phones["Борис"]
    elsewhere = (await boris.post("sessions", json={"rules": PYRAMID})).json()
    ivan = await phone("Иван")
    await ivan.post("sessions/join", json={"code": elsewhere["code"]})
    seats = [seat["id"] for seat in (await ivan.get(f"sessions/{elsewhere['id']}")).json()["seats"]]
    before = {each["player"]["display_name"]: each["rating"] for each in await board(evening)}
    game = (await boris.post(f"sessions/{elsewhere['id']}/games", json={"turns": seats})).json()
    pot = {"id": evening.id, "kind": "pot", "seat_id": seats[0], "ball": {"color": "white"}}
    await boris.post(f"games/{game['id']}/events", json=pot)
    after = {each["player"]["display_name"]: each["rating"] for each in await board(evening)}
    assert after.keys() == {"Анна", "Борис", "Вера"}
    assert after["Борис"] > before["Борис"]


async def test_whoever_has_erased_himself_is_on_no_list(evening: Evening) -> None:
    await evening.phones["Борис"].delete("me")
    assert [name for _, name, _, _ in told(await board(evening))] == ["Анна", "Вера"]
