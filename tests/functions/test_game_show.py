"""GET /games/{id}"""

from uuid import uuid4

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import refusal

RULES = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 50_00,
    "balls": [{"color": "white", "value": 1, "count": 13}, {"color": "yellow", "value": 2, "count": 1}],
}


async def test_a_game_is_shown_with_every_field_of_the_contract(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Борис", "Анна", rules=RULES)
    await match.pot("Борис", "yellow")
    anna, boris = evening.seats["Анна"], evening.seats["Борис"]
    shown = await match.show(by="Борис")
    assert shown.pop("started_at").endswith("Z")
    assert shown.pop("rules").items() >= RULES.items()
    assert len(bytes.fromhex(shown.pop("rules_sha256"))) == 32
    assert shown == {
        "id": match.id,
        "session_id": evening.id,
        "number": 1,
        "game_type": "kolkhoz",
        "status": "live",
        "turns": [boris, anna],
        "start_turns": [boris, anna],
        "shooter_seat_id": boris,
        "version": 1,
        "scores": [
            {"seat_id": boris, "points": 2, "balls": 1, "fouls": 0, "net_kopecks": 100_00},
            {"seat_id": anna, "points": 0, "balls": 0, "fouls": 0, "net_kopecks": -100_00},
        ],
        "balls_left": 13,
        "balls": [{"color": "white", "value": 1, "left": 13}, {"color": "yellow", "value": 2, "left": 0}],
        "sides": [],
        "cue_ball_in_hand": False,
        "winner_seat_ids": [],
        "finished_at": None,
    }


async def test_whoever_has_left_still_sees_it(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await match.show(by="Борис"))["id"] == match.id


async def test_other_peoples_and_unknown_games_are_not_there(begin: Begin, phone: Phone) -> None:
    match = await (await begin("Анна", "Борис")).start()
    zoe = await phone("Зоя")
    assert refusal(await zoe.get(f"games/{match.id}")) == (404, "not_found")
    assert refusal(await zoe.get(f"games/{uuid4()}")) == (404, "not_found")
    assert refusal(await zoe.get(f"games/{'-' * 36}")) == (404, "not_found")
