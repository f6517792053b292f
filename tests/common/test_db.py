"""What a transaction leaves behind when its connection does not live as long."""

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
