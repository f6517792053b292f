"""Every error is answered as application/problem+json (RFC 9457), with a stable code and nothing of our inside."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException
from loguru import logger

from common import cache, db, metrics
from common.correlation import request_id
from common.errors import FieldError, Refusal
from common.schemas.problem import Problem

MEDIA_TYPE = "application/problem+json"

_BY_STATUS = {
    400: "payload_invalid",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "payload_too_large",
    429: "too_many_requests",
}
_AWAY = (*db.AWAY, *cache.AWAY)
_CUT = "client disconnected prematurely"
"""Litestar's words for a body whose end never came."""
_NAMED = re.compile(r"Object (?:contains unknown|missing required) field `(.*)`")


def of(error: Exception, function: str) -> Response[Problem]:
    """The answer for whatever a request has failed with, counted."""
    refusal = _refusal(error)
    metrics.REFUSALS.labels(function, refusal.code).inc()
    if not isinstance(error, Refusal | HTTPException):
        metrics.EXCEPTIONS.labels(function, type(error).__name__).inc()
    return _problem(refusal)


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The same as Litestar wants it."""
    return of(error, request.app.state.name)


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    return _rejected(error) if isinstance(error, HTTPException) else _broken(error)


def _problem(refusal: Refusal) -> Response[Problem]:
    return Response(
        Problem(
            type=f"urn:artel:problem:{refusal.code}",
            title=refusal.answer.sentence,
            status=refusal.answer.status,
            detail=refusal.detail,
            code=refusal.code,
            request_id=request_id.get(),
            errors=[{"field": error.field, "message": error.message} for error in refusal.errors],
        ),
        status_code=refusal.answer.status,
        media_type=MEDIA_TYPE,
        headers={"Retry-After": str(refusal.retry_after)} if refusal.answer.status in (429, 503) else None,
    )


def _rejected(error: HTTPException) -> Refusal:
    """Litestar said no: a wrong shape, an unknown address, a body that is too large."""
    if isinstance(error, InternalServerException) and error.detail == _CUT:
        # Nobody reads the answer, and nothing is broken here: the log and the count of errors should not say so.
        return Refusal("payload_invalid")
    code = _BY_STATUS.get(error.status_code)
    if code is None:
        logger.opt(exception=error).error("unexpected status {}", error.status_code)
        return Refusal("internal")
    return Refusal(code, errors=list(_fields(error.extra)) if code == "payload_invalid" else ())


def _broken(error: Exception) -> Refusal:
    """Something is away, which passes, or broken, which is our fault."""
    if isinstance(error, _AWAY):
        logger.warning("a backing service is away: {}: {}", type(error).__name__, error)
        return Refusal("unavailable")
    logger.opt(exception=error).error("unhandled {}", type(error).__name__)
    return Refusal("internal")


def _fields(extra: object) -> Iterable[FieldError]:
    """Litestar's account of what is wrong, without the values that were sent."""
    for item in extra if isinstance(extra, list) else ():
        if isinstance(item, Mapping):
            yield _field(str(item.get("key", "")), str(item.get("message", "")))


def _field(key: str, message: str) -> FieldError:
    """A path such as `ball.color`: Litestar calls the whole body `data`, and names some fields in the message only."""
    path = [] if key == "data" else [key]
    if named := _NAMED.match(message):
        path.append(named[1])
    if message == repr(key):  # a KeyError's text
        message = "is missing"
    return FieldError(".".join(path) or "body", message)
