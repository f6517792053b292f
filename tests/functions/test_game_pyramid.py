"""Games of pyramid through the doors: started, tapped, and ended by the ball that reaches the target."""

from typing import Any

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import Json, by_name, event_of, payments, refusal

FREE: Json = {"game_type": "free_pyramid", "target": 3, "game_price_kopecks": 500_00}
CLASSIC: Json = {"game_type": "classic_pyramid", "game_price_kopecks": 500_00}
PAIRS = ("Анна", "Борис", "Вера", "Гриша")


async def test_the_ball_that_reaches_the_target_ends_the_game(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE)
    await match.tap(kind="pot", seat="Анна")
    await match.tap(kind="foul", seat="Анна")
    game = (await match.pot("Анна", times=2)).json()["game"]
    assert game["status"] == "finished"
    assert game["winner_seat_ids"] == [evening.seats["Анна"]]
    assert [side["points"] for side in game["sides"]] == [3, 1]
    assert by_name(evening, game["scores"], "net_kopecks") == {"Анна": 500_00, "Борис": -500_00}
    assert game["balls_left"] == 11
    assert game == await match.show()
    assert (await evening.show())["current_game_id"] is None
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    assert payments(evening, balance["settle_up"]) == {("Борис", "Анна", 500_00)}
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'game.finished'") == 1


