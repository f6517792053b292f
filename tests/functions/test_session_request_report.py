"""POST /sessions/{id}/reports"""

import json

import httpx
import pytest

from common.db import Database
from tests.functions.conftest import Begin, Call, SignIn
from tests.functions.evening import Json, refusal


async def told(database: Database, topic: str = "report.requested") -> list[Json]:
    """What the outbox holds of this topic."""
    rows = await database.fetch("SELECT payload FROM outbox WHERE topic = $1 ORDER BY id", topic)
    return [json.loads(row["payload"]) for row in rows]


async def test_it_is_accepted_and_its_place_is_said(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    answer = await evening.host.post(f"sessions/{evening.id}/reports", json={"format": "pdf"})
    assert answer.status_code == 202, answer.text
    report = answer.json()
    assert answer.headers["location"] == f"/api/v1/reports/{report['id']}"
    assert (report["session_id"], report["format"], report["state"]) == (evening.id, "pdf", "pending")
    assert (report["language"], report["time_zone"], report["sums"]) == ("ru", "UTC", True)
    assert (report["kept_until"], report["size_bytes"], report["link"]) == (None, None, None)
    assert await told(database) == [{"report_id": report["id"], "session_id": evening.id, "format": "pdf"}]


async def test_asked_twice_it_is_made_once(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    wish = {"format": "png", "time_zone": "Asia/Novosibirsk"}
    asked = [
        (await evening.phones[name].post(f"sessions/{evening.id}/reports", json=wish)).json()
        for name in ("Анна", "Анна", "Борис")
    ]
    assert len({report["id"] for report in asked}) == 1
    assert len(await told(database)) == 1
    assert await told(database, "report.ready") == []


async def test_who_asks_for_one_that_is_there_is_told_alone(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    path, wish = f"sessions/{evening.id}/reports", {"format": "csv"}
    await evening.host.post(path, json=wish)
    await database.execute("UPDATE reports SET made_at = now(), size_bytes = 7")
    for name in ("Анна", "Борис", "Борис"):
        report = (await evening.phones[name].post(path, json=wish)).json()
        assert (report["state"], report["size_bytes"], report["link"]) == ("ready", 7, None)
    assert len(await told(database)) == len(await told(database, "report.ready")) == 1


async def test_an_evening_that_went_on_is_another_report(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    path, wish = f"sessions/{evening.id}/reports", {"format": "json"}
    before = (await evening.host.post(path, json=wish)).json()
    await evening.guest("Коля")
    after = (await evening.host.post(path, json=wish)).json()
    english = (await evening.host.post(path, json=wish | {"language": "en"})).json()
    assert len({each["id"] for each in (before, after, english)}) == len(await told(database)) == 3


async def test_one_that_the_storage_has_deleted_is_made_again(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    path, wish = f"sessions/{evening.id}/reports", {"format": "json"}
    old = (await evening.host.post(path, json=wish)).json()
    await database.execute("UPDATE reports SET made_at = now() - interval '30 days 1 second', size_bytes = 7")
    new = (await evening.host.post(path, json=wish)).json()
    assert (new["state"], new["id"] != old["id"]) == ("pending", True)
    assert len(await told(database)) == 2


async def test_a_spectator_who_may_not_see_sums_gets_one_for_points(begin: Begin) -> None:
    evening = await begin("Анна", "Глеб", spectators={"Глеб"}, sums="players")
    path, wish = f"sessions/{evening.id}/reports", {"format": "pdf"}
    full = (await evening.host.post(path, json=wish)).json()
    points = (await evening.phones["Глеб"].post(path, json=wish)).json()
    assert (full["sums"], points["sums"], points["id"] != full["id"]) == (True, False, True)
    assert refusal(await evening.phones["Глеб"].get(f"reports/{full['id']}")) == (403, "not_allowed")
    assert (await evening.phones["Глеб"].get(f"reports/{points['id']}")).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "format"),
        ({"format": "docx"}, "format"),
        ({"format": "pdf", "language": "kk"}, "language"),
        ({"format": "pdf", "time_zone": "Moscow"}, "time_zone"),
        ({"format": "pdf", "time_zone": "Europe"}, "time_zone"),
        ({"format": "pdf", "time_zone": "../../etc/passwd"}, "time_zone"),
        ({"format": "pdf", "colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_made_is_refused(begin: Begin, body: Json, field: str) -> None:
    evening = await begin("Анна")
    answer = await evening.host.post(f"sessions/{evening.id}/reports", json=body)
    assert refusal(answer) == (400, "payload_invalid")
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_it_needs_no_more_than_its_manifest_says(call: Call, begin: Begin, sign_in: SignIn) -> None:
    evening = await begin("Анна")
    async with call("session_request_report", me=evening.people["Анна"]) as client:
        answer: httpx.Response = await client.post(f"sessions/{evening.id}/reports", json={"format": "pdf"})
    assert answer.status_code == 202
