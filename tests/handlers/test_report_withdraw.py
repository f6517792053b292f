"""The file of a withdrawn report goes"""

from dataclasses import replace
from uuid import uuid4

import pytest

from common.domain.events import ReportWithdrawn
from common.files import Files
from common.settings import Settings
from common.store import reports
from infra.local.services import Storage
from tests.handlers.conftest import Deliver
from tests.storage import empty, keys


@pytest.fixture
def settings(settings: Settings, storage: Storage) -> Settings:
    """With a storage, which is empty."""
    empty(storage)
    return replace(settings, s3_url=storage.url)


async def test_its_file_is_deleted_and_no_other(deliver: Deliver, settings: Settings, storage: Storage) -> None:
    files, withdrawn, other = Files(settings.s3_url), uuid4(), uuid4()
    for report_id in (withdrawn, other):
        await files.put(reports.key(report_id, "csv"), b"1", media_type="text/csv", filename="artel.csv")
    assert await deliver("report_withdraw", ReportWithdrawn(withdrawn, "csv")) == {"done": 1, "seen": 1}
    assert keys(storage) == {reports.key(other, "csv")}
