import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import asyncpg
import pytest
from valkey.asyncio import Valkey as ValkeyClient

from infra.local import paths
from infra.local.ledger import Ledger
from infra.local.ports import HIGHEST, LOWEST, free_port, is_free
from infra.local.processes import Identity
from infra.local.services import Postgres, Service, ServiceError, Valkey


async def kill(service: Service) -> None:
    assert service.pid is not None
    os.kill(service.pid, signal.SIGKILL)
    await service.died()


async def test_postgres_keeps_its_data_over_a_kill(tmp_path: Path) -> None:
    async with Postgres(tmp_path, durable=False) as postgres:
        connection = await asyncpg.connect(postgres.url)
        await connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
        connection.terminate()
        await kill(postgres)
        # Its other processes need a moment to notice, and the shared memory is in use until then.
        for _ in range(50):
            try:
                await postgres.start()
                break
            except ServiceError:
                await asyncio.sleep(0.1)
        connection = await asyncpg.connect(postgres.url)
        assert await connection.fetchval("SELECT value FROM kept") == 1
        await connection.close()


async def test_postgres_copies_databases_and_asks_for_a_password(tmp_path: Path) -> None:
    async with Postgres(tmp_path, durable=False) as postgres:
        connection = await asyncpg.connect(postgres.url)
        await connection.execute("CREATE TABLE copied AS SELECT 1 AS value")
        await connection.close()
        copy = await asyncpg.connect(await postgres.create_database("copy", template="artel"))
        assert await copy.fetchval("SELECT value FROM copied") == 1
        await postgres.drop_database("copy")
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await copy.fetchval("SELECT 1")
        copy.terminate()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://postgres:guess@127.0.0.1:{postgres.port}/artel")


async def test_postgres_starts_although_its_old_pid_belongs_to_a_stranger_now(tmp_path: Path) -> None:
    async with Postgres(tmp_path, durable=False) as postgres:
        await kill(postgres)
        stranger = await asyncio.create_subprocess_exec("sleep", "60")
        for lock in (postgres.data / "postmaster.pid", postgres.sockets / f".s.PGSQL.{postgres.port}.lock"):
            _, *rest = lock.read_text().splitlines()
            lock.write_text("\n".join([str(stranger.pid), *rest]))
        await postgres.start()
        assert stranger.returncode is None
        stranger.kill()
        await stranger.wait()


async def test_valkey_keeps_its_data_over_a_kill(tmp_path: Path) -> None:
    async with Valkey(tmp_path) as valkey:
        async with ValkeyClient.from_url(valkey.url) as client:
            await client.set("kept", 1)
            await client.execute_command("WAITAOF", 1, 0, 1000)
        await kill(valkey)
        await valkey.start()
        async with ValkeyClient.from_url(valkey.url) as client:
            assert await client.get("kept") == b"1"


async def test_a_service_that_cannot_start_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        valkey = Valkey(tmp_path, port=taken.getsockname()[1])
        with pytest.raises(ServiceError, match=f"valkey cannot start: port {valkey.port} is used"):
            await valkey.start()
        assert valkey.pid is None


async def test_a_service_that_ends_early_shows_the_end_of_its_log(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path, durable=False)
    async with postgres:
        pass
    (postgres.data / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(ServiceError, match="no_such_setting"):
        await postgres.start()
    assert postgres.pid is None


async def test_a_service_dies_with_whoever_started_it(tmp_path: Path) -> None:
    starter = (
        "import asyncio, sys, pathlib; from infra.local.services import Valkey\n"
        "async def main():\n"
        "    valkey = Valkey(pathlib.Path(sys.argv[1])); await valkey.start(); print(valkey.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", starter, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    identity = Identity.of(int(await process.stdout.readline()))
    assert identity is not None
    process.kill()
    await process.wait()
    assert await identity.gone(5)


async def test_the_ledger_ends_what_was_left_and_spares_strangers(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    left, stranger = [await asyncio.create_subprocess_exec("sleep", "60") for _ in range(2)]
    ledger.note("left", left.pid)
    ledger.note("stranger", stranger.pid)
    (tmp_path / str(stranger.pid)).write_text("stranger 12345 SIGTERM\n")
    (tmp_path / "4194305").write_text("long_gone 1 SIGTERM\n")
    (tmp_path / "1").write_text("")
    assert await ledger.clear() == ["left"]
    assert await left.wait() == -signal.SIGTERM
    assert stranger.returncode is None
    assert os.listdir(tmp_path) == []
    stranger.kill()
    await stranger.wait()


def test_ports_lie_below_the_ephemeral_range_and_are_given_once() -> None:
    given = [free_port() for _ in range(50)]
    assert len(set(given)) == 50
    assert all(LOWEST <= port <= HIGHEST < 32768 for port in given)
    assert free_port([given[0]]) != given[0]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert not is_free(taken.getsockname()[1])


async def test_two_processes_are_not_given_the_same_port() -> None:
    port = free_port()
    asking = f"from infra.local.ports import free_port, is_free; print(is_free({port}), free_port([{port}]) != {port})"
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", asking, stdout=asyncio.subprocess.PIPE)
    output, _ = await other.communicate()
    assert output == b"True True\n"


def test_sockets_get_a_short_private_directory_when_the_wished_path_is_too_long(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    short = paths.socket_directory(long)
    assert len(str(short)) + paths.FILE_NAME < paths.LONGEST
    assert paths.socket_directory(long) == short
    assert short.stat().st_mode & 0o777 == 0o700
    short.chmod(0o755)
    with pytest.raises(PermissionError, match="not a private directory"):
        paths.socket_directory(long)
    short.rmdir()
    assert paths.socket_directory(Path("/tmp/short")) == Path("/tmp/short")
