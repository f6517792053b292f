"""What a transaction leaves behind when its connection does not live as long."""

import asyncpg
import pytest

from common.db import AWAY, Database


async def test_what_went_wrong_is_raised_and_not_that_it_could_not_be_rolled_back(database: Database) -> None:
    raised: list[Exception] = []

    async def cut_in_the_middle() -> None:
        async with database.transaction() as db:
            try:
                await db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            except AWAY as error:
                raised.append(error)
                raise

    with pytest.raises(AWAY) as seen:
        await cut_in_the_middle()
    assert seen.value is raised[0]
    assert await database.fetchval("SELECT 1") == 1


async def test_a_snapshot_does_not_see_what_comes_after_its_first_look(database: Database) -> None:
    await database.execute("CREATE TABLE seen (number integer)")
    try:
        async with database.snapshot() as db:
            assert await db.fetchval("SELECT count(*) FROM seen") == 0
            await database.execute("INSERT INTO seen VALUES (1)")
            assert await db.fetchval("SELECT count(*) FROM seen") == 0
            with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
                await db.execute("INSERT INTO seen VALUES (2)")
    finally:
        await database.execute("DROP TABLE seen")
