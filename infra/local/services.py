"""The programs we stand on, each a private foreground child on its own port with its own data directory.

    async with Postgres(tmp_path / "postgres", durable=False) as postgres:
        connection = await asyncpg.connect(postgres.url)

No system service is used or touched, nothing is daemonised, and leaving the block ends the program by its own handle.
"""

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, Self

import asyncpg

from infra.local import programs
from infra.local.paths import socket_directory, write_secret
from infra.local.ports import exchange, free_port, is_free
from infra.local.processes import command_of, finished, last_lines, spawn, stop, tied

GIVE_UP_SECONDS = 2.0
"""Patience with a program that is still starting: it has nothing to lose, and RabbitMQ would first boot to its end."""


class ServiceError(Exception):
    """A service that does not start; the message is a sentence for a person, followed by the end of its log."""


class Service:
    """A program that is ready when it answers in its own protocol."""

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    start_seconds: ClassVar[float] = 30.0
    stop_seconds: ClassVar[float] = 15.0

    def __init__(self, directory: Path, *, port: int | None = None, log: Path | None = None) -> None:
        self.directory = directory
        self.port = port or free_port()
        self.log = log or directory / f"{self.name}.log"
        self.process: asyncio.subprocess.Process | None = None
        self.starts = 0
        self.ready = False
        """Whether it has answered since it was last started."""
        self.on_spawn: Callable[[Service], None] = lambda service: None
        """Called each time there is a new process."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process and self.process.returncode is None else None

    async def start(self) -> None:
        """Prepare the data directory, start the program, return when it answers. Raises ServiceError."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        await self.prepare()
        if not is_free(self.port):
            raise ServiceError(f"{self.name} cannot start: port {self.port} is used by another program.")
        self.process = await spawn(self.command(), log=self.log, env=self.environment(), cwd=self.directory)
        self.starts += 1
        self.on_spawn(self)
        try:
            async with asyncio.timeout(self.start_seconds):
                while not await self.answers():
                    if self.process.returncode is not None:
                        raise self._failure(f"ended with code {self.process.returncode} instead of starting")
                    await asyncio.sleep(0.02)
            await self.complete()
            self.ready = True
        except TimeoutError:
            await self._give_up()
            raise self._failure(f"did not answer within {self.start_seconds:.0f} seconds") from None
        except BaseException:  # also cancellation: whatever ends the start must end the child
            await self._give_up()
            raise

    async def died(self) -> None:
        """Wait for its end."""
        if self.process:
            await self.process.wait()
        self.ready = False

    async def stop(self) -> None:
        self.ready = False
        if self.process:
            await stop(self.process, self.stop_signal, self.stop_seconds)

    async def _give_up(self) -> None:
        if self.process:
            await stop(self.process, self.stop_signal, GIVE_UP_SECONDS)

    def _failure(self, what: str) -> ServiceError:
        return ServiceError(f"{self.name} {what}.\n{last_lines(self.log)}")

    def command(self) -> list[str]:
        """The program and its arguments, in the foreground."""
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        """All that the program finds in its environment."""
        return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.directory), "LANG": "C.UTF-8"}

    async def prepare(self) -> None:
        """Whatever must lie in the data directory before the program starts."""

    async def answers(self) -> bool:
        """Whether the program speaks its protocol now."""
        raise NotImplementedError

    async def complete(self) -> None:
        """Whatever must be created inside the running program; it may be there from an earlier start."""


