"""A small shelf of functions behind the real runner, fork server and Caddy, in a directory of the test's own."""

import asyncio
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import pytest

from common.manifest import shelf
from common.settings import Settings
from infra.local.forks import ForkServer
from infra.local.ledger import Ledger
from infra.local.ondemand import Function
from infra.local.ports import free_port
from infra.local.programs import ROOT
from infra.local.services import Caddy

SHELF = Path(__file__).parent / "shelf"
ROUTE = """
@{name} path /api/v1/{name}
handle @{name} {{
	import function {name}
}}
"""


async def eventually(condition: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Return as soon as the condition holds; fail if it does not in time."""
    async with asyncio.timeout(seconds):
        while True:
            if condition():
                return
            await asyncio.sleep(0.01)


def render_routes(root: Path) -> None:
    """Route /api/v1/<name> to each function of a shelf."""
    generated = root / "infra/generated"
    generated.mkdir(parents=True, exist_ok=True)
    names = [manifest.name for manifest in shelf(root) if manifest.kind == "http"]
    (generated / "routes.caddy").write_text("".join(ROUTE.format(name=name) for name in names))


class OnDemandShelf:
    """Functions on demand behind Caddy, without the services that they do not need."""

    def __init__(self, root: Path, directory: Path, *, idle_seconds: float, settings: Settings) -> None:
        self.directory = directory
        self.ledger = Ledger(directory / "processes")
        self.server = ForkServer(
            "http", root, Path(sys.executable), log=directory / "forkserver.log", ledger=self.ledger
        )
        self.functions = {
            manifest.name: Function(
                manifest,
                self.server,
                settings.only(manifest.needs).environ(),
                idle_seconds=idle_seconds,
                log=directory / f"{manifest.name}.log",
                path=directory / f"{manifest.name}.sock",
            )
            for manifest in shelf(root)
        }
        port = free_port()
        environment = {
            "ARTEL_PORT": str(port),
            "ARTEL_SOCKETS": str(directory),
            "ARTEL_WEBAPP": str(root / "webapp/dist"),
            "ARTEL_ROUTES": str(root / "infra/generated/routes.caddy"),
        }
        self.caddy = Caddy(directory / "caddy", ROOT / "infra/caddy/local.Caddyfile", environment, port=port)
        self.client = httpx.AsyncClient(base_url=f"{self.caddy.url}/api/v1", timeout=20)

    async def __aenter__(self) -> Self:
        await self.server.start()
        for function in self.functions.values():
            function.rest()
        await self.caddy.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.aclose()
        await self.caddy.stop()
        await asyncio.gather(*(function.stop() for function in self.functions.values()))
        await self.server.stop()
        assert self.ledger.left() == []


Open = Callable[..., OnDemandShelf]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A shelf that the test may change."""
    copy = tmp_path / "root"
    shutil.copytree(SHELF, copy)
    render_routes(copy)
    return copy


@pytest.fixture
def open_shelf(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Open:
    """`async with open_shelf(idle_seconds=0.3) as shelf:`"""

    def opened(*, idle_seconds: float = 30.0, settings: Settings | None = None) -> OnDemandShelf:
        directory = tmp_path_factory.mktemp("s")
        return OnDemandShelf(root, directory, idle_seconds=idle_seconds, settings=settings or Settings())

    return opened
