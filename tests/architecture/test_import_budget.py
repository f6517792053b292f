"""A cold start is mostly imports: what an HTTP function may load, measured in its own environment"""

import json
import subprocess
from pathlib import Path

from common.manifest import ROOT
from tests.architecture.rehearsal import python

MODULES = 900
"""Litestar, uvicorn, asyncpg and the standard library's part of them are about nine tenths of it."""

LOADED = """
import json, sys
from common import serve
from common.manifest import load
from common.settings import Settings
from pathlib import Path
manifest = load(Path("functions") / sys.argv[1])
serve.server_config(serve.application(manifest, settings=Settings()), manifest)
print(json.dumps(sorted(sys.modules)))
"""


def loaded_by(function: str, root: Path = ROOT) -> set[str]:
    """All modules of a process that is ready to serve the function."""
    command = [str(python()), "-c", LOADED, function]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env={})
    assert found.returncode == 0, found.stderr
    return set(json.loads(found.stdout))


def test_a_function_loads_no_more_than_it_needs() -> None:
    loaded = loaded_by("game_record_event")
    assert len(loaded) <= MODULES
    unwanted = {"unittest", "sqlite3", "setuptools", "pip", "httpx"}
    assert {name.partition(".")[0] for name in loaded} & unwanted == set()


def test_only_what_is_live_loads_the_websocket_server() -> None:
    assert "websockets" not in {name.partition(".")[0] for name in loaded_by("game_show")}
    for live in ("session_live", "player_live"):
        assert "websockets" in {name.partition(".")[0] for name in loaded_by(live)}
