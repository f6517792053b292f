"""Logs that do not fill the disk: a large one is set aside compressed, and what is old goes.

Whoever writes a log keeps its file open, services for weeks and several children of a function at once. So the file
stays: what it holds is copied out and then cut off, and since everybody appends, the next line begins a new file. A
line that is written between the last look and the cut, within microseconds, is lost.
"""

import asyncio
import gzip
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

LARGE_BYTES = 8 * 1024 * 1024
KEPT = 10
"""Of each log, beside the one that is written."""
KEPT_DAYS = 14
LOOK_SECONDS = 60.0
ASIDE = "*.log.gz"


def rotate(directory: Path, now: datetime, *, large_bytes: int = LARGE_BYTES) -> None:
    """Set aside what has grown large, and delete what is too old or too much."""
    for log in directory.glob("*.log"):
        if log.stat().st_size > large_bytes:
            _set_aside(log, now)
        aside = sorted(directory.glob(f"{log.stem}.{ASIDE}"), reverse=True)
        for old in [*aside[KEPT:], *(each for each in aside[:KEPT] if _age(each, now) > timedelta(days=KEPT_DAYS))]:
            old.unlink()


async def watch(directory: Path) -> None:
    """Look each minute. Never returns."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)  # the period
        await asyncio.to_thread(rotate, directory, datetime.now(UTC))


def _set_aside(log: Path, now: datetime) -> None:
    target = log.with_name(f"{log.stem}.{now:%Y%m%dT%H%M%S}.log.gz")
    unfinished = target.with_suffix(".part")
    with (
        log.open("rb") as full,
        unfinished.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=1) as packed,
    ):
        os.fchmod(raw.fileno(), 0o600)
        shutil.copyfileobj(full, packed)
        os.truncate(log, 0)
    unfinished.replace(target)


def _age(aside: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(aside.stat().st_mtime, UTC)
