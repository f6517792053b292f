"""Valkey: made to be lost. It holds what can be made again, and the list of revoked tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from valkey.asyncio import Valkey
from valkey.asyncio.retry import Retry
from valkey.backoff import NoBackoff
from valkey.exceptions import ConnectionError as Disconnected
from valkey.exceptions import TimeoutError as TimedOut
from valkey.exceptions import ValkeyError

from common.settings import Settings

SECONDS = 1.0

AWAY: tuple[type[Exception], ...] = (ValkeyError, OSError)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Valkey]:
    """A client for as long as a process works."""
    client = connect(settings.valkey_url)
    try:
        yield client
    finally:
        await client.aclose()


def connect(url: str) -> Valkey:
    """A client that connects at its first command and once more when a kept connection has died."""
    client: Valkey = Valkey.from_url(
        url,
        socket_timeout=SECONDS,
        socket_connect_timeout=SECONDS,
        retry=Retry(NoBackoff(), 1),
        retry_on_error=[Disconnected, TimedOut],
    )
    return client
