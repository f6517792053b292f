"""GET /reports/{id}"""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from common.bucket import Bucket
from common.db import Database
from tests.functions.conftest import S3_URL, Begin, Phone
from tests.functions.evening import Evening, Json, refusal


async def asked(evening: Evening) -> str:
    answer = await evening.host.post(f"sessions/{evening.id}/reports", json={"format": "pdf"})
    return str(answer.json()["id"])


async def made(database: Database) -> None:
    await database.execute("UPDATE reports SET made_at = now(), size_bytes = 7")


async def test_while_it_is_made_it_is_pending(begin: Begin) -> None:
    evening = await begin("Анна")
    report = (await evening.host.get(f"reports/{await asked(evening)}")).json()
    assert (report["state"], report["link"], report["kept_until"]) == ("pending", None, None)


async def test_once_it_is_made_its_link_is_signed_and_expires(begin: Begin, database: Database) -> None:
    evening = await begin("Анна")
    report_id = await asked(evening)
    await made(database)
    before = datetime.now(UTC)
    report: Json = (await evening.host.get(f"reports/{report_id}")).json()
    lifetime = datetime.fromisoformat(report["link"]["expires_at"]) - before
    assert timedelta(minutes=15) <= lifetime < timedelta(minutes=16)
    kept = datetime.fromisoformat(report["kept_until"]) - before
    assert timedelta(days=29, hours=23) < kept <= timedelta(days=30)

    url = urlsplit(report["link"]["url"])
    assert (url.netloc, url.path) == ("files.example", f"/artel/reports/{report_id}.pdf")
    assert parse_qs(url.query)["X-Amz-Expires"] == ["900"]
    assert signature(url.query) == signature(signed_by_others(report["link"]["url"]))


def signature(query: str) -> str:
    return parse_qs(query)["X-Amz-Signature"][0]


def signed_by_others(link: str) -> str:
    """The query of the same link as Amazon's own library signs it."""
    bucket, query = Bucket.of(S3_URL), parse_qs(urlsplit(link).query)
    signer = S3SigV4QueryAuth(Credentials(bucket.key, bucket.secret), "s3", bucket.region, expires=900)
    request = AWSRequest("GET", link.partition("?")[0])
    request.context["timestamp"] = query["X-Amz-Date"][0]
    signer._modify_request_before_signing(request)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    signer._inject_signature_to_request(request, signer.signature(text, request))
    return urlsplit(request.url).query


async def test_after_leaving_it_can_still_be_fetched_and_by_strangers_never(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис")
    report_id = await asked(evening)
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await evening.phones["Борис"].get(f"reports/{report_id}")).status_code == 200
    assert refusal(await (await phone("Ева")).get(f"reports/{report_id}")) == (404, "not_found")
    assert refusal(await evening.host.get(f"reports/{uuid4()}")) == (404, "not_found")


async def test_it_goes_with_anyone_who_was_there_and_is_erased(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    report_id = await asked(evening)
    await made(database)
    assert (await evening.phones["Борис"].delete("me")).status_code == 204
    assert refusal(await evening.host.get(f"reports/{report_id}")) == (404, "not_found")
    assert await database.fetchval("SELECT payload->>'report_id' FROM outbox WHERE topic = 'report.withdrawn'") == (
        report_id
    )
    assert await asked(evening) != report_id
