"""Containers as the tests look at them and treat them."""

import io
import json
import re
import tarfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from infra.docker.engine import Engine
from infra.docker.images import tag
from infra.docker.product import Product
from infra.render.units import Unit

SECONDS = 60
LOCKED_IN = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "4711:4711")
NOWHERE = (
    *("-e", "DATABASE_URL=postgresql://nobody@127.0.0.1:1/none"),
    *("-e", "RABBITMQ_URL=amqp://nobody@127.0.0.1:1/"),
    *("-e", "VALKEY_URL=valkey://127.0.0.1:1/0"),
)
ALONE = ("--network", "none", *NOWHERE)
NEVER = "0001-01-01T00:00:00Z"


def inspect(engine: Engine, *names: str) -> list[dict[str, Any]]:
    """Everything that the engine knows of images or containers."""
    found: list[dict[str, Any]] = json.loads(engine.docker("inspect", *names).stdout)
    return found


def names_in(engine: Engine, image: str, path: str = "/") -> set[str]:
    """The names of everything below a path of an image, which is not started for that."""
    container = engine.docker("create", image).stdout.strip()
    try:
        archive = engine.binary("cp", f"{container}:{path}", "-") if path != "/" else engine.binary("export", container)
    finally:
        engine.docker("rm", container)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return set(tar.getnames())


@contextmanager
def running(engine: Engine, image: str, *options: str) -> Iterator[str]:
    """A container of this image for as long as the block lasts; its id."""
    container = engine.docker("run", "--detach", *options, image).stdout.strip()
    try:
        yield container
    finally:
        engine.docker("rm", "--force", "--volumes", container)


def until(holds: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """Ask until the answer is true, and return it; the deadline is for what will never be."""
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)  # between two looks
    return answer


def is_healthy(engine: Engine, container: str) -> bool:
    """Whether the image's own health check says so, run now."""
    check = inspect(engine, container)[0]["Config"]["Healthcheck"]["Test"][1:]
    return engine.docker("exec", container, *check, check=False).returncode == 0


def statuses(engine: Engine, container: str, asked: Sequence[tuple[str, str]]) -> list[int]:
    """What the server in a container answers to these methods and paths, asked from the inside."""
    script = (
        "import http.client, json, sys\n"
        "connection = http.client.HTTPConnection('127.0.0.1', 8000, timeout=20)\n"
        "def status(method, path):\n"
        "    connection.request(method, path)\n"
        "    answer = connection.getresponse()\n"
        "    answer.read()\n"
        "    return answer.status\n"
        "print(json.dumps([status(*each) for each in json.loads(sys.argv[1])]))\n"
    )
    said = engine.docker("exec", container, "python3", "-c", script, json.dumps(asked)).stdout
    answers: list[int] = json.loads(said)
    return answers


def answers(url: str) -> bool:
    """Whether there is an HTTP server that answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


class Service:
    """One service of a running product."""

    def __init__(self, product: Product, name: str) -> None:
        self.product = product
        self.container = f"{product.name}-{name}-1"

    def look(self) -> dict[str, Any]:
        return inspect(self.product.engine, self.container)[0]

    @property
    def is_running(self) -> bool:
        return bool(self.look()["State"]["Running"])

    @property
    def was_ever_started(self) -> bool:
        return bool(self.look()["State"]["StartedAt"] != NEVER)

    def exec(self, *command: str) -> str:
        """Run a command beside it; what it says."""
        return self.product.engine.docker("exec", self.container, *command).stdout

    def kill(self) -> None:
        self.product.engine.docker("kill", self.container)


def service(product: Product, unit: Unit) -> Service:
    return Service(product, unit.name)


def image_of(unit: Unit) -> str:
    return tag(unit.name)


def megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


def size_of(text: str) -> float:
    """Bytes of a size as the client writes it: 4.22kB."""
    number, unit = re.fullmatch(r"([\d.]+)([kMG]?B)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}[unit]
