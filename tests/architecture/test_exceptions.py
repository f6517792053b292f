"""Where a rule of the security linter is set aside, the reason stands beside it."""

import re
from pathlib import Path

from common.manifest import ROOT

SOURCES = [
    path
    for folder in ("common", "functions", "handlers", "infra", "migrations")
    for path in (ROOT / folder).rglob("*.py")
]
SET_ASIDE = re.compile(r"# noqa: [A-Z0-9, ]*\bS\d{3}")
EXPLAINED = re.compile(r"# noqa: [A-Z0-9, ]+ +# \S.{10,}")
WHOLE_FOLDERS = re.compile(r'^"[^"]+" = \[.*"S(\d{3})?".*\](?! +# \S.{10,})', re.MULTILINE)


def unexplained(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if SET_ASIDE.search(line) and not EXPLAINED.search(line)]


def test_every_exception_is_explained() -> None:
    assert {str(path): lines for path in SOURCES if (lines := unexplained(path))} == {}


def test_every_exception_for_a_whole_folder_is_explained() -> None:
    assert WHOLE_FOLDERS.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []


def test_no_line_sets_all_rules_aside() -> None:
    assert [str(path) for path in SOURCES if re.search(r"# noqa(?!:)", path.read_text(encoding="utf-8"))] == []
