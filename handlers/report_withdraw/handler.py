"""Delete the file of a report that nobody may fetch any more."""

from common.domain.events import ReportWithdrawn
from common.files import Files
from common.store import reports
from common.worker import Db, on


@on(ReportWithdrawn, using=Files.of)
async def report_withdraw(event: ReportWithdrawn, db: Db, files: Files) -> None:
    """Links that were given out find nothing from then on."""
    await files.delete(reports.key(event.report_id, event.format))
