"""Who may import whom: the contracts stand in pyproject.toml, as sentences"""

import shutil
import subprocess
import sys
from pathlib import Path

from common.manifest import ROOT


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_import_rules_are_kept() -> None:
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout


def test_a_function_that_knows_another_breaks_them(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for part in ("common", "functions", "handlers"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "functions/game_show/handler.py").open("a") as handler:
        handler.write("\nfrom functions.game_finish.handler import game_finish\n")
    found = lint(tmp_path)
    assert found.returncode == 1
    assert "No function knows another function BROKEN" in found.stdout
