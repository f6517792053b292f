"""Those who look at a running product: Prometheus, Alertmanager, and the exporters of what has no figures of its own.

    async with Watching(runner, tmp_path) as watching:
        await watching.prometheus.value("artel_sessions_open")

Debian's programs, unpacked by infra/bootstrap.sh, each a private child like every other service.
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, ClassVar, Self

import asyncpg
import httpx
import yaml

from infra.local import programs
from infra.local.ports import exchange
from infra.local.processes import tied
from infra.local.runner import Runner
from infra.local.services import Postgres, Service
from infra.render import alerts

SCRAPE_SECONDS = 15.0
LOCAL = "127.0.0.1:{}"


class Watcher(Service):
    """A program with a page for people or for Prometheus."""

    program: ClassVar[str]
    page: ClassVar[str] = "/metrics"

    @property
    def address(self) -> str:
        return LOCAL.format(self.port)

    def options(self) -> list[str]:
        """Its arguments."""
        raise NotImplementedError

    def command(self) -> list[str]:
        return tied([str(programs.watching(self.program)), *self.options()], self.stop_signal)

    async def answers(self) -> bool:
        return b" 200 " in (await self.get(self.page))[:16]

    async def get(self, path: str) -> bytes:
        """The whole answer to a GET, its head included; nothing if nobody answers."""
        return await exchange(self.port, f"GET {path} HTTP/1.0\r\nHost: {self.address}\r\n\r\n".encode())


async def as_superuser(postgres: Postgres, *statements: str, database: str = "postgres") -> None:
    """Run statements, in one session."""
    connection = await asyncpg.connect(
        host=str(postgres.sockets), port=postgres.port, user="postgres", database=database, timeout=10
    )
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


class PostgresExporter(Watcher):
    """What PostgreSQL says of itself, to a role that may look at its state and at no row."""

    name, program = "postgres-exporter", "prometheus-postgres-exporter"

    def __init__(self, directory: Path, postgres: Postgres) -> None:
        super().__init__(directory)
        self.postgres = postgres

    async def prepare(self) -> None:
        await as_superuser(
            self.postgres,
            # Go's driver takes no number below four digits.
            "SET scram_iterations = 4096",
            "CREATE ROLE watcher LOGIN PASSWORD 'watcher' IN ROLE pg_monitor",
        )

    def options(self) -> list[str]:
        return [f"--web.listen-address={self.address}"]

    def environment(self) -> Mapping[str, str]:
        address = f"postgresql://watcher:watcher@{LOCAL.format(self.postgres.port)}/artel?sslmode=disable"
        return {**super().environment(), "DATA_SOURCE_NAME": address}


class ValkeyExporter(Watcher):
    """What Valkey says of itself."""

    name, program = "valkey-exporter", "prometheus-redis-exporter"

    def __init__(self, directory: Path, valkey_port: int) -> None:
        super().__init__(directory)
        self.valkey_port = valkey_port

    def options(self) -> list[str]:
        return [f"-web.listen-address={self.address}", f"-redis.addr=redis://{LOCAL.format(self.valkey_port)}"]


class Alertmanager(Watcher):
    """Tells whoever listens on `told`, a webhook, and keeps back what another alert makes needless."""

    name, program, page = "alertmanager", "prometheus-alertmanager", "/-/ready"

    def __init__(self, directory: Path, *, told: str = "", at_once: bool = False) -> None:
        super().__init__(directory)
        self.configured = alerts.alertmanager(told, 1 / 60 if at_once else 1)

    def options(self) -> list[str]:
        return [
            f"--config.file={self.directory / 'alertmanager.yml'}",
            f"--storage.path={self.directory / 'data'}",
            f"--web.listen-address={self.address}",
            "--cluster.listen-address=",
        ]

    async def prepare(self) -> None:
        (self.directory / "alertmanager.yml").write_text(yaml.safe_dump(self.configured), encoding="utf-8")
        # Unpacked, it looks for its templates below the folder where it is started (infra/bootstrap.sh).
        beside = self.directory / "usr"
        beside.unlink(missing_ok=True)
        beside.symlink_to(programs.watching(self.program).parents[1])


class Prometheus(Watcher):
    """Asks each target, and Alertmanager where an alert's rule has held for long enough."""

    name, program, page = "prometheus", "prometheus", "/-/ready"

    def __init__(
        self, directory: Path, targets: Mapping[str, str], alertmanager: str, *, scale: float = 1, scrape_seconds: float
    ) -> None:
        super().__init__(directory)
        self.rules = alerts.rules(scale)
        self.configured = alerts.prometheus(targets | {"prometheus": self.address}, alertmanager, scrape_seconds)

    def options(self) -> list[str]:
        return [
            f"--config.file={self.directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.directory / 'data'}",
            f"--web.listen-address={self.address}",
        ]

    async def prepare(self) -> None:
        for name, text in (("prometheus.yml", self.configured), ("rules.yml", self.rules)):
            (self.directory / name).write_text(yaml.safe_dump(text), encoding="utf-8")

    async def query(self, expression: str) -> list[dict[str, Any]]:
        """The samples of an instant query: `metric` and `value`. Raises ValueError with what Prometheus says."""
        async with httpx.AsyncClient(timeout=30) as client:
            answer = (await client.get(f"http://{self.address}/api/v1/query", params={"query": expression})).json()
        if answer["status"] != "success":
            raise ValueError(f"{expression}: {answer['error']}")
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found

    async def value(self, expression: str) -> float | None:
        """The one sample of an instant query, None if there is none."""
        found = await self.query(expression)
        return float(found[0]["value"][1]) if found else None


class Watching:
    """All of them beside a runner, whose configuration must say `watched`."""

    def __init__(
        self,
        runner: Runner,
        directory: Path,
        *,
        told: str = "",
        scale: float = 1,
        scrape_seconds: float = SCRAPE_SECONDS,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.postgres = PostgresExporter(directory / "postgres-exporter", runner.postgres)
        self.valkey = ValkeyExporter(directory / "valkey-exporter", runner.valkey.port)
        self.alertmanager = Alertmanager(directory / "alertmanager", told=told, at_once=scale < 1)
        targets = {
            "artel": LOCAL.format(runner.metrics_port),
            "gateway": LOCAL.format(runner.caddy.metrics_port),
            "rabbitmq": LOCAL.format(runner.rabbitmq.metrics_port),
            "postgres": self.postgres.address,
            "valkey": self.valkey.address,
            "alertmanager": self.alertmanager.address,
        }
        self.prometheus = Prometheus(
            directory / "prometheus",
            targets | (instead or {}),
            self.alertmanager.address,
            scale=scale,
            scrape_seconds=scrape_seconds,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            for each in (self.postgres, self.valkey, self.alertmanager, self.prometheus):
                await stack.enter_async_context(each)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
