"""Stand-ins for the images of a registry, in an engine of our own that reaches none (see standins/Dockerfile)."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common.manifest import ROOT
from infra.docker.engine import PLUGINS, Engine
from infra.docker.images import BuildError

BASE = "docker.io/library/python:3.13-slim-trixie"
UV = "ghcr.io/astral-sh/uv:0.13.9"
SERVICES = {
    "postgres": "docker.io/library/postgres:18",
    "pgbouncer": "docker.io/edoburu/pgbouncer:v1.24.1-p1",
    "rabbitmq": "docker.io/library/rabbitmq:4",
    "valkey": "docker.io/valkey/valkey:8.1",
    "caddy": "docker.io/library/caddy:2.11",
    "sablier": "docker.io/sablierapp/sablier:1.16.2",
    "moto": "docker.io/motoserver/moto:5.1.22",
    "prometheus": "docker.io/prom/prometheus:v2.53.3",
    "alertmanager": "docker.io/prom/alertmanager:v0.28.1",
    "postgres-exporter": "quay.io/prometheuscommunity/postgres-exporter:v0.17.1",
    "valkey-exporter": "docker.io/oliver006/redis_exporter:v1.74.0",
}
"""Stage of standins/Dockerfile → the image whose place it takes in compose.local.yml. Grafana is in no package."""
PARALLEL = 3
"""Builds at a time: each downloads, then unpacks."""

_SMALL = (
    *("--aptopt=APT::Install-Recommends false", "--aptopt=Acquire::Languages none"),
    *(f"--dpkgopt=path-exclude=/usr/share/{each}/*" for each in ("doc", "man", "locale")),
)


def build(engine: Engine) -> None:
    """Make all that are not there yet, and give the client its plugins. Raises BuildError."""
    if not _is_there(engine, UV):
        _make_uv(engine)
    if not _is_there(engine, BASE):
        print("Making a base image out of Debian's packages", flush=True)
        _make_base(engine)
    print(f"Making stand-ins for {', '.join(SERVICES.values())}", flush=True)
    with ThreadPoolExecutor(PARALLEL) as pool:
        making = [pool.submit(_add_plugins, engine)]
        making += [pool.submit(_make, engine, stage, image) for stage, image in SERVICES.items()]
        for each in making:
            each.result()


def _is_there(engine: Engine, image: str) -> bool:
    return engine.docker("image", "inspect", image, check=False).returncode == 0


def _make_uv(engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dockerfile = Path(folder) / "Dockerfile"
        dockerfile.write_text("FROM scratch\nCOPY uv /uv\n", encoding="utf-8")
        (Path(folder) / "uv").write_bytes((ROOT / ".artel/venv/uv/bin/uv").read_bytes())
        (Path(folder) / "uv").chmod(0o755)
        _run(engine, "build", "--tag", UV, folder)


def _make_base(engine: Engine) -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # a hundred megabytes
        archive = f"{folder}/base.tar"
        packages = "--include=python3,ca-certificates"
        command = ["mmdebstrap", "--quiet", "--variant=minbase", packages, *_SMALL, "trixie", archive]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError(f"mmdebstrap failed: {done.stderr.strip()}")
        _run(engine, "import", "--change", 'CMD ["python3"]', archive, BASE)


def _make(engine: Engine, stage: str, image: str) -> None:
    authorities = os.environ.get("SSL_CERT_FILE")
    secret = ["--secret", f"id=ca,src={authorities}"] if authorities else []
    dockerfile = "infra/docker/standins/Dockerfile"
    _run(engine, "build", "--target", stage, "--tag", image, "--file", dockerfile, *secret, ".")


def _add_plugins(engine: Engine) -> None:
    plugins = Path(engine.environ["DOCKER_CONFIG"]) / "cli-plugins"
    if all((plugins / each).exists() for each in PLUGINS):
        return
    _make(engine, "plugins", "artel/plugins:standin")
    plugins.mkdir(parents=True, exist_ok=True)
    container = engine.docker("create", "artel/plugins:standin", "true").stdout.strip()
    for each in PLUGINS:
        engine.docker("cp", f"{container}:/usr/libexec/docker/cli-plugins/{each}", str(plugins))
    engine.docker("rm", container)


def _run(engine: Engine, *arguments: str) -> None:
    done = engine.docker(*arguments, check=False, merged=True)
    if done.returncode:
        raise BuildError(f"docker {arguments[0]} failed:\n" + "\n".join(done.stdout.splitlines()[-30:]))
