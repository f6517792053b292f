"""GET /games/{id}/events"""

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import event_of, refusal


async def test_events_come_by_version_with_those_taken_back(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    pot = event_of(await match.pot("Анна"))
    foul = event_of(await match.tap(kind="foul", seat="Борис", foul="jump"))
    undo = event_of(await match.undo(pot["id"]))
    note = event_of(await match.tap(kind="note", text="кий сломался"))
    answer = await evening.phones["Борис"].get(f"games/{match.id}/events")
    assert answer.json() == {"items": [pot, foul, undo, note], "next_cursor": None}
    assert [event["version"] for event in answer.json()["items"]] == [1, 2, 3, 4]


async def test_since_leaves_out_what_the_client_has(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    for _ in range(3):
        await match.pot("Анна")

    async def versions(since: int) -> list[int]:
        answer = await evening.host.get(f"games/{match.id}/events", params={"since": since})
        return [event["version"] for event in answer.json()["items"]]

    assert [await versions(since) for since in (0, 2, 3, 1000)] == [[1, 2, 3], [3], [], []]


async def test_a_game_without_events_lists_none(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    assert (await evening.host.get(f"games/{match.id}/events")).json()["items"] == []


async def test_leavers_read_and_others_find_nothing(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await evening.phones["Борис"].get(f"games/{match.id}/events")).status_code == 200
    assert refusal(await (await phone("Зоя")).get(f"games/{match.id}/events")) == (404, "not_found")
