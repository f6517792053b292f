"""Where things are kept: PostgreSQL, the functions' way to it, and Valkey."""

from collections.abc import AsyncIterator

import asyncpg
from alembic.config import Config
from alembic.script import ScriptDirectory

from common import cache
from common.manifest import ROOT
from common.store.sql import condition as sql
from infra.doctor.findings import SECONDS, Finding, Patient, clock, release
from infra.migrate import OLDEST_SERVER

OUTBOX_SECONDS = 60.0
OLDEST_VALKEY = (8,)
FULL = 0.8
_CONNECTIONS = """
SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int
"""
_RECOMPUTE = "Stop settling up, keep a copy of the database, and run make recompute (python -m infra.recompute)."


async def postgres(patient: Patient) -> AsyncIterator[Finding]:
    connection = await asyncpg.connect(patient.settings.database_direct_url, timeout=SECONDS, command_timeout=SECONDS)
    try:
        version = connection.get_server_version()
        old = "Run PostgreSQL 18 or newer: ids are made by uuidv7()." if version.major < OLDEST_SERVER else ""
        yield Finding("postgres", f"PostgreSQL {version.major}.{version.minor} answers.", old)
        yield clock("postgres", (await connection.fetchval("SELECT clock_timestamp()")).timestamp(), patient.now())
        used, most = await connection.fetchrow(_CONNECTIONS) or (0, 1)
        full = "Lower what PgBouncer opens, or raise max_connections." if used > FULL * most else ""
        yield Finding("postgres", f"{used} of {most} connections are in use.", full)
        finding = await _schema(connection)
        yield finding
        if not finding.remedy:
            async for finding in _money_and_messages(connection):
                yield finding
    finally:
        await connection.close()


async def _schema(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    newest = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml")).get_current_head()
    there = None
    if await connection.fetchval("SELECT to_regclass('alembic_version')"):
        there = await connection.fetchval("SELECT version_num FROM alembic_version")
    if there == newest:
        return Finding("schema", f"The schema is at {newest}, the newest.")
    return Finding(
        "schema",
        f"The schema is at {there or 'nothing'}, and this code is written for {newest}.",
        "Migrate (make migrate, or the step `migrate` of the deployment), or look with the code that is deployed.",
    )


async def _money_and_messages(connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[Finding]:
    one_sided, unlike = await sql.ONE_SIDED.value(connection), await sql.UNLIKE.value(connection)
    if one_sided:
        yield Finding("ledger", f"{one_sided} entries do not sum to zero.", _RECOMPUTE)
    if unlike:
        yield Finding("ledger", f"In {unlike} games the ledger says something else than the result.", _RECOMPUTE)
    if not (one_sided or unlike):
        yield Finding("ledger", "Every entry sums to zero, and every game's money is what its result says.")
    due, oldest = await sql.OUTBOX.one(connection) or (0, 0.0)
    late = "See the log of outbox_relay, and whether RabbitMQ takes messages." if oldest > OUTBOX_SECONDS else ""
    yield Finding("outbox", f"{due} messages are due, the oldest for {oldest:.0f} s.", late)


async def pgbouncer(patient: Patient) -> AsyncIterator[Finding]:
    """The way that functions take: prepared statements must pass."""
    connection = await asyncpg.connect(patient.settings.database_url, timeout=SECONDS, command_timeout=SECONDS)
    try:
        for number in range(2):
            await connection.fetchval("SELECT $1::int", number)
        yield Finding("pgbouncer", "The functions' way to PostgreSQL takes prepared statements.")
    finally:
        await connection.close()


async def valkey(patient: Patient) -> AsyncIterator[Finding]:
    async with cache.connect(patient.settings.valkey_url) as valkey:
        said = await valkey.info()
        version = str(said.get("valkey_version") or said["redis_version"])
        old = "Run Valkey 8 or newer." if release(version) < OLDEST_VALKEY else ""
        yield Finding("valkey", f"Valkey {version} answers, with {said['used_memory_human']}.", old)
        seconds, microseconds = await valkey.time()
        yield clock("valkey", seconds + microseconds / 1e6, patient.now())
        if str(said.get("maxmemory_policy", "")).startswith("allkeys"):
            yield Finding(
                "valkey",
                "When its memory is full it forgets any key, those of ended sign-ins too.",
                "Set maxmemory-policy to noeviction or volatile-ttl.",
            )
