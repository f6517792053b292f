"""The shelf: each folder under functions/ and handlers/ is one deployable, described by its manifest.toml."""

import importlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[1]
NEEDS = frozenset(
    {
        "postgres",
        "postgres_direct",
        "valkey",
        "rabbitmq",
        "s3",
        "jwt_private_key",
        "telegram_bot_token",
        "telegram_webhook_secret",
        "telemetry",
    }
)
EVERYONES = frozenset({"telemetry"})
"""What no manifest asks for, because everyone needs it."""

Kind = Literal["http", "queue"]
GROUPS: dict[Kind, tuple[str, ...]] = {"http": ("http", "files", "rating"), "queue": ("queue", "report", "telegram")}
"""The dependency groups of pyproject.toml that a folder can ask for, by its kind; the first is given unasked."""


class ManifestError(Exception):
    """A manifest.toml that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the code of a function or handler cannot know about itself."""

    name: str
    """The folder's name, which is also the Python function, operation, image, queue and metric label."""
    folder: Path
    kind: Kind
    group: str
    """The packages that it is shipped with, out of `GROUPS`: an image, an environment and a warm parent of its own."""
    needs: frozenset[str]
    """Backing services and secrets, out of `NEEDS`: it is given no others."""
    asks_telegram: bool = False
    """Whether it calls the Bot API: it is let out for that, and told the app's own link for its buttons."""
    min_instances: int = 0
    max_instances: int = 4
    concurrency: int = 20
    """Requests or messages that one instance works on at a time."""
    memory_mb: int = 128
    timeout_seconds: int = 30

    @property
    def service(self) -> str:
        """The name where underscores are not allowed: images, hosts, Kubernetes and Fly apps."""
        return self.name.replace("_", "-")

    def handler(self) -> Any:
        """Import the folder's handler.py and return the object that is named after the folder."""
        module = importlib.import_module(f"{self.folder.parent.name}.{self.name}.handler")
        return getattr(module, self.name)


def load(folder: Path) -> Manifest:
    """Read one folder's manifest. Raises ManifestError."""
    try:
        table = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # neither TOML nor UTF-8 is a ValueError
        raise ManifestError(f"{folder.name}/manifest.toml: {error}") from error
    known: set[str] = {f.name for f in fields(Manifest)} - {"name", "folder", "kind"}
    if unknown := table.keys() - known:
        raise ManifestError(f"{folder.name}/manifest.toml: unknown {sorted(unknown)}; known are {sorted(known)}")
    needs = table.pop("needs", [])
    if not isinstance(needs, list) or any(need not in tuple(NEEDS) for need in needs):
        raise ManifestError(f"{folder.name}/manifest.toml: needs is {needs!r}, no list out of {sorted(NEEDS)}")
    kind: Kind = "http" if folder.parent.name == "functions" else "queue"
    group = table.pop("group", GROUPS[kind][0])
    if group not in GROUPS[kind]:
        raise ManifestError(f"{folder.name}/manifest.toml: group is {group!r}, none of {list(GROUPS[kind])}")
    asks_telegram = table.pop("asks_telegram", False)
    if type(asks_telegram) is not bool:
        raise ManifestError(f"{folder.name}/manifest.toml: asks_telegram is {asks_telegram!r}, neither true nor false")
    for key, value in table.items():
        low = 0 if key == "min_instances" else 1
        if type(value) is not int or value < low:
            raise ManifestError(f"{folder.name}/manifest.toml: {key} is {value!r}, no whole number from {low}")
    return Manifest(
        name=folder.name,
        folder=folder,
        kind=kind,
        group=group,
        needs=frozenset(needs) | EVERYONES,
        asks_telegram=asks_telegram,
        **table,
    )


def shelf(root: Path = ROOT) -> list[Manifest]:
    """All functions, then all handlers, each in the order of their names."""
    return [
        load(path.parent)
        for kind in ("functions", "handlers")
        for path in sorted((root / kind).glob("*/manifest.toml"))
    ]


def selected(folders: Sequence[Path], root: Path = ROOT) -> list[Manifest]:
    """What lies in these folders, each a deployable or a whole part of the shelf; all that there is if none is named.

    Raises ManifestError, also for functions beside handlers: each kind has packages, and so a process, of its own.
    """
    found = list(_each(folders)) if folders else shelf(root)
    if len({each.kind for each in found}) != 1:
        raise ManifestError(f"Functions or handlers can be served, not {'both in one' if found else 'none'}.")
    return found


def _each(folders: Sequence[Path]) -> Iterator[Manifest]:
    for folder in folders:
        inside = [] if (folder / "manifest.toml").exists() else sorted(folder.glob("*/manifest.toml"))
        yield from (load(path.parent) for path in inside) if inside else [load(folder)]


def together(members: Sequence[Manifest]) -> Manifest:
    """One process for all of these: it is given what any of them needs, and has the patience of the most patient."""
    if len(members) == 1:
        return members[0]
    return Manifest(
        name=members[0].folder.parent.name,
        folder=members[0].folder.parent,
        kind=members[0].kind,
        group=members[0].group,
        needs=frozenset().union(*(each.needs for each in members)),
        timeout_seconds=max(each.timeout_seconds for each in members),
    )
