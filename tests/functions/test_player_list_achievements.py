"""GET /players/{id}/achievements"""

import pytest

from common.domain.achievements import RULES
from tests.functions.conftest import Begin, Phone
from tests.functions.evening import Evening, Json, Match, event_of, refusal

BALLS = [{"color": "white", "count": 10}, {"color": "yellow", "value": 2}, {"color": "pink", "value": 3}]


@pytest.fixture
async def match(begin: Begin) -> Match:
    """Anna has run five balls, all coloured ones among them, one by a fluke; nobody has won yet."""
    evening = await begin("Анна", "Борис", balls=BALLS)
    match = await evening.start("Анна", "Борис")
    await match.pot("Анна", times=2)
    for color in ("yellow", "pink"):
        await match.pot("Анна", color)
    await match.tap(kind="pot", seat="Анна", ball={"color": "white"}, fluke=True)
    return match


async def shown(evening: Evening, by: str = "Анна", of: str = "Анна") -> dict[str, Json]:
    answer = await evening.phones[by].get(f"players/{evening.people[of].id}/achievements")
    return {each["code"]: each for each in answer.json()["items"]}


def reached(items: dict[str, Json]) -> set[str]:
    return {code for code, each in items.items() if each["reached_at"]}


async def test_a_finished_game_brings_them_and_a_reopened_one_takes_them_back(match: Match) -> None:
    evening = match.evening
    assert reached(await shown(evening)) == set()
    finished = (await match.finish()).json()["game"]
    found = await shown(evening)
    assert list(found) == list(RULES)
    assert reached(found) == {"first_game", "first_win", "run_of_five", "clean_game", "all_colors"}
    assert found["run_of_five"] == {
        "code": "run_of_five",
        "reached_at": finished["finished_at"],
        "game_id": match.id,
        "count": 5,
        "of": 5,
    }
    assert (found["lucky_fool"]["count"], found["lucky_fool"]["of"], found["lucky_fool"]["game_id"]) == (1, 10, None)
    await evening.host.post(f"games/{match.id}/reopen")
    assert reached(await shown(evening)) == set()
    await match.undo(event_of(await match.pot("Анна"))["id"])
    fluke = (await evening.host.get(f"games/{match.id}/events")).json()["items"][4]
    await match.undo(fluke["id"])
    await match.finish()
    assert reached(await shown(evening)) == {"first_game", "first_win", "clean_game", "all_colors"}


async def test_whom_one_has_met_sees_them_and_nobody_else(match: Match, phone: Phone) -> None:
    await match.finish()
    evening = match.evening
    assert await shown(evening, by="Борис") == await shown(evening)
    assert reached(await shown(evening, of="Борис")) == {"first_game"}
    stranger = await (await phone("Зоя")).get(f"players/{evening.people['Анна'].id}/achievements")
    assert refusal(stranger) == (404, "not_found")
