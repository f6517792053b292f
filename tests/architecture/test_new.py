"""python -m infra.new NAME METHOD PATH"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from common.manifest import ROOT
from infra.new import METHODS, Impossible, files, stamp

ENVIRONMENT = {**os.environ, "PYTHONPATH": "."}


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=ENVIRONMENT)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as a newcomer has it, with two functions stamped."""
    root = tmp_path_factory.mktemp("clone") / "artel"
    parts = ("common", "functions", "handlers", "infra", "migrations", "tests")
    for part in parts:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    if (ROOT / ".mypy_cache").exists():  # `make check` has been here: only what is stamped is new
        shutil.copytree(ROOT / ".mypy_cache", root / ".mypy_cache")
    for arguments in (
        ("friend_list", "get", "/friends"),
        ("friend_accept", "POST", "/friends/requests/{request_id:uuid}/accept"),
    ):
        made = run(root, sys.executable, "-m", "infra.new", *arguments)
        assert made.returncode == 0, made.stderr
        assert f"made functions/{arguments[0]}/handler.py" in made.stdout
    return root


def test_what_is_stamped_runs_and_refuses_strangers(clone: Path) -> None:
    tests = ("tests/functions/test_friend_list.py", "tests/functions/test_friend_accept.py")
    found = run(clone, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert found.returncode == 0, found.stdout
    assert "4 passed" in found.stdout


def test_what_is_stamped_passes_every_check(clone: Path) -> None:
    stamped = [f"{place}friend_{verb}{suffix}" for verb in ("list", "accept") for place, suffix in _PLACES]
    for command in (
        ("-m", "ruff", "check", *stamped),
        ("-m", "ruff", "format", "--check", *stamped),
        ("-m", "mypy", "-p", "functions.friend_list", "-p", "functions.friend_accept"),
    ):
        found = run(clone, sys.executable, *command)
        assert found.returncode == 0, found.stdout
    rules = run(clone, str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert rules.returncode == 0, rules.stdout


_PLACES = (("functions/", "/handler.py"), ("tests/functions/test_", ".py"))


@pytest.mark.parametrize(
    "name", ["", "friend", "FriendList", "friend-list", "friend_", "_list", "../friend_list", "a b"]
)
def test_a_name_that_is_no_noun_and_verb_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Impossible, match="noun_verb"):
        stamp(tmp_path, name, "GET", "/friends")
    assert list(tmp_path.iterdir()) == []


PATHS = """
    friends / /friends/ //friends /Friends /friends?x=1 /friends/../me /" /{id} /{friend_id} /{friend:uuid}
    /{friend_id:int} /friends/{friend_id:uuid}x /{friend_id:uuid}/{friend_id:uuid}
"""


@pytest.mark.parametrize("path", ["", *PATHS.split()])
def test_a_path_that_cannot_be_routed_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(Impossible, match=r"no path|twice"):
        stamp(tmp_path, "friend_list", "GET", path)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("friend_list", "WS", "/friends"), "'WS' is no method"),
        (("friend_list", "GET", "/api/v1/friends"), "Leave out /api/v1"),
        (("friend_list", "GET", "/me"), "answered by player_show_me already"),
        (("friend_list", "GET", "/games/{friend_id:uuid}"), "answered by game_show already"),
    ],
)
def test_the_refusal_is_one_sentence(given: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(Impossible, match=sentence) as refused:
        files(*given)
    assert "\n" not in str(refused.value)


def test_what_is_there_is_never_written_over(clone: Path) -> None:
    before = (clone / "functions/friend_list/handler.py").read_text()
    again = run(clone, sys.executable, "-m", "infra.new", "friend_list", "GET", "/other")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "There is a functions/friend_list/__init__.py already: choose another name.\n"
    taken = run(clone, sys.executable, "-m", "infra.new", "stats_update", "GET", "/other")
    assert taken.stderr == "There is a handlers/stats_update already: choose another name.\n"
    assert (clone / "functions/friend_list/handler.py").read_text() == before


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_stamped(tmp_path: Path, method: str) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "tests/functions").mkdir(parents=True)
    for file in stamp(tmp_path, "friend_try", method, "/friends/{friend_id:uuid}"):
        if file.suffix == ".py":
            compile(file.read_text(), file.name, "exec")
