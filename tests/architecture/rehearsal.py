"""One function as its image holds it: `common/`, its own folder, and the packages of its dependency group."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import httpx

from common import serve
from common.manifest import ROOT, Manifest
from common.settings import DEVELOPMENT_WEBHOOK_SECRET, Settings
from infra.local.ports import free_port
from infra.render.routes import route
from tests.functions.evening import Json, Person
from tests.functions.instances import Board, listen

SECONDS = 60.0
LAUNCHER = Path(__file__).with_name("alone.py")
SOURCES = shutil.ignore_patterns("__pycache__")


class Rehearsal(NamedTuple):
    """What came of it."""

    status: int
    """Of the answer; 101 for a WebSocket that was opened and has said hello."""
    modules: frozenset[str]
    """Everything that was imported when the process ended."""
    output: str


class Visit(NamedTuple):
    """A request that the function can answer well."""

    caller: Person
    ids: dict[str, str]
    """For the parameters of its path."""
    body: Json | None = None


def python(group: str = "http") -> Path:
    """The interpreter of the environment that holds this dependency group and nothing else."""
    found = ROOT / ".artel/venv" / group / "bin/python"
    assert found.exists(), f"The environment of the group {group} is not there: run infra/bootstrap.sh {group}."
    return found


def stage(empty: Path) -> Path:
    """What all images hold, compiled as they hold it, and the launcher; the directory itself."""
    shutil.copytree(ROOT / "common", empty / "common", ignore=SOURCES)
    shutil.copy(LAUNCHER, empty)
    subprocess.run([python(), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", empty], check=True)
    return empty


def ship(manifest: Manifest, staged: Path, empty: Path) -> None:
    """Link what the image holds, and the launcher; the folder is copied."""
    shutil.copytree(staged, empty, copy_function=os.link, dirs_exist_ok=True)
    shutil.copytree(manifest.folder, empty / "functions" / manifest.name, ignore=SOURCES)
    shutil.copy(ROOT / "functions" / "__init__.py", empty / "functions")


async def rehearse(manifest: Manifest, staged: Path, directory: Path, settings: Settings, visit: Visit) -> Rehearsal:
    """Serve the function alone, visit it once, end it."""
    ship(manifest, staged, directory)
    port, report = free_port(), directory / "modules.json"
    listener = serve.listening("127.0.0.1", port)
    process = await asyncio.create_subprocess_exec(
        python(manifest.group),
        LAUNCHER.name,
        report,
        f"functions/{manifest.name}",
        "--fd",
        str(listener.fileno()),
        cwd=directory,
        env=settings.only(manifest.needs).environ(),
        pass_fds=[listener.fileno()],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    # From now on only the function holds it: should it die, the visit fails at once.
    listener.close()
    status = 0
    try:
        status = await _call(manifest, f"http://127.0.0.1:{port}", visit)
    except httpx.HTTPError:
        pass  # the output says why
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(SECONDS):
            output, _ = await process.communicate()
    modules = json.loads(report.read_text(encoding="utf-8")) if report.exists() else ()
    return Rehearsal(status, frozenset(modules), output.decode())


async def _call(manifest: Manifest, address: str, visit: Visit) -> int:
    found = route(manifest)
    path = re.sub(r"\{(\w+):uuid\}", lambda match: visit.ids[match[1]], found.path)
    if found.is_socket:
        socket = await listen(address, path, visit.caller.access_token)
        async with Board(socket) as board:
            return 101 if (await board.receive())["t"] == "hello" else 0
    async with httpx.AsyncClient(base_url=address, timeout=SECONDS) as client:
        headers = {"Authorization": f"Bearer {visit.caller.access_token}"}
        headers["X-Telegram-Bot-Api-Secret-Token"] = DEVELOPMENT_WEBHOOK_SECRET
        answer = await client.request(found.method, path, json=visit.body, headers=headers)
    return answer.status_code
