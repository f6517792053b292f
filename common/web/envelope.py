"""Around every request, known and unknown: its id, its log line, its metrics, and the announcements it leaves."""

import re
import time
from typing import Any
from uuid import uuid4

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from loguru import logger

from common import metrics, tracing
from common.correlation import Trace, caller, request_id, trace, working
from common.errors import Refusal
from common.limits import MAX_ADDRESS_BYTES, MAX_HEADER_BYTES
from common.live.announcements import Announcements
from common.tracing import End
from common.web import problems

_ACCEPTED = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_FAILURE = "artel.failure"
_ANSWERED = ("http.response.start", "websocket.http.response.start")
_SLOW_SECONDS = 1.0


class Envelope:
    """ASGI middleware outside of all others, so that a 404 has a request id too."""

    def __init__(self, app: ASGIApp, function: str) -> None:
        self._app = app
        self._function = function

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        remembered = request_id.get()
        made, ended = _begin(scope)
        announcements = Announcements()
        scope["artel.announcements"] = announcements  # type: ignore[typeddict-unknown-key]  # ours
        began = time.perf_counter()
        status = 0
        open_socket = False

        async def send_marked(message: Message) -> None:
            nonlocal status, open_socket
            if message["type"] == "websocket.close" and not open_socket:
                await self._refuse(scope, send_marked, _failure(scope))
                return
            open_socket = open_socket or message["type"] == "websocket.accept"
            if message["type"] in _ANSWERED:
                status = message["status"]  # type: ignore[typeddict-item]  # both kinds of start have one
                message["headers"] = [  # type: ignore[typeddict-unknown-key]  # and headers
                    *message["headers"],  # type: ignore[typeddict-item]
                    (b"x-request-id", made.encode()),
                    (b"cache-control", b"no-store"),
                    *_version(scope),
                ]
                if status < 400:
                    # The transaction is committed by now, and whoever gets this answer must find his change announced.
                    # After a refusal or a failed commit there is nothing to announce.
                    await announcements.publish(getattr(scope["litestar_app"].state, "valkey", None))
            await send(message)

        try:
            if refusal := _too_long(scope):
                await self._refuse(scope, send_marked, refusal)
            else:
                await self._app(scope, receive, send_marked)
        finally:
            if status and scope["path"] not in metrics.PROBES:
                seconds = time.perf_counter() - began
                metrics.answered(self._function, status, seconds)
                _say(scope, status, seconds)
                ended(working.get() or self._function, error=status >= 500, **_attributes(scope, status))
            elif open_socket:
                logger.info("WS {} closed after {:.1f} s", scope["path"], time.perf_counter() - began)
                ended(working.get() or self._function, **_attributes(scope, 101))
            request_id.set(remembered)
            trace.set(None)

    async def _refuse(self, scope: Scope, send: Send, error: Exception) -> None:
        """Answer with a problem from here, a WebSocket's handshake too."""
        answer = problems.of(error, self._function)
        kind = "websocket.http.response" if scope["type"] == ScopeType.WEBSOCKET else "http.response"
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
        start: Any = {
            "type": f"{kind}.start",
            "status": answer.status_code,
            "headers": [*headers, (b"content-type", problems.MEDIA_TYPE.encode())],
        }
        body: Any = {"type": f"{kind}.body", "body": msgspec.json.encode(answer.content)}
        await send(start)
        await send(body)


async def remember_failure(error: Exception, scope: Scope) -> None:
    """Keep why a handshake fails: Litestar only says that it does."""
    scope[_FAILURE] = error  # type: ignore[literal-required]  # ours


def _failure(scope: Scope) -> Exception:
    failure: Exception = scope.get(_FAILURE) or Refusal("not_found")  # type: ignore[assignment]  # ours
    return failure


def _begin(scope: Scope) -> tuple[str, End]:
    """Say in this task's context what the request is called, and to which trace it belongs; its id, and its end."""
    given = dict(scope["headers"])
    wished = given.get(b"x-request-id", b"")
    made = wished.decode() if _ACCEPTED.fullmatch(wished) else str(uuid4())
    request_id.set(made)
    ended = tracing.begin("server", Trace.read(given.get(b"traceparent", b"").decode("latin-1")))
    # What a request before it, in the same task, may have left.
    caller.set("")
    working.set("")
    return made, ended


def _attributes(scope: Scope, status: int) -> dict[str, str | int]:
    return {
        "http.request.method": str(scope.get("method", "GET")),
        "url.path": scope["path"],
        "http.response.status_code": status,
    }


def _version(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The header that says which release has answered, where it has a name."""
    version = scope["litestar_app"].state.settings.version
    return [(b"x-artel-version", version.encode("latin-1", "replace"))] if version else []


def _say(scope: Scope, status: int, seconds: float) -> None:
    """The line of an answered request."""
    level = "WARNING" if status >= 500 or seconds > _SLOW_SECONDS else "INFO"
    line = logger.bind(status=status, milliseconds=round(seconds * 1000, 1))
    line.log(level, "{} {} {} in {:.1f} ms", scope.get("method", "WS"), scope["path"], status, seconds * 1000)


def _too_long(scope: Scope) -> Refusal | None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_ADDRESS_BYTES:
        return Refusal("address_too_long")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
        return Refusal("headers_too_large")
    return None
