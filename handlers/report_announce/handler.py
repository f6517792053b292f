"""Tell everyone who has asked for a report that it is there."""

from common.domain import announcements
from common.domain.events import ReportReady
from common.files import LONGEST_LINK, Files
from common.store import notifications, reports, sessions
from common.worker import Db, on


@on(ReportReady, using=Files.of)
async def report_announce(event: ReportReady, db: Db, files: Files) -> None:
    """With a signed link that expires in seven days, the longest there is; after that the app has a new one."""
    told = await notifications.receivers(db, await reports.wanted_by(db, event.report_id))
    report = await reports.find(db, event.report_id)
    if report is None:
        return
    session = await sessions.read(db, event.session_id)
    link = await files.link(report.key, LONGEST_LINK)
    of = report.id, session.name, report.wish.format, link
    await notifications.announce(db, [(each, announcements.report_ready(*of, each.language)) for each in told])