async def test_the_last_tap_sent_again_answers_the_same_and_pays_once(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE | {"target": 1})
    body = {"id": "00000000-0000-4000-8000-000000000001", "kind": "pot", "seat_id": evening.seats["Борис"]}
    first = await evening.host.post(f"games/{match.id}/events", json=body)
    again = await evening.host.post(f"games/{match.id}/events", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == 1
    finished = (await match.finish()).json()
    assert finished["game"] == first.json()["game"]
    assert payments(evening, finished["transfers"]) == {("Анна", "Борис", 500_00)}


async def test_the_session_counts_the_event_and_the_end(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE | {"target": 1})
    before = (await evening.show())["version"]
    await match.pot("Анна")
    assert (await evening.show())["version"] == before + 2


async def test_a_foul_may_give_the_opponent_the_last_point(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE | {"target": 1})
    game = (await match.tap(kind="foul", seat="Анна", foul="no_rail+off_table")).json()["game"]
    assert (game["status"], game["winner_seat_ids"]) == ("finished", [evening.seats["Борис"]])


async def test_an_undone_foul_may_be_what_reaches_the_target(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    rules = FREE | {"target": 2, "foul": {"mode": "own_minus", "points": 1}}
    match = await evening.start("Анна", "Борис", rules=rules)
    foul = event_of(await match.tap(kind="foul", seat="Анна"))
    await match.pot("Анна", times=2)
    game = (await match.undo(foul["id"])).json()["game"]
    assert (game["status"], game["winner_seat_ids"]) == ("finished", [evening.seats["Анна"]])


@pytest.mark.parametrize(
    ("price_per", "paid"),
    [
        ("player", {("Борис", "Анна", 500_00), ("Гриша", "Вера", 500_00)}),
        ("team", {("Борис", "Анна", 250_00), ("Гриша", "Вера", 250_00)}),
    ],
)
async def test_two_against_two(begin: Begin, price_per: str, paid: set[Any]) -> None:
    evening = await begin(*PAIRS)
    match = await evening.start(*PAIRS, rules=FREE | {"price_per": price_per})
    await match.pot("Анна")
    await match.pot("Вера", times=2)
    finished = (await match.finish()).json()
    assert payments(evening, finished["transfers"]) == paid
    assert set(finished["game"]["winner_seat_ids"]) == {evening.seats["Анна"], evening.seats["Вера"]}
    assert [side["points"] for side in finished["game"]["sides"]] == [3, 0]


async def test_a_handicap_is_a_target_of_ones_own(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    targets = [{"seat_id": evening.seats["Борис"], "target": 2}]
    match = await evening.start("Анна", "Борис", rules=FREE | {"targets": targets})
    assert [side["target"] for side in match.started["sides"]] == [3, 2]
    await match.pot("Анна", times=2)
    game = (await match.pot("Борис", times=2)).json()["game"]
    assert game["winner_seat_ids"] == [evening.seats["Борис"]]


async def test_a_handicap_of_someone_who_is_not_there_is_refused(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    rules = FREE | {"targets": [{"seat_id": evening.id, "target": 2}]}
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/games", json={"rules": rules})
        assert refusal(answer) == (409, "unknown_seat")


async def test_in_the_classic_game_each_ball_has_its_number(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=CLASSIC)
    recorded = (await match.tap(kind="pot", seat="Анна", ball={"number": 1})).json()
    assert recorded["event"]["ball"] == {"number": 1}
    assert recorded["game"]["sides"][0]["points"] == 11
    assert recorded["game"]["balls"][0] == {"color": "white", "number": 1, "value": 11, "left": 0}
    assert refusal(await match.tap(kind="pot", seat="Борис", ball={"number": 1})) == (409, "ball_already_down")
    assert refusal(await match.tap(kind="pot", seat="Борис")) == (409, "unknown_ball")
    assert refusal(await match.tap(kind="pot", seat="Борис", ball={"number": 16})) == (400, "payload_invalid")
    assert refusal(await match.tap(kind="pot", seat="Борис", ball={"color": "white"})) == (409, "unknown_ball")


async def test_after_a_potted_cue_ball_the_dynamic_game_says_where_it_is(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules={"game_type": "dynamic_pyramid"})
    game = (await match.tap(kind="pot", seat="Анна", own_ball=True)).json()["game"]
    assert game["cue_ball_in_hand"] is True
    again = await match.tap(kind="pot", seat="Анна", own_ball=True)
    assert refusal(again) == (409, "own_ball_not_allowed")
    assert (await match.pot("Анна")).json()["game"]["cue_ball_in_hand"] is False


async def test_until_its_end_a_pyramid_costs_nothing(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE)
    game = (await match.pot("Анна")).json()["game"]
    assert by_name(evening, game["scores"], "net_kopecks") == {"Анна": 0, "Борис": 0}


async def test_ended_before_the_target_the_nearer_side_wins_and_level_sides_pay_nothing(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE)
    await match.pot("Анна")
    assert payments(evening, (await match.finish()).json()["transfers"]) == {("Борис", "Анна", 500_00)}
    level = await evening.start("Анна", "Борис", rules=FREE)
    end = (await level.finish()).json()
    assert (end["transfers"], end["game"]["winner_seat_ids"]) == ([], [])


@pytest.mark.parametrize("names", [("Анна", "Борис", "Вера"), ("Анна", "Борис", "Вера", "Гриша", "Даша")])
async def test_three_or_five_cannot_play(begin: Begin, unchanged: Unchanged, names: tuple[str, ...]) -> None:
    evening = await begin(*names)
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/games", json={"rules": FREE})
        assert refusal(answer) == (409, "two_or_four_players")


async def test_partners_with_different_targets_are_refused_by_name_of_the_field(begin: Begin) -> None:
    evening = await begin(*PAIRS)
    targets = [{"seat_id": evening.seats[name], "target": target} for name, target in (("Анна", 2), ("Вера", 3))]
    body = {"rules": FREE | {"targets": targets}, "turns": [evening.seats[name] for name in PAIRS]}
    answer = await evening.host.post(f"sessions/{evening.id}/games", json=body)
    assert refusal(answer) == (400, "rules_invalid")
    assert answer.json()["errors"][0]["field"] == "rules.targets"


async def test_a_game_keeps_the_hash_of_its_rules(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    first = await evening.start(rules=FREE)
    await first.finish()
    same = await evening.start(rules=FREE | {"price_per": "player"})
    await same.finish()
    other = await evening.start(rules=FREE | {"target": 4})
    assert first.started["rules_sha256"] == same.started["rules_sha256"] != other.started["rules_sha256"]
    assert len(first.started["rules_sha256"]) == 64


async def test_a_series_is_won_by_who_wins_more_than_half_of_its_games(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", best_of=3)
    anna, boris = ([evening.seats[name]] for name in ("Анна", "Борис"))
    assert (await evening.show())["series"] is None
    for order, winner in ((("Анна", "Борис"), "Анна"), (("Борис", "Анна"), "Борис"), (("Анна", "Борис"), "Борис")):
        match = await evening.start(*order, rules=FREE | {"target": 1})
        await match.pot(winner)
    series = (await evening.show())["series"]
    assert series["sides"] == [{"seat_ids": anna, "wins": 1}, {"seat_ids": boris, "wins": 2}]
    assert series["winner_seat_ids"] == boris
    match = await evening.start("Анна", "Борис", rules=FREE | {"target": 1})
    await match.pot("Анна")
    series = (await evening.show())["series"]
    assert ([side["wins"] for side in series["sides"]], series["winner_seat_ids"]) == ([1, 0], [])


async def test_where_no_series_is_played_games_stand_alone(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules=FREE | {"target": 1})
    await match.pot("Анна")
    shown = await evening.show()
    assert (shown["best_of"], shown["series"]) == (None, None)
