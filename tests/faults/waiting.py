"""Waiting for what comes by itself; the limit is for what never will."""

import asyncio
from collections.abc import Awaitable, Callable

GIVE_UP_SECONDS = 240.0


async def until(
    holds: Callable[[], bool | Awaitable[bool]], seconds: float = GIVE_UP_SECONDS, pause: float = 0.05
) -> None:
    """Wait until it holds; an awaitable is asked again and again."""
    async with asyncio.timeout(seconds):
        while True:
            answer = holds()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(pause)  # between two looks
