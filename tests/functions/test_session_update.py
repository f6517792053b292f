"""PATCH /sessions/{id}"""

import pytest

from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import Json, refusal


async def test_what_is_given_changes_and_the_rest_stays(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Глеб", spectators={"Глеб"})
    before = await evening.show()
    answer = await evening.host.patch(f"sessions/{evening.id}", json={"name": "Турнир", "scorers": "everyone"})
    assert answer.status_code == 200, answer.text
    expected = before | {"name": "Турнир", "scorers": "everyone", "version": before["version"] + 1}
    assert answer.json() == await evening.show() == expected
    changes = {"sums": "players", "best_of": 3, "rules": {"game_type": "free_pyramid", "target": 6}}
    after = (await evening.host.patch(f"sessions/{evening.id}", json=changes)).json()
    assert (after["sums"], after["best_of"], after["rules"]["target"], after["name"]) == ("players", 3, 6, "Турнир")
    alone = (await evening.host.patch(f"sessions/{evening.id}", json={"best_of": None})).json()
    assert (alone["best_of"], alone["rules"]) == (None, after["rules"])


async def test_a_game_that_has_begun_keeps_its_rules_and_the_next_has_the_new_ones(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис")
    template = (await evening.host.get("templates")).json()["items"][2]
    await evening.host.patch(f"sessions/{evening.id}", json={"template_id": template["id"]})
    assert (await match.show())["rules"]["point_price_kopecks"] == 50_00
    await match.finish()
    assert (await evening.start("Анна", "Борис")).started["rules"]["point_price_kopecks"] == 200_00


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "  "}, (400, "payload_invalid")),
        ({"best_of": 4}, (400, "payload_invalid")),
        ({"code": "AAAAAA"}, (400, "payload_invalid")),
        ({"rules": {"game_type": "kolkhoz", "target": 8}}, (400, "rules_invalid")),
        (
            {"template_id": "0198f2c4-0000-7000-8000-000000000000", "rules": {"game_type": "kolkhoz"}},
            (400, "payload_invalid"),
        ),
        ({"template_id": "0198f2c4-0000-7000-8000-000000000000"}, (404, "template_unknown")),
        (
            {
                "rules": {
                    "game_type": "free_pyramid",
                    "targets": [{"seat_id": "0198f2c4-0000-7000-8000-000000000000", "target": 6}],
                }
            },
            (409, "unknown_seat"),
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(
    begin: Begin, unchanged: Unchanged, changes: Json, expected: tuple[int, str]
) -> None:
    evening = await begin("Анна")
    async with unchanged():
        assert refusal(await evening.host.patch(f"sessions/{evening.id}", json=changes)) == expected


async def test_a_closed_evening_stays_as_it_was(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        answer = await evening.host.patch(f"sessions/{evening.id}", json={"name": "Потом"})
        assert refusal(answer) == (409, "session_closed")
