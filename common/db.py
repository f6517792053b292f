"""PostgreSQL through asyncpg: a small pool, made at the first use, so that a cold start pays for no connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

POOL_SIZE = 4
CONNECT_SECONDS = 5
COMMAND_SECONDS = 10

AWAY: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # said of a pooled connection that died and does not know it yet
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
)
"""What it looks like when the database is away, going down or full: nothing was committed, trying again is right."""


class Database:
    """Up to `POOL_SIZE` connections. Used directly it is an `Executor` whose every statement stands alone."""

    def __init__(self, url: str, *, name: str) -> None:
        self._url = url
        self._name = name
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Connection"]:
        """One transaction: committed at the end, rolled back by an exception."""
        pool = await self._opened()
        async with pool.acquire(timeout=CONNECT_SECONDS) as connection, connection.transaction():
            yield connection  # type: ignore[misc]  # a proxy of the pool, with the connection's methods

    async def fetch(self, query: str, *args: Any) -> list[Any]:
        """All rows of one statement."""
        async with (await self._opened()).acquire(timeout=CONNECT_SECONDS) as connection:
            return await connection.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row of one statement, or None."""
        async with (await self._opened()).acquire(timeout=CONNECT_SECONDS) as connection:
            return await connection.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of one statement, or None."""
        async with (await self._opened()).acquire(timeout=CONNECT_SECONDS) as connection:
            return await connection.fetchval(query, *args)

    async def execute(self, query: str, *args: Any) -> Any:
        """One statement without rows; its command tag."""
        async with (await self._opened()).acquire(timeout=CONNECT_SECONDS) as connection:
            return await connection.execute(query, *args)

    async def ping(self) -> None:
        """Raise one of `AWAY` unless the database answers."""
        await self.fetchval("SELECT 1")

    async def close(self) -> None:
        """Close all connections, those in use too."""
        if self._pool:
            self._pool.terminate()
            self._pool = None

    async def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            async with self._opening:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(
                        self._url,
                        min_size=0,
                        max_size=POOL_SIZE,
                        timeout=CONNECT_SECONDS,
                        command_timeout=COMMAND_SECONDS,
                        reset=_keep,
                        # PgBouncer refuses any other start-up parameter.
                        server_settings={"application_name": self._name},
                    )
        return self._pool


async def _keep(connection: "Connection") -> None:
    """Nothing to reset: no statement leaves anything in its session, and a round trip a request is saved."""
