"""The SQL that runs is the SQL that SQLAlchemy wrote, and PostgreSQL understands every word of it."""

import importlib
import pkgutil

import asyncpg
import pytest

from common.manifest import ROOT
from common.store import sql
from common.store.statement import Statement
from infra.render import statements

RENDERED = dict(statements.render())
STATEMENTS = {
    f"{module.name}.{name}": statement
    for module in pkgutil.iter_modules(sql.__path__)
    for name, statement in vars(importlib.import_module(f"{sql.__name__}.{module.name}")).items()
    if isinstance(statement, Statement)
}


@pytest.fixture
async def connection(postgres):
    opened = await asyncpg.connect(postgres.url)
    yield opened
    await opened.close()


@pytest.mark.parametrize("path", RENDERED, ids=lambda path: path.name)
def test_the_rendered_file_is_fresh(path):
    assert path.read_text(encoding="utf-8") == RENDERED[path], "run `make render`"


def test_no_file_is_left_over_from_queries_that_are_gone():
    assert set((ROOT / "common" / "store" / "sql").glob("*.py")) == set(RENDERED)


@pytest.mark.parametrize("name", STATEMENTS)
async def test_postgresql_prepares_it_with_one_value_for_each_name(name, connection):
    statement = STATEMENTS[name]
    prepared = await connection.prepare(statement.sql)
    assert len(prepared.get_parameters()) == len(statement.parameters)
    assert len(set(statement.parameters)) == len(statement.parameters)
    assert "unknown" not in {parameter.name for parameter in prepared.get_parameters()}
