"""The shelf → infra/fly/: one app for each function or group, because Fly's proxy routes by app and not by path.

<shape>/functions/  private apps, started and suspended by Fly's proxy
<shape>/gateway     the public app
consumers/          private apps without a service; `clock` is one for all that runs at intervals
autoscalers/        who starts and stops the consumers
steps/              migrate, topology and storage: release commands, of which no machine is left
state/              RabbitMQ and Valkey
<shape>.tsv         all apps in the order of a deployment, for deploy.sh
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from common.manifest import ROOT
from infra.render import routes
from infra.render.files import HEAD, toml_text
from infra.render.units import SHAPES, VARIABLES, Shape, Unit, clock, consumers, functions, homes, is_exporter, queue_of

FOLDER = ROOT / "infra" / "fly"
PREFIX = "artel"
"""Of all apps, whose names are unique on all of Fly: deploy.sh puts the operator's in."""
PORT, HEALTH_PORT = 8080, 8081
SMALLEST_MB = 256
DRAIN_SECONDS, LONGEST_KILL_SECONDS = 5, 300
SOCKET_SECONDS = 600
GATEWAYS: dict[Shape, int] = {"small": 1, "large": 2}
AUTOSCALER_IMAGE = "flyio/fly-autoscaler:0.3"
RABBITMQ_IMAGE, VALKEY_IMAGE = "rabbitmq:4-management-alpine", "valkey/valkey:9-alpine"
STEPS = {
    "migrate": ("python3 -m infra.migrate", "postgres_direct"),
    "topology": ("python3 -m common.topology", "rabbitmq"),
    "storage": ("python3 -m infra.storage", "s3"),
}
"""Each step's command and need."""

Table = dict[str, Any]


class App(NamedTuple):
    """One line of what deploy.sh reads."""

    stage: str
    name: str
    """Without the prefix; also the name of the image, unless the configuration names one."""
    config: str
    machines: int
    """All that are created; the proxy or the autoscaler starts as many of them as are needed. 0: none stays."""
    secrets: str
    """Names of variables, with commas; `-` for none, `?` behind one that may be missing."""


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    yield from _shared()
    for shape in SHAPES:
        units = functions(shape)
        for unit in units:
            yield FOLDER / shape / "functions" / f"{unit.name}.toml", toml_text(_function(unit))
        yield FOLDER / shape / "gateway.toml", toml_text(_gateway(shape))
        yield FOLDER / shape / "routes.caddy", routes.table(homes(units))
        lines = ["\t".join(map(str, app)) + "\n" for app in apps(shape)]
        yield FOLDER / f"{shape}.tsv", HEAD + "# stage, app, configuration, machines, secrets\n" + "".join(lines)


def apps(shape: Shape) -> Iterator[App]:
    """Everything that runs, in the order of a deployment."""
    yield App("state", "valkey", "state/valkey.toml", 1, "-")
    yield App("state", "rabbitmq", "state/rabbitmq.toml", 1, "RABBITMQ_DEFAULT_USER,RABBITMQ_DEFAULT_PASS")
    for name, (_, need) in STEPS.items():
        yield App("steps", name, f"steps/{name}.toml", 0, VARIABLES[need])
    for unit in consumers():
        yield App("consumers", unit.name, f"consumers/{unit.name}.toml", _pool(unit), _secrets(unit))
        if queue_of(unit):
            config = f"autoscalers/{unit.name}.toml"
            yield App("autoscalers", f"{unit.name}-autoscaler", config, 1, "FAS_API_TOKEN,FAS_PROMETHEUS_TOKEN")
    yield App("consumers", clock().name, f"consumers/{clock().name}.toml", 1, _secrets(clock()))
    for unit in functions(shape):
        config = f"{shape}/functions/{unit.name}.toml"
        yield App("functions", unit.name, config, unit.max_instances, _secrets(unit, "JWT_PUBLIC_KEYS"))
    yield App("gateway", "gateway", f"{shape}/gateway.toml", GATEWAYS[shape], "-")


def _shared() -> Iterator[tuple[Path, str]]:
    for name, (command, _) in STEPS.items():
        yield FOLDER / "steps" / f"{name}.toml", toml_text(_step(name, command))
    for unit in consumers():
        yield FOLDER / "consumers" / f"{unit.name}.toml", toml_text(_consumer(unit))
        if queue := queue_of(unit):
            yield FOLDER / "autoscalers" / f"{unit.name}.toml", toml_text(_autoscaler(unit, queue))
    yield FOLDER / "consumers" / f"{clock().name}.toml", toml_text(_consumer(clock()))
    yield FOLDER / "state" / "rabbitmq.toml", toml_text(_rabbitmq())
    yield FOLDER / "state" / "valkey.toml", toml_text(_valkey())


def _pool(unit: Unit) -> int:
    """A consumer that RabbitMQ wakes has machines for its busiest hour; one that hears PostgreSQL is always there."""
    return unit.max_instances if queue_of(unit) else 1


def _secrets(unit: Unit, *more: str) -> str:
    link = ["TELEGRAM_APP_LINK?"] if unit.asks_telegram else []
    return ",".join([*more, *link, *(VARIABLES[need] for need in unit.needs)])


def _function(unit: Unit) -> Table:
    """Suspended when nobody asks; one that holds sockets is stopped instead, because a snapshot's sockets are dead."""
    limit = unit.concurrency
    served: Table = {
        "internal_port": PORT,
        "force_https": False,
        "auto_start_machines": True,
        "auto_stop_machines": "stop" if unit.holds_sockets else "suspend",
        "min_machines_running": unit.min_instances,
        "concurrency": {
            "type": "connections" if unit.holds_sockets else "requests",
            "soft_limit": limit,
            "hard_limit": 2 * limit,
        },
        "checks": [_check()],
    }
    if unit.holds_sockets:
        served["http_options"] = {"idle_timeout": SOCKET_SECONDS}
    return {**_app(unit), "http_service": served, **_machine(unit.memory_mb)}


