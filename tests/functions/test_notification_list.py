"""GET /notifications"""

import pytest

from common.db import Database
from tests.functions.conftest import Call, Phone, SignIn
from tests.functions.evening import refusal
from tests.functions.notified import tell


async def test_the_newest_comes_first_page_by_page(phone: Phone, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await tell(database, anna.id, "1", "2", "3")
    await tell(database, (await sign_in("Борис")).id, "4")
    client = await phone(person=anna)

    page = (await client.get("notifications", params={"limit": 2})).json()
    assert [each["title"] for each in page["items"]] == ["3", "2"]
    assert page["items"][0].keys() == {
        "id", "number", "kind", "title", "body", "link", "urgency", "created_at", "read_at",
    }  # fmt: skip
    assert (page["unread"], page["version"], page["next_cursor"]) == (3, 3, "2")

    rest = (await client.get("notifications", params={"limit": 2, "cursor": page["next_cursor"]})).json()
    assert [each["title"] for each in rest["items"]] == ["1"]
    assert rest["next_cursor"] is None


async def test_what_was_read_can_be_left_out(phone: Phone, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await tell(database, anna.id, "1", "2")
    client = await phone(person=anna)
    await client.post("notifications/read", json={"up_to": 1})
    listed = (await client.get("notifications", params={"unread": True})).json()
    assert [each["title"] for each in listed["items"]] == ["2"]
    assert (listed["unread"], listed["version"]) == (1, 2)


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": 0}, {"cursor": 2**31}, {"cursor": "x"}])
async def test_a_page_that_cannot_be_is_refused(phone: Phone, query: dict[str, object]) -> None:
    client = await phone()
    assert refusal(await client.get("notifications", params=query)) == (400, "payload_invalid")  # type: ignore[arg-type]  # on purpose


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("notification_list") as client:
        assert refusal(await client.get("notifications")) == (401, "not_signed_in")


async def test_whoever_was_erased_is_told_nothing(call: Call, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await database.execute("DELETE FROM players")
    async with call("notification_list", me=anna) as client:
        assert refusal(await client.get("notifications")) == (404, "not_found")
