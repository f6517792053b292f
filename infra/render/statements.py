"""common/store/queries/*.py (SQLAlchemy Core) → common/store/sql/*.py (plain SQL for asyncpg)."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Executable
from sqlalchemy.dialects.postgresql import asyncpg

from common.manifest import ROOT
from common.store import queries

HEAD = '"""Rendered by `make render` from common/store/queries/{name}.py: do not edit."""\n'


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    folder = ROOT / "common" / "store" / "sql"
    yield folder / "__init__.py", HEAD.format(name="*")
    for module in sorted(pkgutil.iter_modules(queries.__path__), key=lambda module: module.name):
        yield folder / f"{module.name}.py", _module(module.name)


def _module(name: str) -> str:
    source = importlib.import_module(f"{queries.__name__}.{name}")
    parts = [HEAD.format(name=name), "\nfrom common.store.statement import Statement\n"]
    for public, statement in vars(source).items():
        if public.isupper() and not public.startswith("_") and isinstance(statement, Executable):
            parts.append(f"\n{public} = {_statement(statement)}\n")
    return "".join(parts)


class _Compiler(type(asyncpg.dialect()).statement_compiler):  # type: ignore[misc]  # the class is an attribute there
    """Constants become literals, so that only what a caller gives is a parameter."""

    def visit_bindparam(self, bindparam: BindParameter[Any], **options: Any) -> str:
        if bindparam.value is not None:
            options["literal_binds"] = True
        text: str = super().visit_bindparam(bindparam, **options)
        return text


def _statement(statement: Executable) -> str:
    dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's constructor is untyped
    dialect.statement_compiler = _Compiler
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # not every Executable, but all of ours
    sql = "\n".join(f"    {line.rstrip()}" for line in str(compiled).splitlines())
    names = [f'"{name}"' for name in compiled.positiontup or ()]
    return f'Statement(\n    """\n{sql}\n    """,\n    ({", ".join(names)}{"," if len(names) == 1 else ""}),\n)'
