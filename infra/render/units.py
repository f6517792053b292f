"""What is deployed as one image: a function by itself, or all functions whose names begin with the same word.

The same folders run at either granularity, so a shape is only a choice of how many images and processes there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Literal

from litestar.handlers import WebsocketRouteHandler

from common.db import POOL_SIZE
from common.manifest import GROUPS, Kind, Manifest, shelf
from common.settings import Settings
from common.worker import Clock, Consumer, Exporter

Shape = Literal["small", "large"]
"""small: a few grouped images, for one node; large: an image for each function."""
SHAPES: tuple[Shape, ...] = ("small", "large")

MOST_OF_A_GROUP = 2
"""Instances of a group on one node: the second one is there for the time of a deployment or a burst."""
NETWORKED = ("postgres", "postgres_direct", "valkey", "telemetry", "rabbitmq", "s3")
"""The needs that are a service on the network; the others are only secrets."""
TELEGRAM = "telegram"
"""What else is reached over the network, by whoever asks it (`asks_telegram`)."""
VARIABLES: dict[str, str] = {f.metadata["need"]: f.metadata["name"] for f in fields(Settings) if f.metadata["need"]}
"""The environment variable of each need."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One image and the processes of it."""

    name: str
    """Of the image, the host and the app."""
    folders: str
    """The image's build argument FUNCTION."""
    members: tuple[Manifest, ...]
    most: int | None = None
    """No more instances than this, whatever the manifests allow."""

    @property
    def kind(self) -> Kind:
        (kind,) = {member.kind for member in self.members}
        return kind

    @property
    def group(self) -> str:
        """The dependency group of its image."""
        (group,) = {member.group for member in self.members}
        return group

    @property
    def needs(self) -> list[str]:
        return sorted({need for member in self.members for need in member.needs})

    @property
    def reaches(self) -> list[str]:
        """What it may talk to over the network."""
        return [*(need for need in self.needs if need in NETWORKED), *([TELEGRAM] if self.asks_telegram else [])]

    @property
    def min_instances(self) -> int:
        return max(member.min_instances for member in self.members)

    @property
    def max_instances(self) -> int:
        allowed = max(member.max_instances for member in self.members)
        return max(self.min_instances, allowed if self.most is None else min(self.most, allowed))

    @property
    def concurrency(self) -> int:
        return max(member.concurrency for member in self.members)

    @property
    def memory_mb(self) -> int:
        return max(member.memory_mb for member in self.members)

    @property
    def timeout_seconds(self) -> int:
        return max(member.timeout_seconds for member in self.members)

    @property
    def holds_sockets(self) -> bool:
        """Whether connections stay open for minutes: such a process must neither be cut nor suspended."""
        return any(isinstance(member.handler(), WebsocketRouteHandler) for member in self.members)

    @property
    def asks_telegram(self) -> bool:
        """Whether it is let out to the Bot API, with messages whose buttons lead to the Mini App's own link."""
        return any(member.asks_telegram for member in self.members)

    @property
    def connections(self) -> int:
        """The most connections to PgBouncer that all its instances open."""
        return self.max_instances * POOL_SIZE if "postgres" in self.needs else 0


def functions(shape: Shape) -> list[Unit]:
    """Everything that answers HTTP, in the order of names."""
    http = [each for each in shelf() if each.kind == "http"]
    if shape == "large":
        return [_alone(each) for each in http]
    return list(_groups(http))


def consumers() -> list[Unit]:
    """Everything that listens: always one by one, because each is scaled by what waits for it alone."""
    return [_alone(each) for each in shelf() if each.kind == "queue" and not is_clock(each)]


def compose() -> list[Unit]:
    """Everything as compose.local.yml has it: a service each, but one for all that runs at intervals."""
    return sorted([*functions("large"), *consumers(), clock()], key=lambda unit: unit.name)


def clocks() -> list[Unit]:
    """Everything that runs at intervals, one by one."""
    return [_alone(each) for each in shelf() if is_clock(each)]


def clock() -> Unit:
    """All of it in one process, which is its own clock: for where nobody else has one."""
    members = tuple(member for unit in clocks() for member in unit.members)
    return Unit("clock", " ".join(unit.folders for unit in clocks()), members, most=1)


def is_clock(manifest: Manifest) -> bool:
    """Whether the clock wakes it, and no message."""
    return manifest.kind == "queue" and isinstance(manifest.handler(), Clock)


def homes(units: Sequence[Unit]) -> Callable[[Manifest], str]:
    """Where each function lives: what its route leads to."""
    names = {member.name: unit.name for unit in units for member in unit.members}
    return lambda manifest: names[manifest.name]


def queue_of(unit: Unit) -> str | None:
    """The RabbitMQ queue that a consumer works; None for those that hear PostgreSQL or the clock."""
    member = unit.members[0]
    return member.name if isinstance(member.handler(), Consumer) else None


def is_exporter(unit: Unit) -> bool:
    """Whether Prometheus asks it: it is always there, and called over the network."""
    return unit.kind == "queue" and any(isinstance(member.handler(), Exporter) for member in unit.members)


def _alone(manifest: Manifest) -> Unit:
    return Unit(manifest.service, f"{manifest.folder.parent.name}/{manifest.name}", (manifest,))


def _groups(http: Sequence[Manifest]) -> Iterator[Unit]:
    """By first word and, because an image has the packages of one dependency group, by that."""
    for (word, group), members in groupby(sorted(http, key=_word_and_group), key=_word_and_group):
        name = word if group == GROUPS["http"][0] else f"{word}-{group}"
        yield Unit(name, f"functions/{word}_*", tuple(members), MOST_OF_A_GROUP)


def _word_and_group(manifest: Manifest) -> tuple[str, str]:
    return manifest.name.partition("_")[0], manifest.group
