"""PUT /games/{id}/turns"""

from uuid import uuid4

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, Json, Match, by_name, event_of, payments, refusal

KOLKHOZ = {"game_type": "kolkhoz", "point_price_kopecks": 50_00}
PYRAMID = {"game_type": "free_pyramid"}


async def put(match: Match, *names: str, by: str | None = None) -> Json:
    answer = await ask(match, *names, by=by)
    assert answer.status_code == 200, answer.text
    game: Json = answer.json()
    return game


async def ask(match: Match, *names: str, by: str | None = None):
    evening = match.evening
    phone = evening.phones[by] if by else evening.host
    turns = [evening.seats.get(name, name) for name in names]
    return await phone.put(f"games/{match.id}/turns", json={"turns": turns})


def names_of(evening: Evening, seats: list[str]) -> list[str]:
    names = {seat: name for name, seat in evening.seats.items()}
    return [names[seat] for seat in seats]


async def test_before_the_first_shot_any_order_will_do_and_its_first_one_breaks(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    game = await put(match, "Вера", "Борис", "Анна")
    assert names_of(evening, game["turns"]) == ["Вера", "Борис", "Анна"]
    assert game["shooter_seat_id"] == evening.seats["Вера"]
    assert game == await match.show()
    assert event_of(await match.pot("Анна"))["payer_seat_id"] == evening.seats["Борис"]


async def test_before_the_first_shot_who_plays_may_change_and_leaves_no_trace(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    game = await put(await evening.start("Анна", "Борис"), "Вера", "Борис")
    assert by_name(evening, game["scores"], "points") == {"Вера": 0, "Борис": 0}


async def test_the_change_is_an_event_that_everyone_sees(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    game = await put(match, "Вера", "Борис", "Анна")
    (event,) = (await evening.host.get(f"games/{match.id}/events")).json()["items"]
    assert (event["kind"], event["version"], game["version"]) == ("reorder", 1, 1)
    assert event["turns"] == game["turns"]
    assert names_of(evening, game["start_turns"]) == ["Анна", "Борис", "Вера"]
    assert event["recorded_by"] == str(evening.people["Анна"].id)


async def test_the_order_that_is_there_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис")
    async with unchanged():
        assert (await put(match, "Анна", "Борис"))["version"] == 0


async def test_people_come_and_go_and_old_debts_stay(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис")
    await match.pot("Борис", times=2)
    await put(match, "Анна", "Вера", "Борис")
    await match.pot("Борис")
    await match.pot("Вера", times=3)
    await put(match, "Вера", "Борис")
    await match.pot("Вера")
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {
        ("Анна", "Борис", 100_00),
        ("Вера", "Борис", 50_00),
        ("Анна", "Вера", 150_00),
        ("Борис", "Вера", 50_00),
    }
    assert sum(by_name(evening, end["balances"], "net_kopecks").values()) == 0
    assert set(by_name(evening, end["balances"], "net_kopecks")) == {"Анна", "Борис", "Вера"}


async def test_an_order_that_was_played_in_is_not_taken_back_and_one_that_was_not_is(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис")
    await match.pot("Анна")
    await put(match, "Анна", "Борис", "Вера")
    (_, reorder) = (await evening.host.get(f"games/{match.id}/events")).json()["items"]
    pot = event_of(await match.pot("Вера"))
    assert refusal(await match.undo(reorder["id"])) == (409, "not_undoable")
    await match.undo(pot["id"])
    assert names_of(evening, (await match.undo(reorder["id"])).json()["game"]["turns"]) == ["Анна", "Борис"]


@pytest.mark.parametrize("turns", ["fair", "random", "random_no_repeat"])
async def test_once_someone_has_shot_those_who_stay_keep_their_order(begin: Begin, turns: str) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гриша")
    match = await evening.start("Анна", "Борис", "Вера", rules=KOLKHOZ | {"turns": turns})
    await match.tap(kind="miss", seat="Анна")
    for order in (["Борис", "Анна", "Вера"], ["Борис", "Вера", "Анна"], ["Борис", "Анна", "Вера", "Гриша"]):
        assert refusal(await ask(match, *order)) == (409, "turns_fixed")
    game = await put(match, "Вера", "Гриша", "Анна", "Борис")
    assert game["shooter_seat_id"] == evening.seats["Борис"]


async def test_where_the_order_is_left_to_people_it_may_change_at_any_time(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера", rules=KOLKHOZ | {"turns": "manual"})
    await match.pot("Анна")
    game = await put(match, "Борис", "Анна", "Вера")
    assert names_of(evening, game["turns"]) == ["Борис", "Анна", "Вера"]


async def test_a_substitute_takes_over_the_place_and_the_points_of_the_side(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гриша", "Даша")
    match = await evening.start("Анна", "Борис", "Вера", "Гриша", rules=PYRAMID)
    await match.pot("Анна", times=3)
    assert refusal(await ask(match, "Анна", "Борис", "Гриша", "Вера")) == (409, "turns_fixed")
    assert refusal(await ask(match, "Анна", "Борис")) == (409, "turns_fixed")
    game = await put(match, "Даша", "Борис", "Вера", "Гриша")
    first = [evening.seats["Даша"], evening.seats["Вера"]]
    assert (game["sides"][0]["seat_ids"], game["sides"][0]["points"]) == (first, 3)
    assert game["shooter_seat_id"] == evening.seats["Даша"]


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        (["Анна", "Анна"], (409, "turns_incomplete")),
        (["Анна"], (409, "need_two_players")),
        ([], (409, "need_two_players")),
        (["Анна", str(uuid4())], (409, "unknown_seat")),
        (["Анна", "Гена"], (409, "unknown_seat")),
        (["Анна", "кто-то"], (400, "payload_invalid")),
    ],
)
async def test_what_cannot_be_played_is_refused(
    begin: Begin, unchanged: Unchanged, names: list[str], refused: tuple[int, str]
) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гена")
    match = await evening.start("Анна", "Борис")
    await evening.phones["Гена"].post(f"sessions/{evening.id}/leave")
    async with unchanged():
        assert refusal(await ask(match, *names)) == refused


async def test_only_host_and_scorer_of_a_live_game_set_the_order(
    begin: Begin, phone: Phone, unchanged: Unchanged, database: Database
) -> None:
    evening = await begin("Анна", "Борис", scorers="everyone")
    match = await evening.start("Анна", "Борис")
    zoe = await phone("Зоя")
    async with unchanged():
        assert refusal(await ask(match, "Борис", "Анна", by="Борис")) == (403, "not_allowed")
        assert refusal(await zoe.put(f"games/{match.id}/turns", json={"turns": []})) == (404, "not_found")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Борис"])
    await put(match, "Борис", "Анна", by="Борис")
    await match.finish()
    async with unchanged():
        assert refusal(await ask(match, "Анна", "Борис")) == (409, "game_not_live")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert refusal(await ask(match, "Анна", "Борис", by="Борис")) == (403, "not_a_member")
