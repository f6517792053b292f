"""POST /games/{id}/reopen"""

import json
from typing import Any

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, Match, by_name, event_of, payments, refusal


async def reopen(match: Match, by: str | None = None) -> Any:
    phone = match.evening.phones[by] if by else match.evening.host
    return await phone.post(f"games/{match.id}/reopen")


async def nets(evening: Evening) -> dict[str, int]:
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    return by_name(evening, balance["balances"], "net_kopecks")


async def test_a_finished_game_goes_on_and_its_money_is_taken_back_by_an_entry_of_its_own(
    begin: Begin, database: Database
) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис")
    slip = event_of(await match.pot("Анна"))
    await match.finish()
    assert await nets(evening) == {"Анна": 50_00, "Борис": -50_00}
    before = await database.fetch("SELECT * FROM ledger_lines")

    answer = await reopen(match)
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["finished_at"], answer.json()["winner_seat_ids"]) == (
        "live",
        None,
        [],
    )
    assert answer.json() == await match.show()
    assert await nets(evening) == {"Анна": 0, "Борис": 0}
    lines = await database.fetch("SELECT * FROM ledger_lines")
    assert len(lines) == 2 * len(before)
    assert all(line in lines for line in before)

    await match.undo(slip["id"])
    await match.pot("Борис", times=2)
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {("Анна", "Борис", 100_00)}
    assert await nets(evening) == {"Анна": -100_00, "Борис": 100_00}
    entries = await database.fetch("SELECT kind FROM ledger_entries WHERE game_id IS NOT NULL ORDER BY id")
    assert [entry["kind"] for entry in entries] == ["game", "reversal", "game"]


async def test_the_last_ball_of_a_pyramid_was_a_slip_of_the_thumb(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start("Анна", "Борис", rules={"game_type": "free_pyramid", "target": 2})
    await match.pot("Анна")
    last = event_of(await match.pot("Анна"))
    assert (await match.show())["status"] == "finished"
    await reopen(match)
    assert refusal(await match.pot("Борис")) == (409, "target_reached")
    game = (await match.undo(last["id"])).json()["game"]
    assert (game["status"], game["sides"][0]["points"]) == ("live", 1)
    assert (await match.pot("Анна")).json()["game"]["status"] == "finished"


async def test_a_reopened_game_may_be_finished_again_as_it_was(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start(
        "Анна", "Борис", rules={"game_type": "free_pyramid", "target": 1, "game_price_kopecks": 5}
    )
    await match.pot("Анна")
    await reopen(match)
    end = (await match.finish()).json()
    assert payments(evening, end["transfers"]) == {("Борис", "Анна", 5)}


async def test_reopening_is_an_event_and_cannot_be_taken_back(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.finish()
    game = (await reopen(match)).json()
    (event,) = (await evening.host.get(f"games/{match.id}/events")).json()["items"]
    assert (event["kind"], event["version"], game["version"]) == ("reopen", 1, 1)
    assert refusal(await match.undo(event["id"])) == (409, "not_undoable")


async def test_a_live_game_is_answered_as_it_is(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    async with unchanged():
        assert (await reopen(match)).json() == match.started


async def test_the_world_is_told_who_played(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    await evening.guest("Гость")
    match = await evening.start()
    await match.finish()
    await reopen(match)
    told = json.loads(await database.fetchval("SELECT payload FROM outbox WHERE topic = 'game.reopened'"))
    assert (told["version"], len(told["player_ids"])) == (1, 2)


async def test_there_is_one_live_game_at_a_time(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    first = await evening.start()
    await first.finish()
    await evening.start()
    async with unchanged():
        assert refusal(await reopen(first)) == (409, "game_already_live")


async def test_what_was_cancelled_or_closed_stays_so(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    cancelled = await evening.start()
    await cancelled.cancel()
    finished = await evening.start()
    await finished.finish()
    async with unchanged():
        assert refusal(await reopen(cancelled)) == (409, "game_not_finished")
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await reopen(finished)) == (409, "session_closed")


async def test_only_host_and_scorer_reopen(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    match = await evening.start()
    await match.finish()
    zoe = await phone("Зоя")
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    async with unchanged():
        assert refusal(await reopen(match, by="Борис")) == (403, "not_allowed")
        assert refusal(await reopen(match, by="Вера")) == (403, "not_a_member")
        assert refusal(await zoe.post(f"games/{match.id}/reopen")) == (404, "not_found")


async def test_a_copy_of_a_request_that_comes_late_undoes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()

    async def post(how: str) -> tuple[int, Any]:
        answer = await evening.host.post(f"games/{match.id}/{how}", headers={"Idempotency-Key": "a tap"})
        return answer.status_code, answer.json()

    finished, reopened = await post("finish"), await post("reopen")
    async with unchanged():
        assert await post("finish") == finished
    assert (await match.show())["status"] == "live"
    await match.finish()
    async with unchanged():
        assert await post("reopen") == reopened
    assert (await match.show())["status"] == "finished"
