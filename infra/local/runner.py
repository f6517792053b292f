"""The runner: parent of every service, holder of every function's socket, waker of every handler.

async with Runner(Config(data=tmp_path, port=free_port(), durable=False)) as runner:
    ...                                         # the product answers on runner.config.url
"""

import asyncio
import fcntl
import os
import signal
import time
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import IO, Literal, Protocol, Self

from common import db, serve
from common.manifest import GROUPS, shelf
from common.settings import Settings
from common.topology import AWAY
from infra import keys
from infra.local import control, processes, provision, rotation, watches
from infra.local.config import EXPORTER, Config
from infra.local.forks import ForkServer, ForkServerError
from infra.local.ledger import Ledger
from infra.local.ondemand import GOOD_SECONDS, LONGEST_PAUSE_SECONDS, Function, Handler, Listening, OnDemand, pause
from infra.local.ports import is_free
from infra.local.programs import ROOT
from infra.local.services import Caddy, Postgres, RabbitMQ, Service, ServiceError, Storage, Telegram, Valkey
from infra.local.status import Row, Status

CANCEL_SECONDS = 1.0
CADDYFILE = ROOT / "infra/caddy/local.Caddyfile"
NOT_STARTED: tuple[type[Exception], ...] = (ServiceError, ForkServerError, *AWAY, *db.AWAY)
Say = Callable[[str], None]


class AlreadyRunning(Exception):
    """Another runner holds this data directory."""


class PortBusy(Exception):
    """The product's port belongs to another program; the message says what to do."""


class Restartable(Protocol):
    """A service or a fork server."""

    @property
    def name(self) -> str: ...
    async def start(self) -> None: ...
    async def died(self) -> None: ...