class Postgres(Service):
    """PostgreSQL 18 with one role and one database, both called artel.

    The superuser is reachable only through a socket in a directory of our own (mode 0700): TCP asks for a password.
    """

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": running transactions are rolled back instead of awaited

    def __init__(
        self, directory: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None
    ) -> None:
        super().__init__(directory, port=port, log=log)
        self.durable = durable
        self.data = directory / "data"
        self.sockets = socket_directory(directory / "run")

    @property
    def url(self) -> str:
        return self._url("artel")

    def _url(self, database: str) -> str:
        return f"postgresql://artel:{self._password()}@127.0.0.1:{self.port}/{database}"

    def _password(self) -> str:
        return (self.directory / "password").read_text(encoding="utf-8")

    async def stop(self) -> None:
        await super().stop()
        if self.sockets.parent != self.directory:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    async def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database that belongs to artel, copied from a template nobody is connected to; returns its URL."""
        await self._as_superuser(f'CREATE DATABASE "{name}" OWNER artel TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self._url(name)

    async def drop_database(self, name: str) -> None:
        """Drop a database even if somebody is still connected to it."""
        await self._as_superuser(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "timezone": "UTC",
            # What a function that hangs has locked is free again.
            "idle_in_transaction_session_timeout": "30s",
            # The password is 128 random bits: iterations protect weak ones, and each cold start would pay for them.
            "scram_iterations": "1",
        }
        if not self.durable:
            # Still safe against the death of any process: only the machine itself must stay up.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = [str(programs.postgres_bin() / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]
        return [*programs.as_ordinary_user(), *tied(server, self.stop_signal)]

    async def prepare(self) -> None:
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.data / "PG_VERSION").exists():
            await self._initialise()
        self._forget_stranger()

    async def _initialise(self) -> None:
        # Built beside its place and moved there when complete: an interrupted first start leaves nothing half-made.
        fresh = self.directory / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        initdb = [str(programs.postgres_bin() / "initdb"), "-D", str(fresh), "-U", "postgres"]
        initdb += ["--auth-local=trust", "--auth-host=scram-sha-256"]
        initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        process = await spawn([*programs.as_ordinary_user(), *initdb], log=self.log, env=self.environment())
        if await finished(process):
            raise self._failure("could not create its data directory")
        write_secret(self.directory / "password", secrets.token_urlsafe(16))
        fresh.replace(self.data)

    def _forget_stranger(self) -> None:
        """Remove the lock files left by a crash if their pid is nobody's, or another program's, by now.

        PostgreSQL would refuse to start: to it, even a zombie that nobody has buried yet is another server.
        """
        for lock in (self.data / "postmaster.pid", self.sockets / f".s.PGSQL.{self.port}.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError):
                pid = int(lock.read_text(encoding="utf-8").split("\n", 1)[0])
                if "postgres" not in command_of(pid).split(" ")[0]:
                    lock.unlink()

    async def answers(self) -> bool:
        try:
            await self._as_superuser("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    async def complete(self) -> None:
        connection = await self._connect()
        try:
            if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = 'artel'"):
                await connection.execute(f"CREATE ROLE artel LOGIN PASSWORD '{self._password()}'")
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = 'artel'"):
                await connection.execute("CREATE DATABASE artel OWNER artel")
        finally:
            await connection.close()

    async def _as_superuser(self, statement: str) -> None:
        connection = await self._connect()
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            host=str(self.sockets), port=self.port, user="postgres", database="postgres", timeout=5
        )


class Valkey(Service):
    """Valkey, keeping its data in an append-only file unless told otherwise."""

    name = "valkey"

    def __init__(
        self, directory: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None
    ) -> None:
        super().__init__(directory, port=port, log=log)
        self.durable = durable

    @property
    def url(self) -> str:
        return f"valkey://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        server = [str(programs.valkey_server()), "--port", str(self.port), "--bind", "127.0.0.1"]
        server += ["--dir", str(self.directory), "--daemonize", "no", "--save", ""]
        server += ["--appendonly", "yes" if self.durable else "no"]
        return tied(server, self.stop_signal)

    async def answers(self) -> bool:
        return await exchange(self.port, b"PING\r\n") == b"+PONG\r\n"


class Epmd(Service):
    """Erlang's port mapper, of our own: otherwise RabbitMQ starts one as a daemon and leaves it behind."""

    name = "epmd"

    def command(self) -> list[str]:
        return tied([str(programs.rabbitmq().epmd), "-port", str(self.port), "-address", "127.0.0.1"], self.stop_signal)

    async def answers(self) -> bool:
        names_request = b"\x00\x01n"
        return (await exchange(self.port, names_request))[:4] == self.port.to_bytes(4, "big")


