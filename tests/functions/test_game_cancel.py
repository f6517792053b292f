"""POST /games/{id}/cancel"""

import asyncio

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import refusal


async def test_a_cancelled_game_costs_nothing_and_keeps_its_events(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна", times=2)
    answer = await match.cancel()
    assert answer.status_code == 200
    assert answer.json()["status"] == "cancelled"
    assert answer.json()["winner_seat_ids"] == []
    assert answer.json() == await match.show()
    assert len((await evening.host.get(f"games/{match.id}/events")).json()["items"]) == 2
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    assert (balance["transfers"], balance["settle_up"]) == ([], [])


async def test_cancelling_again_answers_the_same_and_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    first = await match.cancel()
    async with unchanged():
        again = await match.cancel()
    assert (again.status_code, again.json()) == (200, first.json())


async def test_finish_and_cancel_at_once_end_the_game_once(begin: Begin, database: Database) -> None:
    match = await (await begin("Анна", "Борис")).start()
    await match.pot("Анна")
    finished, cancelled = await asyncio.gather(match.finish(), match.cancel())
    assert sorted([finished.status_code, cancelled.status_code]) == [200, 409]
    ended = await database.fetch("SELECT topic FROM outbox WHERE topic IN ('game.finished', 'game.cancelled')")
    assert len(ended) == 1


async def test_the_next_game_can_start_after_it(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await (await evening.start()).cancel()
    assert (await evening.start()).started["number"] == 2


async def test_a_finished_game_cannot_be_cancelled(begin: Begin, unchanged: Unchanged) -> None:
    match = await (await begin("Анна", "Борис")).start()
    await match.finish()
    async with unchanged():
        assert refusal(await match.cancel()) == (409, "game_not_live")


async def test_players_leavers_and_others_cancel_nothing(begin: Begin, phone: Phone, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    match = await evening.start()
    await evening.phones["Вера"].post(f"sessions/{evening.id}/leave")
    zoe = await phone("Зоя")
    async with unchanged():
        assert refusal(await match.cancel(by="Борис")) == (403, "not_allowed")
        assert refusal(await match.cancel(by="Вера")) == (403, "not_a_member")
        assert refusal(await zoe.post(f"games/{match.id}/cancel")) == (404, "not_found")
