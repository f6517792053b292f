"""Who has asked for a report is told that it is there"""

from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest

from common.db import Database
from common.domain.events import ReportReady
from common.domain.report import Wish
from common.files import Files
from common.settings import Settings
from common.store import reports, sessions
from infra.local.services import Storage
from tests.handlers.conftest import Deliver
from tests.handlers.players import add_player, add_session, told

SEVEN_DAYS = str(7 * 24 * 60 * 60)


@pytest.fixture
def settings(settings: Settings, storage: Storage) -> Settings:
    return replace(settings, s3_url=storage.url)


async def ask(database: Database, session_id: UUID, *players: UUID) -> reports.Report:
    session = await sessions.read(database, session_id)
    for player_id in players:
        asked = await reports.ask(database, session, player_id, Wish("csv", "ru", "UTC", sums=True))
    return asked.report


async def test_everyone_who_has_asked_gets_a_link_that_fetches_the_file_and_expires(
    deliver: Deliver, database: Database, settings: Settings
) -> None:
    anna, boris, vera = [await add_player(database, name) for name in ("Анна", "Борис", "Вера")]
    session = await add_session(database, anna, boris, vera)
    report = await ask(database, session.id, anna, boris)
    await Files(settings.s3_url).put(report.key, b"1;2", media_type="text/csv", filename="artel.csv")
    assert await reports.made(database, report.id, 3)

    assert await deliver("report_announce", ReportReady(report.id, session.id)) == Counter(done=1, seen=1)

    ((title, body, link),) = await told(database, anna)
    assert (title, body) == ("Отчёт готов", "Вечер «Пятница»: файл CSV.")
    assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == [SEVEN_DAYS]
    async with httpx.AsyncClient() as anyone:
        assert (await anyone.get(link)).content == b"1;2"
    assert len(await told(database, boris)) == 1
    assert await told(database, vera) == []

    # Vera asks later for what is there: it is told anew, and she alone has not heard it.
    await ask(database, session.id, vera)
    await deliver("report_announce", ReportReady(report.id, session.id))
    assert [len(await told(database, each)) for each in (anna, boris, vera)] == [1, 1, 1]


async def test_nobody_is_told_of_a_report_that_was_withdrawn(deliver: Deliver, database: Database) -> None:
    anna = await add_player(database, "Анна")
    session = await add_session(database, anna)
    report = await ask(database, session.id, anna)
    await reports.withdraw(database, anna)
    await deliver("report_announce", ReportReady(report.id, session.id))
    assert await told(database, anna) == []
