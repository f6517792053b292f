"""What must be there before the product can answer: schema, topology, the built webapp."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import asyncpg

from common import topology
from infra.local import processes
from infra.local.config import Config
from infra.local.programs import ROOT

BUILT_FROM = Path("dist/.artel-source-digest")
"""Lies in what it is about, and goes with it."""
BOT = "VITE_TELEGRAM_APP"
"""Whose links the webapp makes; what else it is built of is in its folder."""


class ProvisionError(Exception):
    """A step that failed; the message is a sentence, followed by the end of its log."""


async def migrate(config: Config, database_url: str) -> None:
    """Bring the schema up to date. Raises ProvisionError."""
    # In a process of its own, so that the runner does not hold SQLAlchemy and Alembic in memory all evening.
    await _run(
        config,
        "migrate",
        [sys.executable, "-m", "infra.migrate"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_DIRECT_URL": database_url},
        cwd=ROOT,
    )


async def declare_topology(config: Config, rabbitmq_url: str) -> None:
    """Declare exchanges, queues and bindings, as the deploy step does elsewhere. Raises TopologyError."""
    await topology.declare(rabbitmq_url, config.topology)


async def forget_reports(database_url: str) -> None:
    """Reports whose files were in a storage that keeps nothing when it ends: they can be asked for anew."""
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("DELETE FROM reports WHERE made_at IS NOT NULL")
    finally:
        await connection.close()


def webapp_is_stale(config: Config) -> bool:
    """Whether there is a webapp that webapp/dist was not built from, or not for the same bot."""
    folder = config.root / "webapp"
    return (folder / "package.json").exists() and _noted(folder / BUILT_FROM) != _digest(folder)


async def build_webapp(config: Config) -> None:
    """Build webapp/dist; its packages are there, put by infra/bootstrap.sh. Raises ProvisionError."""
    folder = config.root / "webapp"
    sources = _digest(folder)
    await _npm(config, "run", "build")
    (folder / BUILT_FROM).write_text(sources, encoding="utf-8")


def _noted(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


async def _npm(config: Config, *arguments: str) -> None:
    own = config.data / "venv/node/bin"  # put there by infra/bootstrap.sh where the machine has no recent Node
    path = f"{own}:{os.environ.get('PATH', os.defpath)}"
    await _run(config, "webapp", ["npm", *arguments], env={**os.environ, "PATH": path}, cwd=config.root / "webapp")


async def _run(config: Config, log: str, command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> None:
    process = await processes.spawn(command, log=config.log(log), env=env, cwd=cwd)
    if await processes.finished(process):
        raise ProvisionError(f"`{' '.join(command)}` failed:\n{processes.last_lines(config.log(log))}")


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name not in ("node_modules", "dist", "docs", "tests"):
            yield from (path,) if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())


def _digest(folder: Path) -> str:
    digest = hashlib.sha256(os.environ.get(BOT, "").encode())
    for path in _sources(folder):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()
