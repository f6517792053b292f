"""Bring a database to the newest schema: `python -m infra.migrate`, run before anything starts.

The schema that is there is looked at first: a server too old for it, or a revision that this code does not know, is
refused before anything is changed. Afterwards the tables of the code and of the database must agree.
"""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from common.settings import Settings, SettingsError

ROOT = Path(__file__).parents[1]
OLDEST_SERVER = 18
LOCK = 0x4152_5445_4C  # "ARTEL": one migration at a time, whoever starts it


class MigrationError(Exception):
    """The database cannot be migrated by this code; the message is one sentence for a person."""


def config(url: str) -> Config:
    """Alembic's configuration for one database, from pyproject.toml."""
    made = Config(toml_file=ROOT / "pyproject.toml")
    made.attributes["url"] = url
    return made


async def upgrade(url: str) -> None:
    """Validate, upgrade to head, compare. Raises MigrationError. `url` is a direct one, not of PgBouncer."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        await _validate(connection, config(url))
        # Alembic runs an event loop of its own, so it needs a thread.
        await asyncio.to_thread(command.upgrade, config(url), "head")
        try:
            await asyncio.to_thread(command.check, config(url))
        except CommandError as error:
            raise MigrationError(f"The database and common/store/tables.py differ: {error}") from error
    finally:
        await connection.close()


async def _validate(connection: "asyncpg.Connection[asyncpg.Record]", alembic: Config) -> None:
    version = connection.get_server_version()
    if version.major < OLDEST_SERVER:
        raise MigrationError(f"PostgreSQL {OLDEST_SERVER} or newer is needed (uuidv7), this is {version.major}.")
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return
    known = {script.revision for script in ScriptDirectory.from_config(alembic).walk_revisions()}
    there = await connection.fetchval("SELECT version_num FROM alembic_version")
    if there is not None and there not in known:
        raise MigrationError(f"The database is at revision {there}, which this code does not know: run newer code.")


def main() -> int:
    try:
        asyncio.run(upgrade(Settings.from_env(os.environ).only({"postgres_direct"}).database_direct_url))
    except (SettingsError, MigrationError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
