"""POST /games/{id}/events"""

import asyncio
from uuid import uuid4

import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Json, by_name, event_of, refusal

COLOURED = [
    {"color": "white", "value": 1, "count": 2},
    {"color": "yellow", "value": 2, "count": 1},
    {"color": "green", "value": 6, "count": 1},
]


async def test_a_pot_is_answered_with_the_event_and_the_game(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    sent = {"id": str(uuid4()), "kind": "pot", "seat_id": evening.seats["Анна"], "ball": {"color": "white"}}
    answer = await evening.host.post(f"games/{match.id}/events", json=sent)
    assert answer.status_code == 201
    assert answer.json().keys() == {"event", "game"}
    assert answer.json()["game"] == await match.show()
    event = event_of(answer)
    assert event.pop("at").endswith("Z")
    assert event == sent | {
        "own_ball": False,
        "fluke": False,
        "foul": None,
        "event_id": None,
        "text": None,
        "version": 1,
        "payer_seat_id": evening.seats["Борис"],
        "recorded_by": str(evening.people["Анна"].id),
    }


async def test_who_potted_shoots_on_and_a_miss_or_foul_passes_the_turn(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    shooters = {}
    for kind, seat in {"pot": "Борис", "miss": "Борис", "foul": "Вера", "turn": "Борис"}.items():
        ball = {"ball": {"color": "white"}} if kind == "pot" else {}
        answer = await match.tap(kind=kind, seat=seat, **ball)
        shooters[kind] = answer.json()["game"]["shooter_seat_id"]
    names = {seat: name for name, seat in evening.seats.items()}
    assert {kind: names[seat] for kind, seat in shooters.items()} == {
        "pot": "Борис",
        "miss": "Вера",
        "foul": "Анна",
        "turn": "Борис",
    }


async def test_coloured_balls_count_their_value_and_run_out(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", balls=COLOURED)
    match = await evening.start()
    await match.pot("Анна", "yellow")
    game = (await match.pot("Борис", "green")).json()["game"]
    assert by_name(evening, game["scores"], "points") == {"Анна": 2, "Борис": 6}
    assert {ball["color"]: ball["left"] for ball in game["balls"]} == {"white": 2, "yellow": 0, "green": 0}
    assert game["balls_left"] == 2
    async with unchanged():
        assert refusal(await match.pot("Анна", "yellow")) == (409, "ball_already_down")
        assert refusal(await match.pot("Анна", "pink")) == (409, "unknown_ball")


async def test_the_last_ball_does_not_finish_the_game_and_can_be_taken_back(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", balls=COLOURED[:1], last_ball_value=2)
    match = await evening.start()
    last = await match.pot("Анна", times=2)
    assert (last.json()["game"]["status"], last.json()["game"]["balls_left"]) == ("live", 0)
    assert await match.score() == {"Анна": 3, "Борис": 0}
    await match.undo(event_of(last)["id"])
    assert await match.score() == {"Анна": 1, "Борис": 0}


async def test_points_may_go_below_zero_unless_the_rules_forbid_it(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    for allowed, points in {True: -1, False: 0}.items():
        match = await evening.start(rules={"game_type": "kolkhoz", "negative_points": allowed})
        answer = await match.tap(kind="foul", seat="Анна")
        assert by_name(evening, answer.json()["game"]["scores"], "points") == {"Анна": points, "Борис": 0}
        assert by_name(evening, answer.json()["game"]["scores"], "fouls") == {"Анна": 1, "Борис": 0}
        await match.cancel()


async def test_a_fluke_counts_unless_the_rules_ignore_it(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    for flukes, points in {"count": 1, "ignore": 0}.items():
        match = await evening.start(rules={"game_type": "kolkhoz", "flukes": flukes})
        answer = await match.tap(kind="pot", seat="Анна", ball={"color": "white"}, fluke=True)
        assert event_of(answer)["fluke"] is True
        assert by_name(evening, answer.json()["game"]["scores"], "points")["Анна"] == points
        await match.cancel()


async def test_the_payer_stays_who_he_was_when_others_join_and_leave(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис")
    pot = event_of(await match.pot("Анна"))
    await (await phone("Вера")).post("sessions/join", json={"code": evening.code})
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    await match.pot("Анна")
    listed = (await evening.host.get(f"games/{match.id}/events")).json()["items"]
    assert [event["payer_seat_id"] for event in listed] == [evening.seats["Борис"]] * 2
    assert listed[0] == pot


async def test_a_note_changes_nothing_but_the_version(begin: Begin) -> None:
    match = await (await begin("Анна", "Борис")).start()
    before = await match.show()
    answer = await match.tap(kind="note", text="мел кончился")
    assert event_of(answer)["text"] == "мел кончился"
    assert answer.json()["game"] == before | {"version": 1}


async def test_the_same_id_again_answers_as_it_was_first_stored(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    first = await match.pot("Анна")
    event = event_of(first)
    async with unchanged():
        again = await match.tap(id=event["id"], kind="miss", seat="Борис")
    assert again.status_code == 200
    assert again.json() == first.json()
    await match.finish()
    late = await match.tap(id=event["id"], kind="pot", seat="Анна", ball={"color": "white"})
    assert (late.status_code, event_of(late)) == (200, event)


async def test_the_same_id_at_once_is_one_row_and_one_answer(begin: Begin, database: Database) -> None:
    match = await (await begin("Анна", "Борис")).start()
    tap = {"id": str(uuid4()), "kind": "pot", "seat": "Анна", "ball": {"color": "white"}}
    answers = await asyncio.gather(*(match.tap(**tap) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert await database.fetchval("SELECT count(*) FROM game_events") == 1
    assert await database.fetchval("SELECT count(*) FROM outbox WHERE topic = 'game.event_recorded'") == 1


async def test_an_id_of_another_game_is_refused(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    event = event_of(await match.pot("Анна"))
    await match.cancel()
    following = await evening.start()
    async with unchanged():
        answer = await following.tap(id=event["id"], kind="miss", seat="Анна")
        assert refusal(answer) == (409, "idempotency_mismatch")


async def test_an_id_that_another_game_takes_at_this_moment_is_refused_too(begin: Begin, database: Database) -> None:
    evening, other = await begin("Анна", "Борис"), await begin("Вера", "Гена")
    match, faster = await evening.start(), await other.start()
    event_id = uuid4()
    async with database.transaction() as db:
        await db.execute(
            "INSERT INTO game_events (id, game_id, version, session_version, kind, own_ball, fluke, recorded_by)"
            " VALUES ($1, $2, 1, 3, 'note', false, false, $3)",
            event_id,
            faster.id,
            other.people["Вера"].id,
        )
        waiting = asyncio.create_task(match.tap(id=str(event_id), kind="miss", seat="Анна"))
        async with asyncio.timeout(10):
            while not await database.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                pass  # not yet waiting for us
    assert refusal(await waiting) == (409, "idempotency_mismatch")


@pytest.mark.parametrize("status", ["finished", "cancelled"])
async def test_when_the_game_is_over_nothing_is_recorded(begin: Begin, unchanged: Unchanged, status: str) -> None:
    match = await (await begin("Анна", "Борис")).start()
    await (match.finish() if status == "finished" else match.cancel())
    async with unchanged():
        assert refusal(await match.pot("Анна")) == (409, "game_not_live")


async def test_who_does_not_play_in_the_game_gets_no_events(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис")
    async with unchanged():
        assert refusal(await match.pot("Вера")) == (409, "unknown_seat")
        assert refusal(await match.tap(kind="miss", seat_id=str(uuid4()))) == (409, "unknown_seat")
        assert refusal(await match.tap(kind="miss")) == (409, "unknown_seat")
        assert refusal(await match.tap(kind="note", text="?", seat="Вера")) == (409, "unknown_seat")


@pytest.mark.parametrize(
    ("kind", "strange"),
    [
        ("pot", {"event_id": str(uuid4())}),
        ("pot", {"text": "hello"}),
        ("miss", {"ball": {"color": "white"}}),
        ("turn", {"fluke": True}),
        ("foul", {"own_ball": True}),
        ("note", {"foul": "jump"}),
    ],
)
async def test_a_field_of_another_kind_is_refused(begin: Begin, unchanged: Unchanged, kind: str, strange: Json) -> None:
    match = await (await begin("Анна", "Борис")).start()
    async with unchanged():
        answer = await match.tap(kind=kind, **strange)
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == list(strange)


async def test_players_record_only_when_everyone_scores(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    async with unchanged():
        assert refusal(await match.pot("Борис", by="Борис")) == (403, "not_allowed")
    match = await (await begin("Анна", "Борис", scorers="everyone")).start()
    assert (await match.pot("Борис", by="Борис")).status_code == 201


async def test_spectators_leavers_and_others_record_nothing(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    match = await evening.start()
    zoe = await phone("Зоя")
    tap = {"id": str(uuid4()), "kind": "miss", "seat_id": evening.seats["Анна"]}
    async with unchanged():
        assert refusal(await zoe.post(f"games/{match.id}/events", json=tap)) == (404, "not_found")
        assert refusal(await zoe.post(f"games/{uuid4()}/events", json=tap)) == (404, "not_found")
    await zoe.post("sessions/join", json={"code": evening.code, "role": "spectator"})
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    async with unchanged():
        assert refusal(await zoe.post(f"games/{match.id}/events", json=tap)) == (403, "not_allowed")
        assert refusal(await match.pot("Анна", by="Вера")) == (403, "not_a_member")
