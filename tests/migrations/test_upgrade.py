"""The schema, up and down: every step can be taken back, and the code's tables are the database's."""

import ast
import asyncio
import json
import os
import sys

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from common.domain import rules
from common.manifest import ROOT
from infra import migrate
from infra.migrate import MigrationError

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))
REVISIONS = [path.name[:4] for path in FILES]

SCHEMA = """
    SELECT 'column', table_name || '.' || column_name,
           concat_ws(' ', data_type, is_nullable, column_default, generation_expression)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""


async def ask(url, query):
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def schema(url):
    """Everything in the database but Alembic's own table."""
    return [row for row in await ask(url, SCHEMA) if "alembic_version" not in row[1]]


async def alembic(run, url, revision):
    await asyncio.to_thread(run, migrate.config(url), revision)


async def test_every_step_down_takes_back_exactly_what_its_step_up_made(empty_url):
    before = [await schema(empty_url)]
    for revision in REVISIONS:
        await alembic(command.upgrade, empty_url, revision)
        before.append(await schema(empty_url))
        assert before[-1] != before[-2]
    newest = before.pop()
    while before:
        await alembic(command.downgrade, empty_url, "-1")
        assert await schema(empty_url) == before.pop()
    assert await schema(empty_url) == []
    await alembic(command.upgrade, empty_url, "head")
    assert await schema(empty_url) == newest


async def test_the_tables_of_the_code_are_those_of_the_database(empty_url):
    await alembic(command.upgrade, empty_url, "head")
    await asyncio.to_thread(command.check, migrate.config(empty_url))


async def test_upgrading_twice_changes_nothing(empty_url):
    await migrate.upgrade(empty_url)
    once = await schema(empty_url)
    await migrate.upgrade(empty_url)
    assert await schema(empty_url) == once


async def test_two_that_upgrade_at_once_wait_for_each_other(empty_url):
    await asyncio.gather(migrate.upgrade(empty_url), migrate.upgrade(empty_url))
    assert await ask(empty_url, "SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]


async def test_a_database_from_the_future_is_refused_with_a_clear_sentence_and_left_alone(empty_url):
    await migrate.upgrade(empty_url)
    await ask(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    there = await schema(empty_url)
    with pytest.raises(MigrationError) as refused:
        await migrate.upgrade(empty_url)
    assert str(refused.value) == "The database is at revision 9999, which this code does not know: run newer code."
    assert await schema(empty_url) == there


async def test_a_database_that_differs_from_the_code_is_named(empty_url):
    await migrate.upgrade(empty_url)
    await ask(empty_url, "ALTER TABLE seats ADD COLUMN colour text")
    with pytest.raises(MigrationError, match=r"database and common/store/tables.py differ.*colour"):
        await migrate.upgrade(empty_url)


async def test_as_a_command_it_ends_with_0_or_with_1_and_one_sentence(empty_url):
    async def run():
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "infra.migrate",
            cwd=ROOT,
            env={**os.environ, "DATABASE_DIRECT_URL": empty_url},
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await process.communicate()
        return process.returncode, errors.decode().strip()

    assert await run() == (0, "")
    await ask(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    assert await run() == (1, "The database is at revision 9999, which this code does not know: run newer code.")


def test_revisions_are_numbered_one_after_the_other_in_one_line():
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(FILES) + 1))
    scripts = ScriptDirectory.from_config(migrate.config("postgresql://nowhere"))
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == REVISIONS


@pytest.mark.parametrize("direction", ["upgrade", "downgrade"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_migration_waits_for_a_lock_for_long(path, direction):
    (function,) = (
        node
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == direction
    )
    assert ast.unparse(function.body[0]) == "op.execute(\"SET LOCAL lock_timeout = '5s'\")"


async def test_the_systems_templates_are_there_with_nothing_left_to_defaults(empty_url):
    await migrate.upgrade(empty_url)
    seeded = await ask(empty_url, "SELECT name, game_type, rules FROM templates WHERE owner_id IS NULL ORDER BY id")
    prices = {
        "Колхоз, 25 ₽ за очко": ("kolkhoz", "point_price_kopecks", 25_00),
        "Колхоз, 50 ₽ за очко": ("kolkhoz", "point_price_kopecks", 50_00),
        "Колхоз, 200 ₽ за очко": ("kolkhoz", "point_price_kopecks", 200_00),
        "Американка, 500 ₽": ("free_pyramid", "game_price_kopecks", 500_00),
        "Московская, 1000 ₽": ("combined_pyramid", "game_price_kopecks", 1000_00),
    }
    assert [name for name, _, _ in seeded] == list(prices)
    for name, game_type, text in seeded:
        given = json.loads(text)
        expected_type, price, kopecks = prices[name]
        assert (game_type, given[price]) == (expected_type, kopecks)
        assert json.loads(json.dumps(rules.as_json(rules.parse(given)))) == given
