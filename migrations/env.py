"""Run migrations over a direct connection: the URL comes from infra.migrate, or from DATABASE_DIRECT_URL."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from common.store.tables import metadata


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def connect() -> None:
    url = context.config.attributes.get("url") or os.environ["DATABASE_DIRECT_URL"]
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


if shared := context.config.attributes.get("connection"):
    run(shared)
else:
    asyncio.run(connect())
