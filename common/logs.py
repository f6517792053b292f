"""Logs with Loguru: JSON lines where machines read, one readable line on a terminal.

A line never holds values of variables, and what looks like a secret is struck out of it. Of the lines that say that all
is well, a share can be left out: all of one request or none, and never a warning.
"""

import json
import logging
import re
import sys
import zlib
from dataclasses import dataclass
from datetime import UTC
from types import FrameType
from typing import TYPE_CHECKING, Any

from loguru import logger

from common.correlation import caller, request_id, trace, working

if TYPE_CHECKING:
    from loguru import Message, Record

HUMAN = "{time:HH:mm:ss.SSS} {level: <7} {extra[function]} {extra[request_id]} {message}"
LIBRARIES = logging.INFO
"""Libraries never say more than this: at lower levels some of them print what they send."""
WARNING = 30
NO_REQUEST = "-"

SECRET = re.compile(
    r"""(?x)
    eyJ[\w-]{8,}\.eyJ[\w.-]{8,}                                       # a signed token
    | (?<=earer\s)[\w.~+/-]{8,} | (?<=earer\.)[\w.~+/-]{8,}           # whatever a bearer brings
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----[^-]*(?:-----END[A-Z ]*-----)?
    | (?:\b|(?<=bot))\d{8,12}:[\w-]{20,}                              # a bot's token, in an address too
    | (?<=://)[^\s:/@"]*:[^\s/@"]+(?=@)                               # name and password in an address
    | \b(?:tgWebAppData|hash|signature|auth_date)(?:=|%3D)[\w%-]+     # launch data, in either spelling
    | (?<![\w/+-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{43}(?![\w/+=-])   # a refresh token
    """
)
STRUCK = "***"
_WORDS = ("eyJ", "earer", "PRIVATE KEY", "://", "=", "%3D")
_LONG = re.compile(r"(?<![\w-])[\w-]{40}|\d:[\w-]{20}")
"""Without any of these nothing is a secret: nearly every line, known at a tenth of the price."""


@dataclass(frozen=True, slots=True)
class Verbosity:
    """How much is written; it may change while a process runs (common/verbosity.py)."""

    level: str = "INFO"
    sample: float = 1.0
    """The share of requests whose lines below WARNING are written, from 0 to 1."""

    def keeps(self, record: "Record") -> bool:
        """Whether a line is written; what belongs to no request always is."""
        cause = record["extra"]["request_id"]
        if self.sample >= 1 or record["level"].no >= WARNING or cause == NO_REQUEST:
            return True
        return zlib.crc32(str(cause).encode()) < self.sample * 2**32


@dataclass(frozen=True, slots=True)
class _Output:
    """What does not change."""

    function: str
    version: str
    as_json: bool


_output = _Output("-", "", as_json=False)


def configure(function: str, *, level: str = "INFO", as_json: bool, version: str = "", sample: float = 1.0) -> None:
    """Send everything, uvicorn's and aio-pika's too, to stdout under this function's name."""
    global _output
    _output = _Output(function, version, as_json)
    logging.basicConfig(handlers=[_Intercept()], force=True)
    write(Verbosity(level, sample))


def write(verbosity: Verbosity) -> None:
    """Write so much from now on."""
    logger.configure(
        handlers=[
            {
                "sink": _write_json if _output.as_json else _write_line,
                # Loguru puts the exception below the format by itself; a JSON line takes nothing else from it.
                "format": "" if _output.as_json else HUMAN,
                "level": verbosity.level,
                "filter": verbosity.keeps,
                "backtrace": False,
                # Loguru would print the values of variables beside a traceback: tokens and init data are among them.
                "diagnose": False,
            }
        ],
        extra={"function": _output.function},
        patcher=_say_what_for,
    )
    logging.getLogger().setLevel(max(LIBRARIES, logger.level(verbosity.level).no))


def struck(text: str) -> str:
    """The text without what looks like a secret."""
    if any(word in text for word in _WORDS) or _LONG.search(text):
        return SECRET.sub(STRUCK, text)
    return text


def _say_what_for(record: "Record") -> None:
    extra = record["extra"]
    if name := working.get():
        extra["function"] = name
    if extra.setdefault("request_id", request_id.get()) != request_id.get():
        return  # a line about another request than the one that is worked on
    if who := caller.get():
        extra["player"] = who
    if here := trace.get():
        extra["trace_id"], extra["span_id"] = here.trace_id, here.span_id


def _write_line(message: "Message") -> None:
    sys.stdout.write(struck(str(message)))
    sys.stdout.flush()


def _write_json(message: "Message") -> None:
    record = message.record
    line: dict[str, Any] = {
        "time": record["time"].astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "level": record["level"].name,
        "message": struck(record["message"]),
        **record["extra"],
    }
    if _output.version:
        line["version"] = _output.version
    if record["exception"]:
        # The formatted text holds the whole chain, without values.
        line["exception"] = struck(str(message).strip())
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


class _Intercept(logging.Handler):
    """Hands records of the standard library's logging to Loguru, from the caller's line."""

    def emit(self, record: logging.LogRecord) -> None:
        frame: FrameType | None = logging.currentframe()
        depth = 2
        while frame and frame.f_code.co_filename == logging.__file__:
            frame, depth = frame.f_back, depth + 1
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        logger.opt(depth=depth, exception=record.exc_info).log(level, record.getMessage())
