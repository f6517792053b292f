"""A statement as running functions carry it: SQL that was rendered from SQLAlchemy, run by asyncpg."""

from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

import asyncpg

Record = asyncpg.Record


class Executor(Protocol):
    """A connection, where statements share its transaction, or a pool, where each stands alone."""

    async def fetch(self, query: str, *args: Any) -> list[Any]: ...
    async def fetchrow(self, query: str, *args: Any) -> Any: ...
    async def fetchval(self, query: str, *args: Any) -> Any: ...
    async def execute(self, query: str, *args: Any) -> Any: ...


class Pool(Executor, Protocol):
    """Connections: a statement takes any of them, a transaction keeps one."""

    def transaction(self) -> AbstractAsyncContextManager[Executor]: ...


class Statement(NamedTuple):
    """SQL with `$n` placeholders and the names of the values that fill them, in their order."""

    sql: str
    parameters: tuple[str, ...]

    async def all(self, db: Executor, **values: Any) -> list[Record]:
        """All rows."""
        return await db.fetch(self.sql, *[values[name] for name in self.parameters])

    async def one(self, db: Executor, **values: Any) -> Record | None:
        """The first row, or None."""
        row: Record | None = await db.fetchrow(self.sql, *[values[name] for name in self.parameters])
        return row

    async def value(self, db: Executor, **values: Any) -> Any:
        """The first column of the first row, or None."""
        return await db.fetchval(self.sql, *[values[name] for name in self.parameters])

    async def changed(self, db: Executor, **values: Any) -> int:
        """How many rows were changed; no rows wanted."""
        tag: str = await db.execute(self.sql, *[values[name] for name in self.parameters])
        return int(tag.rpartition(" ")[2])

    async def run(self, db: Executor, **values: Any) -> None:
        """No rows wanted."""
        await db.execute(self.sql, *[values[name] for name in self.parameters])
