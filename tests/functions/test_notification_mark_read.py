"""POST /notifications/read"""

from uuid import uuid4

import pytest

from common.db import Database
from tests.functions.conftest import Call, Phone, SignIn, Unchanged
from tests.functions.evening import refusal
from tests.functions.notified import tell


async def test_all_up_to_a_number_and_single_ones_are_read_once(
    phone: Phone, sign_in: SignIn, database: Database
) -> None:
    anna = await sign_in("Анна")
    await tell(database, anna.id, "1", "2", "3", "4")
    client = await phone(person=anna)
    listed = {each["title"]: each for each in (await client.get("notifications")).json()["items"]}

    answer = await client.post("notifications/read", json={"up_to": 2, "ids": [listed["4"]["id"], str(uuid4())]})
    assert (answer.status_code, answer.json()) == (200, {"unread": 1})
    read = {each["title"]: each["read_at"] for each in (await client.get("notifications")).json()["items"]}
    assert [title for title, at in read.items() if at is None] == ["3"]

    await client.post("notifications/read", json={"up_to": 3})
    again = {each["title"]: each["read_at"] for each in (await client.get("notifications")).json()["items"]}
    assert again | {"3": None} == read


async def test_nobody_reads_for_others(phone: Phone, sign_in: SignIn, database: Database, unchanged: Unchanged) -> None:
    await tell(database, (await sign_in("Анна")).id, "1")
    other = await database.fetchval("SELECT id FROM notifications")
    boris = await phone("Борис")
    async with unchanged():
        answer = await boris.post("notifications/read", json={"up_to": 9, "ids": [str(other)]})
    assert answer.json() == {"unread": 0}


@pytest.mark.parametrize("body", [{"up_to": -1}, {"up_to": 2**31}, {"ids": ["x"]}, {"all": True}, []])
async def test_what_names_nothing_is_refused(phone: Phone, body: object) -> None:
    client = await phone()
    assert refusal(await client.post("notifications/read", json=body)) == (400, "payload_invalid")


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("notification_mark_read") as client:
        assert refusal(await client.post("notifications/read", json={})) == (401, "not_signed_in")


async def test_whoever_was_erased_has_nothing_to_read(call: Call, sign_in: SignIn, database: Database) -> None:
    anna = await sign_in("Анна")
    await database.execute("DELETE FROM players")
    async with call("notification_mark_read", me=anna) as client:
        assert refusal(await client.post("notifications/read", json={})) == (404, "not_found")
