"""What a report looks like as a file: the same bytes each time for the same report."""

from zoneinfo import ZoneInfo

from common.domain.report import Format, Report
from common.reports import document, table, typeset


def render(report: Report, format_: Format) -> bytes:
    """The file. Takes up to a second of processor time for a long evening."""
    match format_:
        case "pdf":
            return typeset.pages(report)
        case "png":
            return typeset.card(report)
        case "csv":
            return table.rows(report)
        case "json":
            return document.encoded(report)


def filename(report: Report, format_: Format) -> str:
    """What it is saved as: the day of the evening, in letters that every system takes."""
    day = report.began_at.astimezone(ZoneInfo(report.time_zone)).date()
    return f"artel-{day.isoformat()}.{format_}"
