"""Have the evening written down."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from common.domain.events import ReportReady, ReportRequested
from common.domain.phrases import Language, language_for
from common.domain.report import Format, Wish
from common.errors import FieldError, Refusal
from common.schemas.reports import Report
from common.store import outbox, players, reports, sessions
from common.web import BASE_PATH, Body, Db, Me


class NewReport(Body):
    """In the caller's own language unless another is named; `time_zone` is a name of the IANA database."""

    format: Format
    language: Language | None = None
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)] = "UTC"


@post("/sessions/{session_id:uuid}/reports", status_code=202)
async def session_request_report(
    session_id: FromPath[UUID], data: JSONBody[NewReport], db: Db, me: Me
) -> Response[Report]:
    """Ask for a report of the evening as it is now; `Location` says where it will be.

    Whoever asks for the same again, or with others, gets the same report: it is made once. Everyone who has asked is
    told when it is ready. Who may not see sums gets a report for points.
    """
    session = await sessions.read(db, session_id)
    seat = session.demand(me.player_id, "see")
    language = data.language or await _language(db, me)
    wish = Wish(data.format, language, _known(data.time_zone), session.standing(seat).may("see_sums"))
    asked = await reports.ask(db, session, me.player_id, wish)
    if asked.is_new:
        await outbox.tell(db, ReportRequested(asked.report.id, session_id, data.format))
    elif asked.by_another and asked.report.made_at:
        await outbox.tell(db, ReportReady(asked.report.id, session_id))
    location = f"{BASE_PATH}/reports/{asked.report.id}"
    return Response(Report.of(asked.report), status_code=202, headers={"Location": location})


async def _language(db: Db, me: Me) -> Language:
    """The caller's own, or the nearest that there is."""
    player = await players.show(db, me.player_id)
    return language_for(player.language if player else "ru")


def _known(time_zone: str) -> str:
    """The name, if it is one. Raises Refusal `payload_invalid`."""
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):  # not in the database; not a relative path; a directory of it
        wrong = FieldError("time_zone", "must be a name of the IANA database, such as Europe/Moscow")
        raise Refusal("payload_invalid", errors=[wrong]) from None
    return time_zone
