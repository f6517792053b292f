"""What is looked at, and what is said about it."""

import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from common import topology
from common.auth import LEEWAY_SECONDS
from common.settings import Settings

SECONDS = 10.0
"""Patience with each thing that is asked."""
CLOCK_SECONDS = LEEWAY_SECONDS / 2
"""How far a clock may be off: two that are as wrong the other way would refuse each other's tokens."""


class Finding(NamedTuple):
    """Something that was looked at."""

    subject: str
    sentence: str
    remedy: str = ""
    """What to do about it; nothing where all is well."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at: whatever has no address is left out."""

    settings: Settings
    address: str = ""
    described: Path = topology.RENDERED
    """What RabbitMQ should hold."""
    now: Callable[[], float] = time.time


Examination = Callable[[Patient], AsyncIterator[Finding]]


def release(version: str) -> tuple[int, ...]:
    """`4.0.5` → (4, 0, 5)."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def clock(subject: str, theirs: float, ours: float) -> Finding:
    off = theirs - ours
    if abs(off) <= CLOCK_SECONDS:
        return Finding(subject, f"Its clock is right to {abs(off):.1f} s.")
    ahead = "ahead of" if off > 0 else "behind"
    return Finding(
        subject,
        f"Its clock is {abs(off):.0f} s {ahead} the one here.",
        "Have both kept by NTP: tokens are refused, and what waits leaves too early or too late.",
    )
