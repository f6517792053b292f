"""A report: still being made, or ready to be fetched."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from common.files import Files
from common.schemas.reports import Link, Report
from common.store import reports
from common.web import Me, Pool

LINK_LIFETIME = timedelta(minutes=15)
"""Enough to fetch a file at once; whoever comes later asks again."""


@get("/reports/{report_id:uuid}")
async def report_show(report_id: FromPath[UUID], pool: Pool, me: Me, files: NamedDependency[Files]) -> Report:
    """The state of a report and, once it is ready, a signed link to its file, which expires in 15 minutes.

    The link is part of the answer and no redirect, because a browser cannot follow one with a bearer token.
    """
    found = await reports.read(pool, report_id, me.player_id)
    if found.made_at is None:
        return Report.of(found)
    expires_at = datetime.now(UTC) + LINK_LIFETIME
    return Report.of(found, Link(await files.link(found.key, LINK_LIFETIME), expires_at))
