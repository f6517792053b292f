"""The shelf → infra/generated/compose.functions.yml and compose.caddy: each function as a service of compose.local.yml.

What runs at intervals is one service together, `clock`: a process that sleeps most of the time is enough for all of it.

A function that may be at zero is created and not started (profile `on-demand`): Sablier starts it at its first request
and stops it when nobody asks any more. What needs one instance at all times, and every consumer, is always on.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from common.manifest import ROOT
from common.settings import Settings
from infra.render import units
from infra.render.units import Unit

HEAD = "# Rendered by `make render` from the manifests: do not edit.\n"
ON_DEMAND = "on-demand"
NETWORKS = {
    "postgres": "pooled",
    "postgres_direct": "direct",
    "valkey": "cache",
    "telemetry": "cache",
    "rabbitmq": "queue",
    "s3": "objects",
}
"""Which network leads to what a manifest needs; only what answers HTTP is on `gateway` too."""
WATCHING = "watching"
"""The network of those that Prometheus asks, and of nobody else."""
TELEGRAM = "telegram"
"""The network of what stands for Telegram."""
_WAITED_FOR = {
    "postgres": ("pgbouncer", "service_healthy"),
    "postgres_direct": ("postgres", "service_healthy"),
    "valkey": ("valkey", "service_healthy"),
    "telemetry": ("valkey", "service_healthy"),
    "rabbitmq": ("topology", "service_completed_successfully"),
    "s3": ("storage", "service_completed_successfully"),
}
_PUBLIC_KEYS = "JWT_PUBLIC_KEYS"
"""Asked for by no manifest: whoever checks a token needs it."""


def render() -> Iterator[tuple[Path, str]]:
    """The services with their secrets, and how the gateway reaches each of them."""
    folder = ROOT / "infra" / "generated"
    yield folder / "compose.functions.yml", HEAD + _services(units.compose())
    yield folder / "compose.caddy", HEAD + "".join(map(_upstream, units.functions("large")))


def is_on_demand(unit: Unit) -> bool:
    """A consumer has no connection that could wake it, so it stays; elsewhere KEDA looks at its queue."""
    return unit.kind == "http" and unit.min_instances == 0


def secrets(unit: Unit) -> dict[str, str]:
    """For each setting that a manifest asks for, the name of its secret: `DATABASE_URL` → `database_url`."""
    names = [f.metadata["name"] for f in fields(Settings) if f.metadata["need"] in unit.needs]
    return {name: name.lower() for name in [*names, *([_PUBLIC_KEYS] if unit.kind == "http" else [])]}


def _services(services: list[Unit]) -> str:
    names = sorted({secret for each in services for secret in secrets(each).values()})
    return (
        _SHARED
        + "\nservices:\n"
        + "".join(_service(each) for each in services)
        + "\nsecrets:\n"
        + "".join(f'  {name}: {{ file: "${{ARTEL_SECRETS:-.artel/compose}}/{name}" }}\n' for name in names)
    )


_SHARED = """
x-function: &function
  read_only: true
  user: "10001:10001"
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  pids_limit: 64

x-settings: &settings
  ARTEL_ENV: ${ARTEL_ENV:-development}
  LOG_LEVEL: ${LOG_LEVEL:-INFO}
  LOG_SAMPLE: ${LOG_SAMPLE:-1}
  ARTEL_VERSION: ${ARTEL_VERSION:-}
  OTEL_EXPORTER_OTLP_ENDPOINT: ${OTEL_EXPORTER_OTLP_ENDPOINT:-}
  OTEL_TRACES_SAMPLER_ARG: ${OTEL_TRACES_SAMPLER_ARG:-1}
  TELEGRAM_API_URL: ${TELEGRAM_API_URL:-http://telegram:8081}
  TELEGRAM_APP_LINK: ${TELEGRAM_APP_LINK:-}
"""


def _service(unit: Unit) -> str:
    given = secrets(unit)
    networks = [*(["gateway"] if unit.kind == "http" else []), *dict.fromkeys(_of_needs(unit, NETWORKS))]
    if units.is_exporter(unit):
        networks.append(WATCHING)
    if unit.asks_telegram:
        networks += [TELEGRAM, "edge"]  # the stand-in, or with TELEGRAM_API_URL Telegram itself
    lines = [
        f"\n  {unit.name}:",
        "    <<: *function",
        f"    image: artel/{unit.name}:local",
        f"    mem_limit: {unit.memory_mb}m",
        f"    stop_grace_period: {unit.timeout_seconds}s",
        *_life(unit),
        "    environment:",
        "      <<: *settings",
        *(f"      {name}_FILE: /run/secrets/{secret}" for name, secret in given.items()),
        f"    secrets: {_flow(list(given.values()))}",
        f"    networks: {_flow(networks)}",
    ]
    return "\n".join(lines) + "\n"


def _life(unit: Unit) -> Iterator[str]:
    if is_on_demand(unit):
        yield f"    profiles: [{ON_DEMAND}]"
        # The gateway waits for the port by itself (decision 14).
        yield "    healthcheck: { disable: true }"
        yield "    labels:"
        yield '      sablier.enable: "true"'
        yield f"      sablier.group: ${{COMPOSE_PROJECT_NAME}}_{unit.name}"
        return
    yield "    restart: unless-stopped"
    yield "    depends_on:"
    waited = dict([("migrate", "service_completed_successfully"), *_of_needs(unit, _WAITED_FOR)])
    yield from (f"      {service}: {{ condition: {condition} }}" for service, condition in waited.items())


def _of_needs(unit: Unit, table: dict[str, Any]) -> list[Any]:
    return [value for need, value in table.items() if need in unit.needs]


def _flow(names: list[str]) -> str:
    return json.dumps(names).replace('"', "")


def _upstream(unit: Unit) -> str:
    how = "on_demand" if is_on_demand(unit) else "always_on"
    return f"\n({unit.members[0].name}) {{\n\timport {how} {unit.name}\n}}\n"
