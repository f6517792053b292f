"""The rules of the game stand on the standard library and themselves, and give the same answer at any time.

import-linter can only forbid what it is told by name; this allows what is on a list.
"""

import ast
import sys
from pathlib import Path

import pytest

from common.manifest import ROOT

FILES = sorted((ROOT / "common" / "domain").glob("**/*.py"))
OURS = ("common.domain", "common.errors")
IMPURE = frozenset({
    "asyncio", "concurrent", "importlib", "io", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil",
    "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
})  # fmt: skip
"""Of the standard library: clocks, dice, the world outside, and ways around these rules."""
IMPURE_CALLS = frozenset({"now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "open", "print", "input", "__import__"})


def impurities(source):
    """(line, what) for everything in this source that is no pure rule."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=level):
                modules = [module if level == 0 else "a relative import"]
            case _:
                modules = []
        yield from ((node.lineno, module) for module in modules if not _allowed(module))
        match node:
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield node.lineno, "async"
            case ast.Global():
                yield node.lineno, "global"
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if name in IMPURE_CALLS:
                yield node.lineno, name


def _allowed(module):
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return top not in IMPURE
    return any(module == ours or module.startswith(f"{ours}.") for ours in OURS)


def test_there_are_rules_to_look_at():
    assert {"kolkhoz", "game", "ledger", "rules", "rights"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", [*FILES, ROOT / "common" / "errors.py"], ids=lambda path: path.stem)
def test_the_rules_of_the_game_know_no_clock_no_dice_and_no_framework(path: Path):
    assert list(impurities(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import random", "random"),
        ("from time import monotonic", "time"),
        ("import os.path", "os"),
        ("import asyncio as later", "asyncio"),
        ("import msgspec", "msgspec"),
        ("from common.store import games", "common.store"),
        ("from common import settings", "common"),
        ("from common.errorsome import Refusal", "common.errorsome"),
        ("from .rules import Rules", "a relative import"),
        ("async def decide(): ...", "async"),
        ("import datetime\nat = datetime.datetime.now()", "now"),
        ("from uuid import uuid4", "uuid4"),
        ("def f():\n    import random", "random"),
        ("print(1)", "print"),
    ],
)
def test_this_check_would_notice(source, what):
    assert any(found.startswith(what) for _, found in impurities(source))
