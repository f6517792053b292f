"""An imbalance that the database does not let in is found where somebody has forced it in."""

import contextlib

from common.db import Database
from common.store.sql import condition as sql
from tests.functions.conftest import Begin


class Undone(Exception):
    """Rolls back what the database would not let in."""


async def test_money_that_does_not_add_up_is_counted(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    game = await evening.start()
    await game.pot("Анна", times=2)
    await game.finish()
    await evening.host.post(f"games/{game.id}/reopen")
    await game.finish()
    assert await sql.UNLIKE.value(database) == await sql.ONE_SIDED.value(database) == 0

    with contextlib.suppress(Undone):
        async with database.transaction() as db:
            for table in ("game_results", "ledger_lines"):
                await db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            await db.execute("UPDATE game_results SET net_kopecks = net_kopecks + 1")
            assert await sql.UNLIKE.value(db) == 1
            await db.execute("UPDATE ledger_lines SET kopecks = kopecks + 1 WHERE kopecks > 0")
            assert await sql.ONE_SIDED.value(db) >= 1
            raise Undone
