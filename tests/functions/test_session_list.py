"""GET /sessions"""

import pytest

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import refusal


async def test_ones_sessions_come_newest_first_page_by_page(phone: Phone) -> None:
    anna = await phone()
    made = [(await anna.post("sessions", json={})).json()["id"] for _ in range(5)]
    seen: list[str] = []
    sizes, cursor = [], None
    while True:
        page = (await anna.get("sessions", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        assert page.keys() == {"items", "next_cursor"}
        seen += [session["id"] for session in page["items"]]
        sizes.append(len(page["items"]))
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == made[::-1]
    assert sizes == [2, 2, 1]


async def test_a_full_last_page_has_no_cursor(phone: Phone) -> None:
    anna = await phone()
    for _ in range(2):
        await anna.post("sessions", json={})
    assert (await anna.get("sessions", params={"limit": 2})).json()["next_cursor"] is None


async def test_status_chooses_open_or_closed(begin: Begin) -> None:
    evening = await begin("Анна")
    other = (await evening.host.post("sessions", json={})).json()["id"]
    await evening.host.post(f"sessions/{evening.id}/close")

    async def listed(**query: str) -> list[str]:
        items = (await evening.host.get("sessions", params=query)).json()["items"]
        return [session["id"] for session in items]

    assert await listed(status="open") == [other]
    assert await listed(status="closed") == [evening.id]
    assert await listed() == [other, evening.id]


async def test_items_are_whole_sessions(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    (item,) = (await evening.phones["Борис"].get("sessions")).json()["items"]
    assert item == await evening.show()


async def test_others_sessions_are_not_listed_and_left_ones_are(begin: Begin, phone: Phone) -> None:
    evening, zoe = await begin("Анна", "Борис"), await phone("Зоя")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await zoe.get("sessions")).json() == {"items": [], "next_cursor": None}
    assert len((await evening.phones["Борис"].get("sessions")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("limit=0", {"limit"}),
        ("limit=101", {"limit"}),
        ("limit=-1", {"limit"}),
        ("limit=ten", {"limit"}),
        ("limit=99999999999999999999", {"limit"}),
        ("status=finished", {"status"}),
        ("cursor=yesterday", {"cursor"}),
        ("cursor=%00", {"cursor"}),
        ("cursor=' OR 1=1--", {"cursor"}),
        ("limit=x&status=y", {"limit", "status"}),
    ],
)
async def test_a_wrong_query_names_its_fields(phone: Phone, query: str, fields: set[str]) -> None:
    answer = await (await phone()).get(f"sessions?{query}")
    assert refusal(answer) == (400, "payload_invalid")
    assert {error["field"] for error in answer.json()["errors"]} == fields
