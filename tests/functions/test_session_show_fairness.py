"""GET /sessions/{id}/fairness"""

import hashlib
import json
from uuid import UUID, uuid4

import msgspec

from common.db import Database
from common.domain.turns import Draw, draw
from tests.functions.conftest import Begin, Phone
from tests.functions.evening import Evening, Json, refusal


async def fairness(evening: Evening, by: str = "Анна") -> Json:
    answer = await evening.phones[by].get(f"sessions/{evening.id}/fairness")
    assert answer.status_code == 200, answer.text
    shown: Json = answer.json()
    assert shown.keys() == {"seed_sha256", "seed", "games", "pairs", "mismatches"}
    return shown


def pairs(evening: Evening, shown: Json) -> dict[tuple[str, str], int]:
    """In how many games one could pay the other, by their names."""
    names = {seat: name for name, seat in evening.seats.items()}
    return {(names[each["payer_seat_id"]], names[each["payee_seat_id"]]): each["games"] for each in shown["pairs"]}


async def test_before_the_first_game_there_is_the_commitment_alone(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    committed = (await evening.show())["seed_sha256"]
    assert await fairness(evening) == {
        "seed_sha256": committed, "seed": None, "games": [], "pairs": [], "mismatches": None
    }  # fmt: skip


async def test_everyone_could_pay_everyone_equally_often(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    for _ in range(2):
        match = await evening.start()
        await match.pot("Вера")
        await match.finish()
    people = ("Анна", "Борис", "Вера")
    shown = await fairness(evening, by="Борис")
    assert pairs(evening, shown) == {(one, other): 1 for one in people for other in people if one != other}


async def test_games_are_shown_with_all_that_they_were_drawn_from(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", turns="random_no_repeat")
    first = await evening.start("Вера", "Анна")
    await first.pot("Вера")
    await first.finish()
    second = await evening.start()
    anna, boris, vera = evening.seats.values()
    assert (await fairness(evening))["games"] == [
        {
            "game_id": first.id,
            "number": 1,
            "status": "finished",
            "mode": "random_no_repeat",
            "breaks": "last_ball",
            "turns": [vera, anna],
            "draw": None,
            "drawn": False,
        },
        {
            "game_id": second.id,
            "number": 2,
            "status": "live",
            "mode": "random_no_repeat",
            "breaks": "last_ball",
            "turns": second.started["turns"],
            "draw": {
                "session_id": evening.id,
                "mode": "random_no_repeat",
                "breaks": "last_ball",
                "seats": [anna, boris, vera],
                "others": [],
                "history": [[[2, 0]]],
                "last_potter": 2,
            },
            "drawn": True,
        },
    ]


async def test_a_closed_evening_shows_its_seed_and_anyone_can_draw_it_again(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гена", "Дина")
    for turns in ("fair", "random", "random_no_repeat", "manual"):
        match = await evening.start(rules={"game_type": "kolkhoz", "turns": turns})
        await match.pot("Гена")
        await match.finish()
    assert (await fairness(evening))["mismatches"] is None
    await evening.host.post(f"sessions/{evening.id}/close")
    shown = await fairness(evening, by="Дина")
    seed = bytes.fromhex(shown["seed"])
    assert shown["seed_sha256"] == hashlib.sha256(seed).hexdigest() == (await evening.show())["seed_sha256"]
    assert shown["mismatches"] == []
    for game in shown["games"]:
        facts = msgspec.json.decode(json.dumps(game["draw"]), type=Draw)
        assert [str(seat) for seat in draw(seed, facts)] == game["turns"]
    assert [game["mode"] for game in shown["games"]] == ["fair", "random", "random_no_repeat", "manual"]


async def test_an_evening_with_leavers_cancelled_and_reopened_games_follows_from_its_seed(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гена")
    first = await evening.start()
    await first.pot("Вера")
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    await first.pot("Борис")
    await first.finish()
    await (await evening.start()).cancel()
    third = await evening.start()
    await third.pot("Анна")
    await third.finish()
    fourth = await evening.start()
    await fourth.pot("Гена")
    await fourth.finish()
    await evening.host.post(f"games/{third.id}/reopen")
    await third.pot("Гена")
    await third.cancel()
    await (await evening.start()).finish()
    await evening.host.post(f"sessions/{evening.id}/close")
    shown = await fairness(evening, by="Вера")
    assert shown["mismatches"] == []
    assert [game["status"] for game in shown["games"]] == ["finished", "cancelled", "cancelled", "finished", "finished"]
    started = [evening.seats[name] for name in ("Анна", "Борис", "Вера", "Гена")]
    assert sorted(shown["games"][0]["turns"]) == started
    # In the first game both who followed Vera and who came after her when she had gone could be paid by who was before.
    assert sum(pairs(evening, shown).values()) == 5 + 3 + 3


async def test_an_order_that_was_changed_behind_everyones_back_is_found(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    for _ in range(2):
        match = await evening.start()
        await match.pot("Вера")
        await match.finish()
    turns = [UUID(seat) for seat in match.started["turns"]]
    await database.execute("UPDATE games SET turns = $1 WHERE number = 2", turns[::-1])
    await evening.host.post(f"sessions/{evening.id}/close")
    assert (await fairness(evening))["mismatches"] == [{"number": 2, "what": "turns"}]


async def test_whoever_left_sees_it_and_others_find_nothing(begin: Begin, phone: Phone) -> None:
    evening, zoe = await begin("Анна", "Борис"), await phone("Зоя")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await fairness(evening, by="Борис"))["seed"] is None
    assert refusal(await zoe.get(f"sessions/{evening.id}/fairness")) == (404, "not_found")
    assert refusal(await zoe.get(f"sessions/{uuid4()}/fairness")) == (404, "not_found")
