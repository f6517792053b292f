"""An error, as it is answered."""

from collections.abc import Mapping

import msgspec


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error (RFC 9457); `code` is stable, `errors` names the fields of a 400."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[Mapping[str, str]] = []
