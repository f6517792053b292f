"""The product in containers, up and down: what `make compose-up` and `make compose-down` do."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from common.manifest import ROOT
from common.settings import DEVELOPMENT_BOT_TOKEN
from infra.docker import secrets
from infra.docker.engine import Engine, NoEngine
from infra.local import players
from infra.render.compose import ON_DEMAND

FILE = "compose.local.yml"


@dataclass(frozen=True)
class Product:
    """One project of compose.local.yml. Two with different names do not know each other."""

    engine: Engine
    name: str = "artel"
    port: int = 8080
    secrets: Path = ROOT / ".artel" / "compose"
    settings: Mapping[str, str] = field(default_factory=dict)
    """Further variables that the file reads."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """Run Docker Compose on the project. Raises NoEngine with what it said."""
        ours = {
            **self.engine.environ,
            "COMPOSE_PROJECT_NAME": self.name,
            "ARTEL_PORT": str(self.port),
            "ARTEL_SECRETS": str(self.secrets),
            "DOCKER_SOCKET": self.engine.socket,
            **self.settings,
        }
        engine = Engine(self.engine.client, ours, self.engine.socket, self.engine.is_own)
        done = engine.docker("compose", "--file", FILE, "--progress", "quiet", *arguments, check=False)
        if done.returncode:
            raise NoEngine(f"docker compose {' '.join(arguments)} failed:\n{done.stderr.strip()}")
        return done.stdout

    def up(self) -> dict[str, str]:
        """Create everything, start what is always on, and wait until it is healthy. Returns the secrets."""
        known = secrets.write(self.secrets, self.url, self.engine.environ)
        never = ["--pull", "never"] if self.engine.is_own else []
        self.compose("--profile", ON_DEMAND, "create", "--no-build", "--remove-orphans", *never)
        self.compose("up", "--detach", "--wait", "--no-build", *never)
        return known

    def down(self, *, volumes: bool = False) -> None:
        """Stop and remove everything; the data stays, unless the volumes are to go too."""
        self.compose("--profile", "*", "down", "--remove-orphans", *(["--volumes"] if volumes else []))

    def greeting(self, bot_token: str) -> str:
        """The address and, with the bot that everybody knows, three ways to sign in."""
        where = f"Artel runs in containers at {self.url}."
        if bot_token != DEVELOPMENT_BOT_TOKEN:
            return where
        ways = (f"  {name}: {link}" for name, link in players.links(self.url, bot_token).items())
        return "\n".join([f"{where} Sign in as", *ways])


def from_env(engine: Engine, environ: Mapping[str, str] = os.environ) -> Product:
    """The product of the person at the keyboard."""
    return Product(engine, port=int(environ.get("ARTEL_PORT", "8080")))
