"""Waiting without being in the way of an end."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress

FIRST_SECONDS, LONGEST_SECONDS = 0.1, 5.0


def growing() -> Iterator[float]:
    """Pauses between attempts in seconds: twice as long each time, and short again after a time without any."""
    seconds = FIRST_SECONDS
    while True:
        yielded = time.monotonic()
        yield seconds
        went_well = time.monotonic() - yielded > 2 * LONGEST_SECONDS
        seconds = FIRST_SECONDS if went_well else min(2 * seconds, LONGEST_SECONDS)


async def happens(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait up to `seconds` for the event, or without end; whether it is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
