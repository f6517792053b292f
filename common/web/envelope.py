"""Around every request, known and unknown: its id, its log line, its metrics, and the announcements it leaves."""

import re
import time
from uuid import uuid4

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from loguru import logger

from common import metrics
from common.correlation import request_id
from common.live import Announcements

_ACCEPTED = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_QUIET = ("/healthz", "/readyz")


class Envelope:
    """ASGI middleware outside of all others, so that a 404 has a request id too."""

    def __init__(self, app: ASGIApp, function: str) -> None:
        self._app = app
        self._function = function

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        made = given.decode() if _ACCEPTED.fullmatch(given) else str(uuid4())
        remembered = request_id.set(made)
        announcements = Announcements()
        scope["artel.announcements"] = announcements  # type: ignore[typeddict-unknown-key]  # ours
        began = time.perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", made.encode()),
                    (b"cache-control", b"no-store"),
                ]
                if status < 400:
                    # The transaction is committed by now, and whoever gets this answer must find his change announced.
                    # After a refusal or a failed commit there is nothing to announce.
                    await announcements.publish(getattr(scope["litestar_app"].state, "valkey", None))
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            if status and scope["path"] not in _QUIET:
                seconds = time.perf_counter() - began
                metrics.answered(self._function, status, seconds)
                logger.info("{} {} {} in {:.1f} ms", scope.get("method"), scope["path"], status, seconds * 1000)
            request_id.reset(remembered)
