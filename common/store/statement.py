"""A statement as running functions carry it: SQL that was rendered from SQLAlchemy, run by asyncpg."""

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

import asyncpg
from loguru import logger

Record = asyncpg.Record
LONGEST_LINE = 80
"""Of SQL in a log."""


class Executor(Protocol):
    """A connection, where statements share its transaction, or a pool, where each stands alone."""

    async def fetch(self, query: str, *args: Any) -> list[Any]: ...
    async def fetchrow(self, query: str, *args: Any) -> Any: ...
    async def fetchval(self, query: str, *args: Any) -> Any: ...
    async def execute(self, query: str, *args: Any) -> Any: ...


class Pool(Executor, Protocol):
    """Connections: a statement takes any of them, a transaction keeps one."""

    def transaction(self) -> AbstractAsyncContextManager[Executor]: ...
    def snapshot(self) -> AbstractAsyncContextManager[Executor]: ...


class Statement(NamedTuple):
    """SQL with `$n` placeholders and the names of the values that fill them, in their order.

    Each is a DEBUG line with the time that it took; the values are not in it.
    """

    sql: str
    parameters: tuple[str, ...]

    async def all(self, db: Executor, **values: Any) -> list[Record]:
        """All rows."""
        rows: list[Record] = await self._timed(db.fetch, values)
        return rows

    async def one(self, db: Executor, **values: Any) -> Record | None:
        """The first row, or None."""
        row: Record | None = await self._timed(db.fetchrow, values)
        return row

    async def value(self, db: Executor, **values: Any) -> Any:
        """The first column of the first row, or None."""
        return await self._timed(db.fetchval, values)

    async def changed(self, db: Executor, **values: Any) -> int:
        """How many rows were changed; no rows wanted."""
        tag: str = await self._timed(db.execute, values)
        return int(tag.rpartition(" ")[2])

    async def run(self, db: Executor, **values: Any) -> None:
        """No rows wanted."""
        await self._timed(db.execute, values)

    async def _timed(self, how: Callable[..., Awaitable[Any]], values: Mapping[str, Any]) -> Any:
        began = time.perf_counter()
        answer = await how(self.sql, *[values[name] for name in self.parameters])
        seconds = time.perf_counter() - began
        logger.opt(lazy=True).debug("{} in {:.1f} ms", self._beginning, lambda: seconds * 1000)
        return answer

    def _beginning(self) -> str:
        text = " ".join(self.sql.split())
        return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
