"""A report of an evening, on its way or ready."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

import msgspec

from common.domain.phrases import Language
from common.domain.report import Format
from common.store import reports


class Link(msgspec.Struct, frozen=True):
    """Whoever has it can fetch the file, until it expires; after that, ask for the report again."""

    url: str
    expires_at: datetime


class Report(msgspec.Struct, frozen=True):
    """`link` is there once the file is, until `kept_until`; without `sums` the report is one for points."""

    id: UUID
    session_id: UUID
    format: Format
    language: Language
    time_zone: str
    sums: bool
    state: Literal["pending", "ready"]
    requested_at: datetime
    kept_until: datetime | None
    size_bytes: int | None
    link: Link | None = None

    @classmethod
    def of(cls, report: reports.Report, link: Link | None = None) -> Self:
        return cls(
            id=report.id,
            session_id=report.session_id,
            format=report.wish.format,
            language=report.wish.language,
            time_zone=report.wish.time_zone,
            sums=report.wish.sums,
            state="ready" if report.made_at else "pending",
            requested_at=report.requested_at,
            kept_until=report.kept_until,
            size_bytes=report.size_bytes,
            link=link,
        )
