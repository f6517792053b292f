"""POST /sessions/{id}/leave"""

from uuid import uuid4

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, payments, refusal


async def leave(evening: Evening, name: str) -> None:
    answer = await evening.phones[name].post(f"sessions/{evening.id}/leave")
    assert (answer.status_code, answer.content) == (204, b"")


async def roles(evening: Evening) -> dict[str, tuple[str, bool]]:
    return {seat["display_name"]: (seat["role"], seat["active"]) for seat in (await evening.show())["seats"]}


async def test_the_seat_stays_empty_and_the_evening_goes_on(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    before = await evening.show()
    await leave(evening, "Борис")
    after = await evening.show()
    assert await roles(evening) == {"Анна": ("host", True), "Борис": ("player", False)}
    assert after["version"] == before["version"] + 1
    assert (await evening.phones["Борис"].get(f"sessions/{evening.id}")).status_code == 200


async def test_the_host_is_followed_by_the_player_who_came_first(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await leave(evening, "Анна")
    assert await roles(evening) == {"Анна": ("player", False), "Борис": ("host", True), "Вера": ("player", True)}
    assert (await evening.show())["host_seat_id"] == evening.seats["Борис"]
    assert (await evening.phones["Борис"].post(f"sessions/{evening.id}/close")).status_code == 200


async def test_a_scorer_goes_before_players(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Вера"])
    await leave(evening, "Анна")
    assert (await roles(evening))["Вера"] == ("host", True)


async def test_the_old_host_comes_back_as_a_player(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await leave(evening, "Анна")
    await evening.host.post("sessions/join", json={"code": evening.code})
    assert await roles(evening) == {"Анна": ("player", True), "Борис": ("host", True)}


async def test_guests_spectators_and_leavers_inherit_nothing(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис")
    await evening.guest("Гость")
    await (await phone("Зоя")).post("sessions/join", json={"code": evening.code, "role": "spectator"})
    await leave(evening, "Борис")
    await leave(evening, "Анна")
    assert (await roles(evening))["Анна"] == ("host", False)
    assert (await evening.show())["host_seat_id"] == evening.seats["Анна"]


async def test_who_is_gone_or_was_never_here_cannot_leave(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    await leave(evening, "Борис")
    zoe = await phone("Зоя")
    async with unchanged():
        answer = await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
        assert refusal(answer) == (403, "not_a_member")
        assert refusal(await zoe.post(f"sessions/{evening.id}/leave")) == (404, "not_found")
        assert refusal(await zoe.post(f"sessions/{uuid4()}/leave")) == (404, "not_found")


async def test_a_closed_session_is_left_as_it_is(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        answer = await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
        assert refusal(answer) == (409, "session_closed")


async def test_who_leaves_in_the_middle_of_a_kolkhoz_is_out_of_the_order_of_play(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Борис", "Вера")
    await match.pot("Вера")
    await match.tap(kind="turn", seat="Борис")
    await leave(evening, "Борис")
    game = await match.show()
    assert game["turns"] == [evening.seats["Анна"], evening.seats["Вера"]]
    assert game["shooter_seat_id"] == evening.seats["Вера"]
    await match.pot("Вера")
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {("Борис", "Вера", 50_00), ("Анна", "Вера", 50_00)}


async def test_two_go_on_as_they_are_and_a_pyramid_waits_for_a_substitute(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start("Анна", "Вера")
    await leave(evening, "Борис")
    assert (await match.show())["version"] == 0
    await leave(evening, "Вера")
    assert (await match.show())["turns"] == [evening.seats["Анна"], evening.seats["Вера"]]
    await match.finish()
    pairs = await begin("Анна", "Борис", "Вера", "Гриша")
    match = await pairs.start("Анна", "Борис", "Вера", "Гриша", rules={"game_type": "free_pyramid"})
    await leave(pairs, "Гриша")
    assert len((await match.show())["turns"]) == 4
