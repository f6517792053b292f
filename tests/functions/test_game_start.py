"""POST /sessions/{id}/games"""

import asyncio
from uuid import UUID, uuid4

import msgspec
import pytest

from common.db import Database
from common.domain.turns import Draw, broken_by, draw
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Json, refusal


async def test_without_a_body_everyone_plays_in_an_order_that_is_drawn(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    guest = await evening.guest("Гость")
    answer = await evening.host.post(f"sessions/{evening.id}/games")
    assert answer.status_code == 201
    game = answer.json()
    assert sorted(game["turns"]) == [evening.seats["Анна"], evening.seats["Борис"], guest]
    assert (game["status"], game["version"], game["number"]) == ("live", 0, 1)
    assert game["shooter_seat_id"] == game["turns"][0]
    assert game["balls_left"] == 15
    assert (await evening.show())["current_game_id"] == game["id"]


async def test_turns_say_who_plays_and_in_which_order(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Вера", "Анна")
    assert match.started["turns"] == [evening.seats["Вера"], evening.seats["Анна"]]


async def test_seats_say_who_plays_and_leave_the_order_open(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    seats = [evening.seats["Вера"], evening.seats["Анна"]]
    answer = await evening.host.post(f"sessions/{evening.id}/games", json={"seats": seats})
    assert answer.status_code == 201
    assert set(answer.json()["turns"]) == set(seats)


async def test_rules_are_copied_into_the_game_and_override_the_sessions(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start(rules={"game_type": "kolkhoz", "point_price_kopecks": 1})
    assert match.started["rules"]["point_price_kopecks"] == 1
    assert (await evening.show())["rules"]["point_price_kopecks"] == 50_00
    await match.finish()
    assert (await evening.start()).started["rules"]["point_price_kopecks"] == 50_00


async def test_two_starts_at_once_make_one_game(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    answers = await asyncio.gather(*(evening.host.post(f"sessions/{evening.id}/games") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {refusal(answer) for answer in answers if answer.status_code == 409} == {(409, "game_already_live")}
    assert await database.fetchval("SELECT count(*) FROM games") == 1


async def test_the_same_key_starts_one_game(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    keyed = {"Idempotency-Key": "one"}
    first = await evening.host.post(f"sessions/{evening.id}/games", headers=keyed)
    again = await evening.host.post(f"sessions/{evening.id}/games", headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())
    other = await evening.host.post(f"sessions/{evening.id}/games", json={"seats": []}, headers=keyed)
    assert refusal(other) == (409, "idempotency_mismatch")
    assert await database.fetchval("SELECT count(*) FROM games") == 1


async def test_eight_play_and_a_ninth_is_too_many(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна")
    for number in range(8):
        await evening.guest(f"Гость {number}")
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/games")
        assert refusal(answer) == (409, "too_many_players")
    eight = [name for name in evening.seats if name != "Гость 7"]
    assert len((await evening.start(*eight)).started["scores"]) == 8


async def test_alone_nobody_plays(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна")
    async with unchanged():
        assert refusal(await evening.host.post(f"sessions/{evening.id}/games")) == (409, "need_two_players")


async def test_spectators_and_leavers_are_not_dealt_in(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await (await phone("Зоя")).post("sessions/join", json={"code": evening.code, "role": "spectator"})
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    assert set((await evening.start()).started["turns"]) == {evening.seats["Анна"], evening.seats["Борис"]}


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"turns": ["Анна", "Анна"]}, (409, "turns_incomplete")),
        ({"turns": ["Анна"]}, (409, "need_two_players")),
        ({"turns": []}, (409, "need_two_players")),
        ({"seats": ["Борис"]}, (409, "need_two_players")),
        ({"turns": ["Анна", "Борис"], "seats": ["Анна", "Вера"]}, (409, "turns_incomplete")),
        ({"turns": ["Анна", str(uuid4())]}, (409, "unknown_seat")),
        ({"seats": ["Анна", str(uuid4())]}, (409, "unknown_seat")),
        ({"turns": ["Анна", "Гена"]}, (409, "unknown_seat")),
        ({"turns": ["я", "ты"]}, (400, "payload_invalid")),
        ({"rules": {"game_type": "free_pyramid"}}, (409, "two_or_four_players")),
        ({"rules": {"game_type": "snooker"}}, (400, "rules_invalid")),
        ({"rules": {}}, (400, "rules_invalid")),
    ],
)
async def test_what_cannot_be_played_is_refused(
    begin: Begin, unchanged: Unchanged, body: Json, refused: tuple[int, str]
) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гена")
    await evening.phones["Гена"].post(f"sessions/{evening.id}/leave")
    for field in body.keys() & {"turns", "seats"}:
        body = body | {field: [evening.seats.get(name, name) for name in body[field]]}
    async with unchanged():
        assert refusal(await evening.host.post(f"sessions/{evening.id}/games", json=body)) == refused


async def test_only_the_host_and_scorers_of_an_open_session_start(
    begin: Begin, phone: Phone, unchanged: Unchanged
) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    zoe = await phone("Зоя")
    path = f"sessions/{evening.id}/games"
    async with unchanged():
        assert refusal(await evening.phones["Борис"].post(path)) == (403, "not_allowed")
        assert refusal(await evening.phones["Вера"].post(path)) == (403, "not_a_member")
        assert refusal(await zoe.post(path)) == (404, "not_found")
        assert refusal(await zoe.post(f"sessions/{uuid4()}/games")) == (404, "not_found")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await evening.host.post(path)) == (409, "session_closed")


async def test_a_fair_order_goes_on_from_game_to_game_and_the_last_potter_breaks(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", turns="fair")
    first = await evening.start()
    await first.pot("Анна")
    await first.pot("Борис")
    await first.finish()
    head, then, last = broken_by(first.started["turns"], evening.seats["Борис"])
    second = await evening.start()
    assert second.started["turns"] == [head, last, then]


async def test_an_order_is_drawn_from_the_seed_and_kept_with_what_it_was_drawn_from(
    begin: Begin, database: Database
) -> None:
    evening = await begin("Анна", "Борис", "Вера", turns="random", breaks="rotates")
    match = await evening.start()
    seed = await database.fetchval("SELECT seed FROM sessions")
    kept = msgspec.json.decode(await database.fetchval("SELECT draw FROM games"), type=Draw)
    seats = tuple(UUID(seat) for seat in evening.seats.values())
    assert kept == Draw(UUID(evening.id), "random", "rotates", seats, others=(), history=(), last_potter=None)
    assert match.started["turns"] == [str(seat) for seat in draw(seed, kept)]


async def test_an_order_that_people_gave_was_not_drawn(begin: Begin, database: Database) -> None:
    await (await begin("Анна", "Борис")).start("Борис", "Анна")
    assert await database.fetchval("SELECT draw FROM games") is None


async def test_starting_again_after_a_cancelled_game_gives_the_same_order(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гена", "Дина", turns="random")
    first = await evening.start()
    await first.pot("Анна")
    await first.cancel()
    again = await evening.start()
    assert (again.started["number"], again.started["turns"]) == (2, first.started["turns"])
    await again.finish()
    assert (await evening.start()).started["turns"] != first.started["turns"]


async def test_the_break_of_a_pyramid_rotates_whoever_potted_the_last_ball(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    heads = []
    for _ in range(4):
        match = await evening.start(rules={"game_type": "free_pyramid", "target": 1})
        heads.append(match.started["turns"][0])
        await match.pot("Анна")
    assert heads[:2] == heads[2:]
    assert set(heads) == set(evening.seats.values())


async def test_who_came_and_went_in_the_middle_of_a_game_counts_in_the_next_draw(
    begin: Begin, database: Database
) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    first = await evening.start("Вера", "Борис", "Анна")
    await first.pot("Борис")
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    await first.pot("Борис")
    await first.finish()
    await evening.start()
    kept = msgspec.json.decode(await database.fetchval("SELECT draw FROM games WHERE number = 2"), type=Draw)
    assert kept.others == (UUID(evening.seats["Вера"]),)
    assert kept.history == (((2, 1, 0), (1, 0)),)
    assert kept.last_potter == 1


async def test_a_manual_order_is_that_of_arrival_and_the_last_potter_breaks(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    first = await evening.start(rules={"game_type": "kolkhoz", "turns": "manual"})
    await first.pot("Вера")
    await first.finish()
    second = await evening.start(rules={"game_type": "kolkhoz", "turns": "manual"})
    assert second.started["turns"] == [evening.seats[name] for name in ("Вера", "Анна", "Борис")]
