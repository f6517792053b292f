"""How a local run is set up: by the person at the keyboard, or by a test."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from common.settings import DEVELOPMENT_BOT_TOKEN, DEVELOPMENT_WEBHOOK_SECRET
from infra.local.paths import socket_directory
from infra.local.ports import free_port
from infra.local.programs import ROOT

PREFERRED_PORTS = {
    "postgres": 15432,
    "valkey": 16379,
    "rabbitmq": 15673,
    "storage": 19000,
    "telegram": 18081,
    "metrics": 19100,
    "gateway_metrics": 19101,
    "rabbitmq_metrics": 19102,
    "rabbitmq_distribution": 25673,
    "epmd": 14369,
}


EXPORTER = "metrics_export"
"""The handler that is asked over the network, and so has a port."""


@dataclass(frozen=True)
class Config:
    """Everything that differs between one local run and another. Two with different `data` do not know each other."""

    data: Path = ROOT / ".artel"
    root: Path = ROOT
    """Where functions/, handlers/, webapp/ and infra/generated/ lie."""
    port: int = 8080
    """Of the product's address."""
    idle_seconds: float = 30.0
    pythons: Mapping[str, Path] = field(default_factory=dict)
    """The interpreter for each dependency group; by default the one of its virtual environment."""
    preferred_ports: Mapping[str, int] = field(default_factory=dict)
    """For people, who look for a service where it was yesterday; tests that run side by side would fight for them."""
    durable: bool = True
    """Whether acknowledged data survives a power cut; tests do without."""
    bot_token: str = DEVELOPMENT_BOT_TOKEN
    webhook_secret: str = DEVELOPMENT_WEBHOOK_SECRET
    telegram_api_url: str = ""
    """Telegram itself; empty for the stand-in, which is what a run without a word about it has."""
    telegram_app_link: str = "https://t.me/artel_fake_bot/app"
    watched: bool = False
    """Whether RabbitMQ too shows Prometheus its figures, which makes its end take seconds longer."""
    log_level: str = "INFO"
    log_sample: str = "1"
    version: str = ""
    """What logs and answers call this release."""
    rate_limits: str = "on"
    """`off` for load tests: a client that loops is what limits are against."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """The set-up of `make up`. Raises ValueError with a sentence for a person."""
        default = cls()
        try:
            port = int(environ.get("ARTEL_PORT", default.port))
            idle_seconds = float(environ.get("ARTEL_IDLE_SECONDS", default.idle_seconds))
        except ValueError as error:
            raise ValueError(f"ARTEL_PORT and ARTEL_IDLE_SECONDS must be numbers: {error}.") from None
        if not 1 <= port <= 65535 or idle_seconds <= 0:
            raise ValueError("ARTEL_PORT must be between 1 and 65535, and ARTEL_IDLE_SECONDS above 0.")
        return replace(
            default,
            port=port,
            preferred_ports=PREFERRED_PORTS,
            idle_seconds=idle_seconds,
            bot_token=environ.get("TELEGRAM_BOT_TOKEN", default.bot_token),
            webhook_secret=environ.get("TELEGRAM_WEBHOOK_SECRET", default.webhook_secret),
            telegram_api_url=environ.get("TELEGRAM_API_URL", default.telegram_api_url),
            telegram_app_link=environ.get("TELEGRAM_APP_LINK", default.telegram_app_link),
            watched=environ.get("ARTEL_WATCHED") == "1",
            log_level=environ.get("LOG_LEVEL", default.log_level),
            log_sample=environ.get("LOG_SAMPLE", default.log_sample),
            version=environ.get("ARTEL_VERSION", default.version),
            rate_limits=environ.get("RATE_LIMITS", default.rate_limits),
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def run(self) -> Path:
        """Sockets, pids and the lock: nothing that must survive."""
        return self.data / "run"

    @property
    def sockets(self) -> Path:
        return socket_directory(self.run)

    @property
    def control(self) -> Path:
        """The runner's own socket."""
        return self.sockets / "control.sock"

    @property
    def topology(self) -> Path:
        return self.root / "infra/generated/topology.json"

    @property
    def clock(self) -> Path:
        return self.root / "infra/generated/clock.json"

    @property
    def keys(self) -> Path:
        """What access tokens are signed with."""
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def python(self, group: str) -> Path:
        environment = self.data / "venv" / group / "bin/python"
        return self.pythons.get(group) or (environment if environment.exists() else Path(sys.executable))

    def kept_ports(self) -> dict[str, int]:
        """The ports of the last start, empty if there was none."""
        try:
            kept: dict[str, int] = json.loads((self.data / "ports.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return kept

    def ports(self) -> dict[str, int]:
        """A port for each service: the one it had, else the preferred one, else any free one; the choice is kept."""
        kept = self.kept_ports()
        wished = [kept, self.preferred_ports]
        ports = {name: free_port(each[name] for each in wished if name in each) for name in PREFERRED_PORTS}
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Beside its place and moved there: whoever reads meanwhile reads the old ones, not half a file.
        fresh = self.data / "ports.json.new"
        fresh.write_text(json.dumps(ports), encoding="utf-8")
        fresh.replace(self.data / "ports.json")
        return ports
