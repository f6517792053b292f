"""The request id that follows a tap through every log line, statement and message it causes."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
