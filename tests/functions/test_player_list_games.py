"""GET /players/{id}/games"""

import pytest

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import Evening, Json, refusal

PYRAMID = {"game_type": "free_pyramid", "target": 1}


@pytest.fixture
async def evening(begin: Begin) -> Evening:
    """Five games of Kolkhoz and one of pyramid between them are over, one goes on."""
    evening = await begin("Анна", "Борис")
    for number in range(5):
        match = await evening.start("Анна", "Борис")
        await match.pot("Анна", times=number + 1)
        await match.finish()
        if number == 2:
            await (await evening.start("Анна", "Борис", rules=PYRAMID)).pot("Борис")
    await (await evening.start("Анна", "Борис")).pot("Анна")
    return evening


async def pages(evening: Evening, by: str, of: str, **query: object) -> list[Json]:
    address, cursor, found = f"players/{evening.people[of].id}/games", None, []
    while True:
        asked = query | ({"cursor": cursor} if cursor else {})
        page = (await evening.phones[by].get(address, params=asked)).json()
        found.append(page["items"])
        if (cursor := page["next_cursor"]) is None:
            return found


async def test_finished_games_come_newest_first_page_by_page(evening: Evening) -> None:
    found = await pages(evening, "Анна", "Анна", limit=4)
    assert [len(items) for items in found] == [4, 2]
    played = [game for items in found for game in items]
    assert [game["points"] for game in played] == [5, 4, 0, 3, 2, 1]
    assert [game["won"] for game in played] == [True, True, False, True, True, True]
    assert [game["net_kopecks"] for game in played] == [250_00, 200_00, 0, 150_00, 100_00, 50_00]


async def test_of_one_type_where_one_is_asked_for(evening: Evening) -> None:
    (only,) = await pages(evening, "Борис", "Борис", game_type="free_pyramid")
    assert [(game["game_type"], game["won"]) for game in only] == [("free_pyramid", True)]


async def test_somebody_elses_are_seen_without_his_money_by_whom_he_has_met(evening: Evening, phone: Phone) -> None:
    (seen,) = await pages(evening, "Борис", "Анна")
    assert (len(seen), {game["net_kopecks"] for game in seen}) == (6, {None})
    stranger = await (await phone("Зоя")).get(f"players/{evening.people['Анна'].id}/games")
    assert refusal(stranger) == (404, "not_found")
