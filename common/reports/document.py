"""A report as JSON, for programs: the value itself. Money in kopecks, times in UTC."""

import msgspec

from common.domain.report import Report


def encoded(report: Report) -> bytes:
    """The document, in lines that a person can read too."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
