"""Make a report's file and lay it into the storage."""

import asyncio

from common.domain.events import ReportReady, ReportRequested
from common.domain.report import MEDIA_TYPES
from common.files import Files
from common.reports import filename, render
from common.store import outbox, reports
from common.store.reports import Report
from common.worker import Db, on


@on(ReportRequested, using=Files.of)
async def report_render(event: ReportRequested, db: Db, files: Files) -> None:
    """However often this begins, it ends with one file and one word that it is ready, or with neither."""
    report = await reports.find(db, event.report_id)
    if report and report.made_at:
        return
    if report and await reports.made(db, report.id, await _put(report, db, files)):
        await outbox.tell(db, ReportReady(report.id, report.session_id))
    else:
        # Withdrawn: in this very moment, or before this attempt and after one that died with its file in place.
        await files.delete(reports.key(event.report_id, event.format))


async def _put(report: Report, db: Db, files: Files) -> int:
    """Make the file and put it in its place; its size in bytes.

    Someone may be erased meanwhile. So once the file is put the names are held, until the transaction ends: if they are
    others by then, it is made again.
    """
    kind = report.wish.format
    while True:
        said, names = await reports.contents(db, report)
        data = await asyncio.to_thread(render, said, kind)
        await files.put(report.key, data, media_type=MEDIA_TYPES[kind], filename=filename(said, kind))
        if names.items() <= (await reports.hold_names(db, report.session_id)).items():
            return len(data)