class RabbitMQ(Service):
    """A RabbitMQ node with its own name, data and port mapper, next to any other on the machine.

    Readiness is the greeting on the AMQP port: a node that refuses to boot ends with code 0.
    """

    name = "rabbitmq"
    start_seconds = 90.0

    def __init__(
        self,
        directory: Path,
        *,
        port: int | None = None,
        distribution_port: int | None = None,
        epmd_port: int | None = None,
        metrics_port: int | None = None,
        log: Path | None = None,
    ) -> None:
        super().__init__(directory, port=port, log=log)
        self.metrics_port = metrics_port
        """Where Prometheus may ask, if anywhere: the plugin makes an end of RabbitMQ take seconds longer."""
        self.distribution_port = distribution_port or free_port()
        self.epmd = Epmd(directory, port=epmd_port, log=self.log)

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    async def start(self) -> None:
        if self.epmd.pid is None:
            await self.epmd.start()
        try:
            await super().start()
        except BaseException:  # also cancellation: the port mapper is of no use alone
            await self.epmd.stop()
            raise

    async def stop(self) -> None:
        await super().stop()
        await self.epmd.stop()

    def command(self) -> list[str]:
        return tied([str(programs.rabbitmq().server)], self.stop_signal)

    def environment(self) -> Mapping[str, str]:
        return {
            **super().environment(),
            "PATH": programs.rabbitmq().path,
            # Asks the start script to become the node instead of staying in front of it.
            "RUNNING_UNDER_SYSTEMD": "true",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": "artel@localhost",
            "RABBITMQ_MNESIA_BASE": str(self.directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(self.directory / "feature_flags"),
            "RABBITMQ_PID_FILE": str(self.directory / "pid"),
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": str(self.epmd.port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    async def prepare(self) -> None:
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = 127.0.0.1:{self.port}\n"
            "log.console = true\n"
            "log.file = false\n"
            "vm_memory_high_watermark.absolute = 512MB\n"
            "disk_free_limit.absolute = 50MB\n"
            + (
                f"prometheus.tcp.ip = 127.0.0.1\nprometheus.tcp.port = {self.metrics_port}\n"
                if self.metrics_port
                else ""
            ),
            encoding="utf-8",
        )
        plugins = "[rabbitmq_prometheus]." if self.metrics_port else "[]."
        (self.directory / "enabled_plugins").write_text(plugins, encoding="utf-8")

    async def answers(self) -> bool:
        greeting = await exchange(self.port, b"AMQP\x00\x00\x09\x01")
        connection_start = b"\x00\x0a\x00\x0a"
        return greeting[7:11] == connection_start


class Storage(Service):
    """An S3-compatible storage, moto's: in memory, so that it forgets everything when it ends.

    It takes any key and any signature. What a link would be worth elsewhere, tests find out for themselves.
    """

    name = "storage"
    bucket = "artel-files"

    @property
    def url(self) -> str:
        return f"http://artel:artel@127.0.0.1:{self.port}/{self.bucket}"

    def command(self) -> list[str]:
        return tied([sys.executable, "-m", "infra.local.storage", str(self.port)], self.stop_signal)

    def environment(self) -> Mapping[str, str]:
        return {**super().environment(), "PYTHONPATH": str(programs.ROOT), "S3_URL": self.url}

    async def answers(self) -> bool:
        answer = await exchange(self.port, b"GET /moto-api/ HTTP/1.0\r\nHost: storage\r\n\r\n")
        return answer.startswith(b"HTTP/1.") and b" 200 " in answer[:16]

    async def complete(self) -> None:
        step = [sys.executable, "-m", "infra.storage"]
        if await finished(await spawn(step, log=self.log, env=self.environment(), cwd=self.directory)):
            raise self._failure("could not make its bucket")


class Telegram(Service):
    """A stand-in for Telegram's Bot API (infra/telegram): it keeps Telegram's limits, and shows what would be sent."""

    name = "telegram"

    def __init__(self, directory: Path, bot_token: str, *, port: int | None = None, log: Path | None = None) -> None:
        super().__init__(directory, port=port, log=log)
        self.bot_token = bot_token

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return tied([sys.executable, "-m", "infra.telegram", "--port", str(self.port)], self.stop_signal)

    def environment(self) -> Mapping[str, str]:
        return {**super().environment(), "PYTHONPATH": str(programs.ROOT), "TELEGRAM_BOT_TOKEN": self.bot_token}

    async def answers(self) -> bool:
        answer = await exchange(self.port, b"GET /calls HTTP/1.0\r\nHost: telegram\r\n\r\n")
        return b" 200 " in answer[:16]


class Caddy(Service):
    """Caddy with one Caddyfile; what that file takes from the environment is handed in as `settings`."""

    name = "caddy"

    def __init__(
        self,
        directory: Path,
        caddyfile: Path,
        settings: Mapping[str, str],
        *,
        port: int | None = None,
        metrics_port: int | None = None,
        log: Path | None = None,
    ) -> None:
        super().__init__(directory, port=port, log=log)
        self.metrics_port = metrics_port or free_port()
        self.caddyfile = caddyfile
        self.settings = settings

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return tied(
            [str(programs.caddy()), "run", "--config", str(self.caddyfile), "--adapter", "caddyfile"], self.stop_signal
        )

    def environment(self) -> Mapping[str, str]:
        own = {"XDG_DATA_HOME": str(self.directory), "XDG_CONFIG_HOME": str(self.directory)}
        return {**super().environment(), **own, **self.settings, "ARTEL_GATEWAY_METRICS": str(self.metrics_port)}

    async def answers(self) -> bool:
        answer = await exchange(self.port, b"HEAD / HTTP/1.1\r\nHost: artel\r\nConnection: close\r\n\r\n")
        return answer.startswith(b"HTTP/1.1 ")