def _consumer(unit: Unit) -> Table:
    alive = {"health": {"type": "http", "port": PORT, **_check()}}
    shown = {"metrics": [{"port": PORT, "path": "/metrics"}]} if is_exporter(unit) else {}
    return {**_app(unit), "checks": alive, **shown, "restart": [{"policy": "always"}], **_machine(unit.memory_mb)}


def _app(unit: Unit) -> Table:
    return {
        "app": f"{PREFIX}-{unit.name}",
        "kill_signal": "SIGTERM",
        "kill_timeout": min(unit.timeout_seconds + DRAIN_SECONDS, LONGEST_KILL_SECONDS),
        "env": {"ARTEL_ENV": "production", "LOG_LEVEL": "INFO", "PORT": str(PORT)},
    }


def _machine(memory_mb: int, cpus: int = 1) -> Table:
    return {"vm": [{"cpu_kind": "shared", "cpus": cpus, "memory": f"{max(memory_mb, SMALLEST_MB)}mb"}]}


def _check() -> Table:
    return {"method": "GET", "path": "/healthz", "interval": "15s", "timeout": "2s", "grace_period": "5s"}


def _step(name: str, command: str) -> Table:
    return {
        "app": f"{PREFIX}-{name}",
        "env": {"ARTEL_ENV": "production"},
        "deploy": {"release_command": command, "release_command_timeout": "15m"},
        **_machine(SMALLEST_MB),
    }


def _gateway(shape: Shape) -> Table:
    files = {
        "Caddyfile": "../../caddy/fly.Caddyfile",
        "site.caddy": "../../caddy/site.caddy",
        "security.caddy": "../../caddy/security.caddy",
        "routes.caddy": "routes.caddy",
    }
    return {
        "app": f"{PREFIX}-gateway",
        "kill_signal": "SIGTERM",
        "kill_timeout": 30,
        "env": {"ARTEL_PORT": str(PORT), "ARTEL_HEALTH_PORT": str(HEALTH_PORT), "ARTEL_PREFIX": PREFIX},
        "http_service": {
            "internal_port": PORT,
            "force_https": True,
            "auto_start_machines": True,
            "auto_stop_machines": "off",
            "min_machines_running": GATEWAYS[shape],
            "concurrency": {"type": "connections", "soft_limit": 2000, "hard_limit": 4000},
            "http_options": {"idle_timeout": SOCKET_SECONDS},
        },
        "checks": {"health": {"type": "http", "port": HEALTH_PORT, **_check()}},
        "metrics": [{"port": HEALTH_PORT, "path": "/metrics"}],
        **_machine(SMALLEST_MB),
        "files": [{"guest_path": f"/etc/caddy/{name}", "local_path": path} for name, path in files.items()],
    }


def _autoscaler(unit: Unit, queue: str) -> Table:
    """deploy.sh overrides the names with the operator's prefix and organisation."""
    return {
        "app": f"{PREFIX}-{unit.name}-autoscaler",
        "build": {"image": AUTOSCALER_IMAGE},
        "env": {
            "FAS_APP_NAME": f"{PREFIX}-{unit.name}",
            "FAS_PROMETHEUS_ADDRESS": "https://api.fly.io/prometheus/personal",
            "FAS_PROMETHEUS_METRIC_NAME": "waiting",
            # Ready and in work: a busy consumer is not stopped under its message. No answer changes nothing.
            "FAS_PROMETHEUS_QUERY": f'sum(rabbitmq_queue_messages{{app="{PREFIX}-rabbitmq",queue="{queue}"}})',
            "FAS_STARTED_MACHINE_COUNT": f"min({unit.max_instances}, ceil(waiting / {2 * unit.concurrency}))",
            "FAS_INTERVAL": "15s",
        },
        "metrics": [{"port": 9090, "path": "/metrics"}],
        **_machine(SMALLEST_MB),
    }


def _rabbitmq() -> Table:
    return {
        "app": f"{PREFIX}-rabbitmq",
        "kill_timeout": 120,
        "build": {"image": RABBITMQ_IMAGE},
        # The data belong to the node's name, and a machine's own name changes.
        "env": {"RABBITMQ_NODENAME": "rabbit@localhost"},
        "mounts": [{"source": "rabbitmq", "destination": "/var/lib/rabbitmq", "initial_size": "10gb"}],
        "checks": {"amqp": {"type": "tcp", "port": 5672, "interval": "15s", "timeout": "2s", "grace_period": "60s"}},
        "metrics": [{"port": 15692, "path": "/metrics/per-object"}],
        **_machine(1024, cpus=2),
    }


def _valkey() -> Table:
    """Reached over the organisation's private network only, like everything without a service."""
    command = "valkey-server --bind * -::* --protected-mode no --appendonly yes --dir /data --maxmemory 192mb"
    return {
        "app": f"{PREFIX}-valkey",
        "build": {"image": VALKEY_IMAGE},
        "processes": {"app": command},
        "mounts": [{"source": "valkey", "destination": "/data", "initial_size": "1gb"}],
        "checks": {"valkey": {"type": "tcp", "port": 6379, "interval": "15s", "timeout": "2s", "grace_period": "5s"}},
        **_machine(SMALLEST_MB),
    }
