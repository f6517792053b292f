"""POST /sessions/{id}/replay"""

from uuid import UUID, uuid4

import pytest

from common.store import games as store
from common.store.statement import Executor
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, Json, Match, by_name, payments, refusal

DEARER: Json = {"game_type": "kolkhoz", "point_price_kopecks": 100_00}


async def played(begin: Begin) -> tuple[Evening, Match, Match]:
    """Anna potted 2 in the first game and Boris 1 in the second, at 50 ₽; the bar cost Boris 300 ₽ for both."""
    evening = await begin("Анна", "Борис")
    first = await evening.start("Анна", "Борис")
    await first.pot("Анна", times=2)
    await first.finish()
    second = await evening.start("Анна", "Борис")
    await second.pot("Борис")
    await second.finish()
    bar = {"kind": "bar", "payer_seat_id": evening.seats["Борис"], "kopecks": 300_00}
    assert (await evening.host.post(f"sessions/{evening.id}/ledger", json=bar)).status_code == 201
    await (await evening.start()).cancel()
    return evening, first, second


async def replay(evening: Evening, rules: Json, by: str = "Анна", **body: str) -> Json:
    answer = await evening.phones[by].post(f"sessions/{evening.id}/replay", json={"rules": rules, **body})
    assert answer.status_code == 200, answer.text
    replayed: Json = answer.json()
    return replayed


async def test_the_whole_evening_by_other_rules_and_the_bar_as_it_was(begin: Begin, unchanged: Unchanged) -> None:
    evening, first, second = await played(begin)
    async with unchanged():
        replayed = await replay(evening, DEARER, by="Борис")
    assert by_name(evening, replayed["balances"], "net_kopecks") == {"Анна": -50_00, "Борис": 50_00}
    assert payments(evening, replayed["settle_up"]) == {("Анна", "Борис", 50_00)}
    assert [(game["game_id"], game["number"]) for game in replayed["games"]] == [(first.id, 1), (second.id, 2)]
    assert payments(evening, replayed["games"][0]["transfers"]) == {("Борис", "Анна", 200_00)}


async def test_one_game_by_other_rules_and_the_others_as_they_were(begin: Begin) -> None:
    evening, first, _ = await played(begin)
    replayed = await replay(evening, DEARER, game_id=first.id)
    assert by_name(evening, replayed["balances"], "net_kopecks") == {"Анна": 0, "Борис": 0}
    assert [game["game_id"] for game in replayed["games"]] == [first.id]


async def test_by_its_own_rules_an_evening_has_the_balance_that_it_has(begin: Begin) -> None:
    evening, _, _ = await played(begin)
    replayed = await replay(evening, {"game_type": "kolkhoz", "point_price_kopecks": 50_00})
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    for field in ("balances", "transfers", "settle_up"):
        assert replayed[field] == balance[field]


async def test_a_game_that_ends_meanwhile_is_replayed_the_next_time(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening, first, second = await played(begin)
    third = await evening.start("Анна", "Борис")
    await third.pot("Анна")
    unhurried = store.finished

    async def overtaken(db: Executor, session_id: UUID) -> list[tuple[store.Game, list[store.Event]]]:
        """Those who are there have been read and the games have not: now one more ends."""
        monkeypatch.setattr(store, "finished", unhurried)
        await third.finish()
        return await unhurried(db, session_id)

    monkeypatch.setattr(store, "finished", overtaken)
    assert [game["game_id"] for game in (await replay(evening, DEARER))["games"]] == [first.id, second.id]
    assert [game["game_id"] for game in (await replay(evening, DEARER))["games"]] == [first.id, second.id, third.id]


async def test_before_the_first_game_there_is_nothing_to_replay(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    replayed = await replay(evening, DEARER)
    assert (replayed["games"], replayed["settle_up"]) == ([], [])


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ({"game_type": "kolkhoz", "balls": [{"color": "yellow"}]}, (409, "rules_do_not_fit")),
        ({"game_type": "classic_pyramid"}, (409, "rules_do_not_fit")),
        ({"game_type": "snooker"}, (400, "rules_invalid")),
    ],
)
async def test_rules_that_do_not_fit_are_refused(begin: Begin, rules: Json, refused: tuple[int, str]) -> None:
    evening, _, _ = await played(begin)
    answer = await evening.host.post(f"sessions/{evening.id}/replay", json={"rules": rules})
    assert refusal(answer) == refused
    if refused[0] == 409:
        assert answer.json()["detail"].startswith("Game 1: ")


async def test_only_who_was_there_sees_it_and_only_finished_games_are_replayed(begin: Begin, phone: Phone) -> None:
    evening, _, _ = await played(begin)
    zoe = await phone("Зоя")
    live = await evening.start()
    path = f"sessions/{evening.id}/replay"
    assert refusal(await zoe.post(path, json={"rules": DEARER})) == (404, "not_found")
    for game_id in (live.id, str(uuid4())):
        answer = await evening.host.post(path, json={"rules": DEARER, "game_id": game_id})
        assert refusal(answer) == (404, "not_found")
