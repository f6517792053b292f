"""PostgreSQL through asyncpg: a small pool, made at the first use, so that a cold start pays for no connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

POOL_SIZE = 4
CONNECT_SECONDS = 3
"""For a free connection of the pool, or a new one."""
ANSWER_SECONDS = 4
"""For a statement that somebody waits for: with Valkey's two seconds he is answered within ten, whatever hangs."""
WORK_SECONDS = 20
"""For a statement that nobody waits for."""

AWAY: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # said of a pooled connection that died and does not know it yet
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
)
"""What it looks like when the database is away, going down or full: trying again is right.

Nothing was committed, unless it was the answer to a commit that got lost: whoever tries again uses the same id or key.
"""
_UNANSWERED = (TimeoutError, asyncio.CancelledError)


class Database:
    """Up to `POOL_SIZE` connections. Used directly it is an `Executor` whose every statement stands alone."""

    def __init__(self, url: str, *, name: str, statement_seconds: float = WORK_SECONDS) -> None:
        self._url = url
        self._name = name
        self._statement_seconds = statement_seconds
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    def transaction(self) -> AbstractAsyncContextManager["Connection"]:
        """One transaction: committed at the end, rolled back by an exception."""
        return self._begun()

    def snapshot(self) -> AbstractAsyncContextManager["Connection"]:
        """One moment: statements that read, and all see the database as it was at the first of them."""
        return self._begun(isolation="repeatable_read", readonly=True)

    @asynccontextmanager
    async def _begun(self, **options: Any) -> AsyncIterator["Connection"]:
        async with self._connected() as connection:
            transaction = connection.transaction(**options)
            await transaction.start()
            try:
                yield connection
            except _UNANSWERED:
                raise  # to roll back would wait for what does not answer
            except BaseException:
                try:
                    await transaction.rollback()
                except AWAY:
                    # The server undoes what its client has left. What is raised is what went wrong first: Litestar
                    # takes anything else for a dependency that broke, and answers 500.
                    _cut(connection)
                raise
            await transaction.commit()

    async def fetch(self, query: str, *args: Any) -> list[Any]:
        """All rows of one statement."""
        async with self._connected() as connection:
            return await connection.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row of one statement, or None."""
        async with self._connected() as connection:
            return await connection.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of one statement, or None."""
        async with self._connected() as connection:
            return await connection.fetchval(query, *args)

    async def execute(self, query: str, *args: Any) -> Any:
        """One statement without rows; its command tag."""
        async with self._connected() as connection:
            return await connection.execute(query, *args)

    async def ping(self) -> None:
        """Raise one of `AWAY` unless the database answers."""
        await self.fetchval("SELECT 1")

    async def close(self) -> None:
        """Close all connections, those in use too."""
        if self._pool:
            self._pool.terminate()
            self._pool = None

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator["Connection"]:
        """A connection of the pool; one whose server does not answer is cut, and the server undoes what was begun."""
        pool = await self._opened()
        async with pool.acquire(timeout=CONNECT_SECONDS) as connection:
            try:
                yield connection  # type: ignore[misc]  # a proxy of the pool, with the connection's methods
            except _UNANSWERED:
                # Handing it back would first ask the server to stop, and wait for the answer.
                _cut(connection)  # type: ignore[arg-type]  # as above
                raise

    async def _opened(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            async with self._opening:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(
                        self._url,
                        min_size=0,
                        max_size=POOL_SIZE,
                        timeout=CONNECT_SECONDS,
                        command_timeout=self._statement_seconds,
                        reset=_keep,
                        # PgBouncer refuses any other start-up parameter.
                        server_settings={"application_name": self._name},
                    )
        return self._pool


def _cut(connection: "Connection") -> None:
    with suppress(asyncpg.InterfaceError):  # said of one that the server has cut already
        connection.terminate()


async def _keep(connection: "Connection") -> None:
    """Nothing to reset: no statement leaves anything in its session, and a round trip a request is saved."""
