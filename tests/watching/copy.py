"""A database of its own with an exporter of its own: what is broken or slow in there is seen, and hurts nobody."""

import asyncio
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from common import serve
from common.manifest import ROOT, load
from common.settings import Settings
from infra import migrate
from infra.local.ports import free_port
from infra.local.runner import Runner
from tests.watching.watching import as_superuser


class Copy:
    """The exporter reaches its database over a way whose answers can be kept back for `delay_seconds`."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        self._runner = runner
        self.delay_seconds = 0.0
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._life = serve.Life()

    async def __aenter__(self) -> Self:
        url = await self._runner.postgres.create_database("copy")
        await migrate.upgrade(url)
        self._way = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        parts, way = urlsplit(url), self._way.sockets[0].getsockname()[1]
        slowly = url.replace(f":{parts.port}/", f":{way}/")
        settings = Settings(database_url=slowly, telemetry_url=self._runner.valkey.url)
        listener, exporter = serve.listening("127.0.0.1", self.port), load(ROOT / "handlers/metrics_export")
        self._serving = asyncio.create_task(serve.serve_queues([exporter], settings, self._life, listener))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._life.stop.set()
        await self._serving
        self._way.close()

    async def take_a_kopeck(self) -> None:
        """What no way into the database allows: a result without the one that is its other side."""
        await self._as_nobody_may("INSERT INTO game_results VALUES (uuidv7(), uuidv7(), 0, 0, 0, 1)")

    async def put_it_back(self) -> None:
        await self._as_nobody_may("DELETE FROM game_results")

    async def _as_nobody_may(self, statement: str) -> None:
        # No trigger and no foreign key is asked.
        unasked = "SET session_replication_role = replica"
        await as_superuser(self._runner.postgres, unasked, statement, database="copy")

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_database, to_database = await asyncio.open_connection("127.0.0.1", self._runner.postgres.port)
        await asyncio.gather(self._pass_on(reader, to_database, 0), self._pass_on(from_database, writer, 1))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, slowed: int) -> None:
        try:
            while part := await reader.read(65536):
                await asyncio.sleep(slowed * self.delay_seconds)  # what is slow
                writer.write(part)
                await writer.drain()
        except OSError:
            pass  # cut by the other side
        finally:
            writer.close()
