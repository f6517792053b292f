"""The fake Bot API on a socket: Telegram's own paths, a page for people, and a door for tests.

POST /bot<token>/<method>     what Telegram answers
GET  /                        what would have been sent, for people
GET  /calls                   the same for programs, with the limits that were broken
POST /trouble                 {"status": 429, "retry_after": 7, "chat_id": 1, "times": 2}: how to answer next
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

from infra.telegram.fake import Cut, FakeBotApi, decoded

LONGEST_BODY = 1024 * 1024
SHOWN = 200


class FakeServer(ThreadingHTTPServer):
    """Answers for one `FakeBotApi`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, api: FakeBotApi) -> None:
        super().__init__((host, port), _Door)
        self.api = api


@contextmanager
def serving(api: FakeBotApi) -> Iterator[str]:
    """The address of a server in a thread of this process."""
    with FakeServer("127.0.0.1", 0, api) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeServer

    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(200, page(self.server.api).encode(), "text/html; charset=utf-8")
        elif self.path == "/calls":
            self._answer_json(200, self.server.api.document())
        elif self.path.startswith("/bot"):
            self._bot({})
        else:
            self._answer_json(404, {"ok": False})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_BODY:
            self.close_connection = True
            return self._answer_json(413, {"ok": False})
        body = self.rfile.read(length)
        if self.path == "/trouble":
            return self._trouble(body)
        return self._bot(_params(self.headers, body))

    def _bot(self, params: dict[str, Any]) -> None:
        token, _, method = self.path.removeprefix("/bot").partition("/")
        try:
            status, answer = self.server.api.call(token, method, params)
        except Cut:
            self.close_connection = True
            return
        except (KeyError, ValueError) as error:
            status, answer = 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error!r}"}
        self._answer_json(status, answer)

    def _trouble(self, body: bytes) -> None:
        try:
            self.server.api.expect(decoded(body))
        except (ValueError, TypeError) as error:
            return self._answer_json(400, {"ok": False, "description": str(error)})
        return self._answer_json(200, {"ok": True})

    def _answer_json(self, status: int, document: Any) -> None:
        self._answer(status, json.dumps(document, ensure_ascii=False).encode(), "application/json")

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a path holds the bot's token."""


def _params(headers: Message, body: bytes) -> dict[str, Any]:
    """Telegram takes a form, several parts or JSON; what uploads no file is one of the first and the last."""
    if headers.get_content_type() == "application/json":
        decoded_body = json.loads(body)
        return decoded_body if isinstance(decoded_body, dict) else {}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def page(api: FakeBotApi) -> str:
    """What would have been sent, the newest first."""
    document = api.document()
    rows = "".join(
        f"<tr class=s{call['status']}><td>{time.strftime('%H:%M:%S', time.localtime(call['at']))}<td>{call['chat_id']}"
        f"<td>{escape(call['method'])}<td>{call['status']}<td><pre>{escape(call['text'])}</pre>"
        for call in reversed(document["calls"][-SHOWN:])
    )
    broken = escape(", ".join(f"{rule} {times}" for rule, times in document["broken"].items()) or "none")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
        "<title>Telegram, as it would be</title><style>"
        "body{font:15px system-ui;margin:2em}td{padding:.3em 1em;vertical-align:top;border-top:1px solid #ddd}"
        "pre{margin:0;font:inherit;white-space:pre-wrap}tr:not(.s200){color:#b00}</style>"
        "<h1>What would have been sent to Telegram</h1>"
        f"<p>{len(document['calls'])} calls. Limits broken: {broken}.</p>"
        f"<table><tr><th>at<th>chat<th>method<th>answer<th>text{rows}</table></html>"
    )
