"""GET /players/{id}/stats"""

from uuid import uuid4

import pytest

from common.db import Database
from common.store import recompute
from tests.functions.conftest import Begin, Phone
from tests.functions.evening import Evening, event_of, refusal

BALLS = [{"color": "white", "count": 14}, {"color": "yellow", "value": 2}]


@pytest.fixture
async def evening(begin: Begin, database: Database) -> Evening:
    """A game with a run of three, one of them taken back, and a fluke; one of pyramid; one that goes on."""
    evening = await begin("Анна", "Борис", balls=BALLS)
    match = await evening.start("Анна", "Борис")
    await match.pot("Анна", times=2)
    await match.pot("Анна", "yellow")
    wrong = event_of(await match.pot("Анна"))
    await match.undo(wrong["id"])
    await match.pot("Борис")
    await match.tap(kind="pot", seat="Анна", ball={"color": "white"}, fluke=True)
    await match.finish()
    pyramid = await evening.start("Анна", "Борис", rules={"game_type": "free_pyramid", "target": 2})
    for _ in range(2):
        await pyramid.tap(kind="pot", seat="Борис", ball={"color": "white"})
    await (await evening.start("Анна", "Борис")).pot("Анна")
    async with database.transaction() as db:
        await recompute.count(db)  # as the consumer of finished games does
    return evening


async def test_ones_own_are_all_there(evening: Evening) -> None:
    anna = evening.people["Анна"].id
    stats = (await evening.host.get(f"players/{anna}/stats")).json()
    assert stats["player"]["id"] == str(anna)
    kolkhoz, pyramid = sorted(stats["totals"], key=lambda total: total["game_type"], reverse=True)
    assert (kolkhoz["game_type"], kolkhoz["games"], kolkhoz["wins"], kolkhoz["points"]) == ("kolkhoz", 1, 1, 5)
    assert (kolkhoz["balls"], kolkhoz["net_kopecks"]) == (4, 200_00)
    assert (pyramid["game_type"], pyramid["games"], pyramid["wins"]) == ("free_pyramid", 1, 0)
    assert [(game["game_type"], game["won"]) for game in stats["games"]] == [("free_pyramid", False), ("kolkhoz", True)]
    assert stats["balls_by_color"] == [{"color": "white", "count": 3}, {"color": "yellow", "count": 1}]
    assert (stats["flukes"], stats["longest_run"]) == (1, 3)
    (played,) = stats["evenings"]
    assert (played["session_id"], played["games"], played["wins"], played["net_kopecks"]) == (evening.id, 2, 1, 200_00)


async def test_one_game_type_can_be_asked_for(evening: Evening) -> None:
    boris = evening.people["Борис"].id
    asked = {"game_type": "free_pyramid"}
    stats = (await evening.phones["Борис"].get(f"players/{boris}/stats", params=asked)).json()
    assert (len(stats["totals"]), len(stats["games"]), stats["longest_run"]) == (2, 1, 2)
    asked = {"game_type": "snooker"}
    answer = await evening.host.get(f"players/{boris}/stats", params=asked)
    assert refusal(answer) == (400, "payload_invalid")


async def test_somebody_elses_say_nothing_of_money_or_of_where_he_was(evening: Evening) -> None:
    anna = evening.people["Анна"].id
    stats = (await evening.phones["Борис"].get(f"players/{anna}/stats")).json()
    assert (stats["longest_run"], stats["evenings"]) == (3, [])
    assert {each["net_kopecks"] for each in (*stats["totals"], *stats["games"])} == {None}


async def test_whoever_has_never_sat_with_him_sees_nothing(evening: Evening, phone: Phone) -> None:
    zoe = await phone("Зоя")
    for player in (evening.people["Анна"].id, uuid4()):
        assert refusal(await zoe.get(f"players/{player}/stats")) == (404, "not_found")


async def test_whoever_has_not_played_yet_has_empty_ones(begin: Begin) -> None:
    evening = await begin("Анна")
    stats = (await evening.host.get(f"players/{evening.people['Анна'].id}/stats")).json()
    assert (stats.pop("player")["display_name"], any(stats.values())) == ("Анна", False)
