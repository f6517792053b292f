"""POST /sessions/{id}/guests/{seat_id}/link"""

from common.db import Database
from tests.functions.conftest import Begin, Unchanged
from tests.functions.evening import refusal


async def test_each_link_is_new_and_only_its_hash_is_kept(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    seat = await evening.guest("Коля")
    tokens = set()
    for _ in range(2):
        answer = await evening.host.post(f"sessions/{evening.id}/guests/{seat}/link")
        assert answer.status_code == 201, answer.text
        assert answer.json().keys() == {"token"}
        tokens.add(answer.json()["token"])
    assert {len(token) for token in tokens} == {22}
    assert len(tokens) == 2
    kept = await database.fetch("SELECT guest_links::text AS row FROM guest_links")
    assert len(kept) == 1
    assert not any(token in kept[0]["row"] for token in tokens)


async def test_it_can_be_had_when_the_evening_is_over(begin: Begin) -> None:
    evening = await begin("Анна")
    seat = await evening.guest("Коля")
    await evening.host.post(f"sessions/{evening.id}/close")
    assert (await evening.host.post(f"sessions/{evening.id}/guests/{seat}/link")).status_code == 201


async def test_a_players_seat_has_none(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/guests/{evening.seats['Борис']}/link")
        assert refusal(answer) == (404, "seat_unknown")
