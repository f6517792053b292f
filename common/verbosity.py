"""How much is logged changes while processes run, without a deployment: Valkey says it, and no request waits for it.

    log:level                 for everything        TRACE, DEBUG, INFO, WARNING or ERROR
    log:level:game_finish     for one of them, before the other
    log:sample                the share of requests that leave lines although all is well, from 0 to 1

Whoever sets a key gives it an end (infra/verbosity.py), and then what the environment says counts again. Without
Valkey the last word counts.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from valkey.asyncio import Valkey

from common import cache, logs
from common.cache import AWAY
from common.logs import Verbosity
from common.settings import LOG_LEVELS, Settings

LOOK_SECONDS = 5.0
LEVEL, SAMPLE = "log:level", "log:sample"


@asynccontextmanager
async def followed(name: str, settings: Settings) -> AsyncIterator[None]:
    """Log as much as Valkey says for as long as the block runs: the one that counts are left in."""
    if not settings.telemetry_url:
        yield
        return
    async with cache.connect(settings.telemetry_url) as valkey:
        following = asyncio.create_task(_follow(valkey, name, usual(settings)))
        try:
            yield
        finally:
            await cache.ended(following)


def usual(settings: Settings) -> Verbosity:
    """What the environment says."""
    return Verbosity(settings.log_level, float(settings.log_sample))


async def wanted(valkey: Valkey, name: str, otherwise: Verbosity) -> Verbosity:
    """What Valkey says for this function; where it says nothing that makes sense, the other. Raises one of `AWAY`."""
    said = await valkey.mget(f"{LEVEL}:{name}", LEVEL, SAMPLE)
    own, common, sample = ((value or b"").decode(errors="replace") for value in said)
    level = next((each for each in (own, common) if each in LOG_LEVELS), otherwise.level)
    return Verbosity(level, _share(sample, otherwise.sample))


def _share(text: str, otherwise: float) -> float:
    try:
        share = float(text)
    except ValueError:
        return otherwise
    return share if 0 <= share <= 1 else otherwise


async def _follow(valkey: Valkey, name: str, otherwise: Verbosity) -> None:
    now = otherwise
    while True:
        with suppress(*AWAY):
            if (said := await wanted(valkey, name, otherwise)) != now:
                now = said
                logs.write(now)
        await asyncio.sleep(LOOK_SECONDS)  # the period