class Runner:
    """The whole product on this machine. Whatever ends `start` early leaves nothing running."""

    postgres: Postgres
    valkey: Valkey
    rabbitmq: RabbitMQ
    storage: Storage
    """Runs from the moment that something is called which needs it."""
    telegram: Telegram
    caddy: Caddy

    def __init__(self, config: Config, *, say: Say = lambda line: None) -> None:
        self.config = config
        self.ready = False
        self.stopping = asyncio.Event()
        """Set when somebody asks for the end; whoever started the runner stops it then."""
        self.services: list[Service] = []
        self.fork_servers: dict[str, ForkServer] = {}
        self.functions: list[Function] = []
        self.handlers: list[Handler] = []
        self.exporters: list[Listening] = []
        """What Prometheus asks, on `metrics_port`."""
        self.metrics_port = 0
        self._say = say
        self._ledger = Ledger(config.run / "processes")
        self._lock: IO[str] | None = None
        self._control: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._rotating = asyncio.Lock()
        self._opening_storage = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Return when the product answers. Raises AlreadyRunning, PortBusy, and the errors of the single steps."""
        self._take_lock()
        try:
            await self._start()
        except BaseException:  # also cancellation (Ctrl-C): nothing may be left running
            await self.stop()
            raise
        self.ready = True

    async def _start(self) -> None:
        if left := await self._ledger.clear():
            self._say(f"ended what an earlier run had left: {', '.join(left)}")
        if not is_free(self.config.port):
            raise PortBusy(
                f"Port {self.config.port} is used by another program. End that one, or choose another port: "
                f"ARTEL_PORT={self.config.port + 1} make up"
            )
        self._note("runner", os.getpid(), signal.SIGTERM)
        self._make_services()
        self.config.control.unlink(missing_ok=True)
        self._control = await control.listen(
            self.config.control,
            {"status": self._asked_for_status, "stop": self._asked_to_stop, "rotate_keys": self._asked_to_rotate_keys},
        )
        await self._together(
            self._broker(),  # first, because it takes longest
            self._database(),
            self._step("Valkey", self.valkey.start()),
            self._step("Telegram's stand-in", self.telegram.start()),
            *(self._step(f"fork server for {group}", self.fork_servers[group].start()) for group in self._usual()),
            self._webapp(),
        )
        self._put_out(self._settings())
        await self._step("Caddy", self.caddy.start())
        self._watch()

    async def stop(self) -> None:
        """End everything, letting what was begun be finished; the data stays."""
        self.ready = False
        await self._stop_watching()
        if self.services:
            await self.caddy.stop()
        await asyncio.gather(*(each.stop() for each in (*self.functions, *self.handlers)))
        # Last, because the others leave behind what they have counted.
        await asyncio.gather(*(each.stop() for each in self.exporters))
        await asyncio.gather(*(server.stop() for server in self.fork_servers.values()))
        await asyncio.gather(*(service.stop() for service in self.services))
        if self._control:
            self._control.close()
            self.config.control.unlink(missing_ok=True)
        if self._lock:
            for _, identity, _ in self._ledger.left():
                self._ledger.forget(identity.pid)
            self._lock.close()
            self._lock = None

    async def _stop_watching(self) -> None:
        """Cancel all that goes on, until it ends: aiormq may tell a call that was cancelled that it has failed."""
        going_on = set(self._tasks)
        while going_on:
            for task in going_on:
                task.cancel()
            _, going_on = await asyncio.wait(going_on, timeout=CANCEL_SECONDS)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def rotate_keys(self) -> str:
        """Sign with a new key from now on; its `kid`. Nobody is signed out, and no request is refused.

        First every function learns the new key, then those that sign people in begin to sign with it.
        """
        keys.publish(self.config.keys)
        await self._renew_functions()
        chosen = keys.sign(self.config.keys)
        await self._renew_functions()
        return chosen

    async def _renew_functions(self) -> None:
        settings = self._settings()
        await asyncio.gather(*(each.renew(settings.only(each.manifest.needs).environ()) for each in self.functions))

    def status(self) -> Status:
        """What runs at this moment."""
        rows = [
            *map(_service_row, self.services),
            *map(_service_row, self.fork_servers.values()),
            Row("service", "runner", "running", os.getpid(), 1),
            *(_demand_row("function", function) for function in self.functions),
            *(_demand_row("handler", handler, handler.waiting) for handler in self.handlers),
            *(_demand_row("handler", exporter) for exporter in self.exporters),
        ]
        memory = processes.private_megabytes([row.pid for row in rows if row.pid])
        rows = [replace(row, memory_mb=memory.get(row.pid)) if row.pid else row for row in rows]
        return Status(url=self.config.url, ready=self.ready, pid=os.getpid(), rows=rows)

    def _take_lock(self) -> None:
        self.config.run.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.config.run / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyRunning("Artel is being started or stopped by another command: try again.") from None
        self._lock = lock

    def _make_services(self) -> None:
        config, data, ports = self.config, self.config.data, self.config.ports()
        durable, self.metrics_port = config.durable, ports["metrics"]
        self.postgres = Postgres(data / "postgres", port=ports["postgres"], durable=durable, log=config.log("postgres"))
        self.valkey = Valkey(data / "valkey", port=ports["valkey"], durable=durable, log=config.log("valkey"))
        self.rabbitmq = RabbitMQ(
            data / "rabbitmq",
            port=ports["rabbitmq"],
            distribution_port=ports["rabbitmq_distribution"],
            epmd_port=ports["epmd"],
            metrics_port=ports["rabbitmq_metrics"] if config.watched else None,
            log=config.log("rabbitmq"),
        )
        self.storage = Storage(data / "storage", port=ports["storage"], log=config.log("storage"))
        self.telegram = Telegram(
            data / "telegram", config.bot_token, port=ports["telegram"], log=config.log("telegram")
        )
        self.caddy = Caddy(
            data / "caddy",
            CADDYFILE,
            self._caddy_settings(),
            port=config.port,
            metrics_port=ports["gateway_metrics"],
            log=config.log("caddy"),
        )
        self.services = [self.postgres, self.valkey, self.rabbitmq, self.telegram, self.caddy]
        for service in (*self.services, self.rabbitmq.epmd, self.storage):
            service.on_spawn = self._spawned
        for group in sorted({manifest.group for manifest in shelf(config.root)}):
            log, python = config.log(f"forkserver-{group}"), config.python(group)
            self.fork_servers[group] = ForkServer(group, config.root, python, log=log, ledger=self._ledger)

    def _usual(self) -> set[str]:
        """The groups whose fork servers start with the product; those of few folders start at their first order."""
        return {groups[0] for groups in GROUPS.values()} & self.fork_servers.keys()

    def _note(self, name: str, pid: int, last_word: signal.Signals) -> None:
        self._ledger.note(name, pid, last_word)

    def _spawned(self, service: Service) -> None:
        if service.pid:
            self._note(service.name, service.pid, service.stop_signal)

    async def _asked_for_status(self) -> control.Document:
        return self.status().as_json()

    async def _asked_to_stop(self) -> control.Document:
        self.stopping.set()
        return {}

    async def _asked_to_rotate_keys(self) -> control.Document:
        async with self._rotating:
            return {"kid": await self.rotate_keys()}

    async def _together(self, *steps: Coroutine[None, None, None]) -> None:
        """All at once; the first that fails ends the others and is raised alone."""
        try:
            async with asyncio.TaskGroup() as group:
                for step in steps:
                    group.create_task(step)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def _step(self, title: str, work: Awaitable[object]) -> None:
        began = time.perf_counter()
        await work
        self._say(f"{title} ({time.perf_counter() - began:.1f} s)")

    async def _broker(self) -> None:
        await self._step("RabbitMQ", self.rabbitmq.start())
        await self._step("queues", provision.declare_topology(self.config, self.rabbitmq.url))

    async def _database(self) -> None:
        await self._step("PostgreSQL", self.postgres.start())
        await self._step("schema", provision.migrate(self.config, self.postgres.url))

    async def _webapp(self) -> None:
        if provision.webapp_is_stale(self.config):
            self._say("webapp: building")
            await self._step("webapp", provision.build_webapp(self.config))

    def _settings(self) -> Settings:
        private, public = keys.read(self.config.keys)
        return Settings(
            database_url=self.postgres.url,
            database_direct_url=self.postgres.url,
            valkey_url=self.valkey.url,
            telemetry_url=self.valkey.url,
            rabbitmq_url=self.rabbitmq.url,
            s3_url=self.storage.url,
            jwt_private_key=private,
            jwt_public_keys=public,
            telegram_bot_token=self.config.bot_token,
            telegram_webhook_secret=self.config.webhook_secret,
            telegram_api_url=self.config.telegram_api_url or self.telegram.url,
            telegram_app_link=self.config.telegram_app_link,
            log_level=self.config.log_level,
            log_sample=self.config.log_sample,
            version=self.config.version,
            rate_limits=self.config.rate_limits,
        )

    def _caddy_settings(self) -> dict[str, str]:
        return {
            "ARTEL_PORT": str(self.config.port),
            "ARTEL_SOCKETS": str(self.config.sockets),
            "ARTEL_WEBAPP": str(self.config.root / "webapp/dist"),
            "ARTEL_ROUTES": str(self.config.root / "infra/generated/routes.caddy"),
        }

    def _put_out(self, settings: Settings) -> None:
        """Put every folder where the first connection, or the first message, finds it."""
        for manifest in shelf(self.config.root):
            server = self.fork_servers[manifest.group]
            environ = settings.only(manifest.needs).environ()
            log, idle = self.config.log(manifest.name), self.config.idle_seconds
            if manifest.kind == "http":
                path = self.config.sockets / f"{manifest.name}.sock"
                self.functions.append(Function(manifest, server, environ, idle_seconds=idle, log=log, path=path))
            elif manifest.name == EXPORTER:
                listener = serve.listening("127.0.0.1", self.metrics_port)
                self.exporters.append(
                    Listening(manifest, server, environ, idle_seconds=idle, log=log, listener=listener)
                )
            else:
                self.handlers.append(Handler(manifest, server, environ, idle_seconds=idle, log=log))
        for each in (*self.functions, *self.handlers, *self.exporters):
            if "s3" in each.manifest.needs:
                each.needed = self._open_storage
            each.rest()

    def _watch(self) -> None:
        queues = watches.queues_of(self.config.topology)
        by_queue = [handler for handler in self.handlers if handler.manifest.name in queues]
        intervals = watches.intervals_of(self.config.clock)
        by_clock = {each: intervals[each.manifest.name] for each in self.handlers if each.manifest.name in intervals}
        by_outbox = [each for each in self.handlers if each not in by_queue and each not in by_clock]
        usual = self._usual()
        kept: list[Restartable] = [*self.services, *(self.fork_servers[group] for group in usual)]
        later = [server for group, server in self.fork_servers.items() if group not in usual]
        watched: list[Callable[[], Awaitable[None]]] = [
            *(partial(self._keep, each) for each in kept),
            *(partial(self._keep_once_wanted, each) for each in later),
            partial(rotation.watch, self.config.logs),
            partial(watches.watch_queues, self.rabbitmq.url, by_queue),
            partial(watches.watch_outbox, self.postgres.url, by_outbox),
            *(partial(watches.watch_clock, seconds, handler) for handler, seconds in by_clock.items()),
        ]
        self._tasks = [asyncio.create_task(self._forever(each)) for each in watched]

    async def _open_storage(self) -> None:
        """Start the storage, unless it runs; what it had kept before is forgotten by the database too."""
        async with self._opening_storage:
            if self.storage in self.services:
                return
            try:
                await provision.forget_reports(self.postgres.url)
                await self._step("storage", self.storage.start())
            except NOT_STARTED as error:
                self._say(str(error))  # its child is made, and what it answers says that the storage is away
                return
            self.services.append(self.storage)
            self._tasks.append(asyncio.create_task(self._forever(partial(self._keep, self.storage))))

    async def _keep_once_wanted(self, server: ForkServer) -> None:
        await server.wanted.wait()
        try:
            await self._step(server.name, server.start())
        except ForkServerError as error:
            self._say(str(error))
        await self._keep(server)

    async def _forever(self, watch: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await watch()
            except Exception:  # whatever it is, the product must not stand unwatched from now on
                self._say(traceback.format_exc())
                await asyncio.sleep(LONGEST_PAUSE_SECONDS)

    async def _keep(self, each: Restartable) -> None:
        """Start it again whenever it dies: at once the first time, with growing pauses if it goes on dying."""
        crashes = 0
        while True:
            began = time.perf_counter()
            await each.died()
            crashes = 1 if time.perf_counter() - began > GOOD_SECONDS else crashes + 1
            self._say(f"{each.name} died and is started again")
            await asyncio.sleep(pause(crashes))
            try:
                await each.start()
                if each is self.rabbitmq:
                    # RabbitMQ may forget a queue when it is killed within a second of its declaration.
                    await provision.declare_topology(self.config, self.rabbitmq.url)
                if each is self.storage:
                    await provision.forget_reports(self.postgres.url)
            except NOT_STARTED as error:
                self._say(str(error))


def _service_row(each: Service | ForkServer) -> Row:
    state = "running" if each.ready else "starting" if each.pid else "down" if each.starts else "zero"
    return Row("service", each.name, state, each.pid, each.starts)


def _demand_row(kind: Literal["function", "handler"], each: OnDemand, waiting: int | None = None) -> Row:
    return Row(kind, each.manifest.name, each.state, each.pid, each.starts, each.cold_start_ms, None, waiting)
