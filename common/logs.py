"""Logs with Loguru: JSON lines where machines read, one readable line on a terminal. Never values of variables."""

import json
import logging
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from loguru import logger

from common.correlation import request_id

if TYPE_CHECKING:
    from loguru import Message, Record

HUMAN = "{time:HH:mm:ss.SSS} {level: <7} {extra[function]} {extra[request_id]} {message}"


def configure(function: str, *, level: str = "INFO", as_json: bool) -> None:
    """Send everything, uvicorn's and aio-pika's too, to stdout under this function's name."""
    logger.configure(
        handlers=[
            {
                "sink": _write_json if as_json else sys.stdout,
                # Loguru puts the exception below the format by itself; a JSON line takes nothing else from it.
                "format": "" if as_json else HUMAN,
                "level": level,
                "backtrace": False,
                # Loguru would print the values of variables beside a traceback: tokens and init data are among them.
                "diagnose": False,
            }
        ],
        extra={"function": function},
        patcher=_with_request_id,
    )
    logging.basicConfig(handlers=[_Intercept()], level=level, force=True)


def _with_request_id(record: "Record") -> None:
    record["extra"].setdefault("request_id", request_id.get())


def _write_json(message: "Message") -> None:
    record = message.record
    line: dict[str, Any] = {
        "time": record["time"].astimezone().isoformat(),
        "level": record["level"].name,
        "message": record["message"],
        **record["extra"],
    }
    if record["exception"]:
        # The formatted text holds the whole chain, without values.
        line["exception"] = str(message).strip()
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


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
