"""Valkey: made to be lost. It holds what can be made again, and the list of revoked tokens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from valkey.asyncio import Valkey
from valkey.asyncio.connection import AbstractConnection
from valkey.asyncio.retry import Retry
from valkey.backoff import NoBackoff
from valkey.exceptions import ConnectionError as Disconnected
from valkey.exceptions import TimeoutError as TimedOut
from valkey.exceptions import ValkeyError

from common.settings import Settings

SECONDS = 1.0
AGAIN_SECONDS = 0.5

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
    pool = client.connection_pool
    pool.connection_class = type("Connection", (_Closed, pool.connection_class), {})
    return client


async def ended(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks that use a client until they end: it may take a cancellation for a connection that is lost."""
    going_on = set(tasks)
    while going_on:
        for task in going_on:
            task.cancel()
        _, going_on = await asyncio.wait(going_on, timeout=AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)


class _Closed(AbstractConnection):
    """Says that it has lost its server as Valkey's client expects it."""

    async def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        try:
            await super().send_packed_command(*args, **kwargs)
        except RuntimeError as error:
            # uvloop's, if the server has closed the connection since the client last looked; asyncio's is an OSError.
            raise Disconnected(str(error)) from error
