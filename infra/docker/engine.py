"""Where containers run: the machine's own Docker, or, for the tests, an engine of ours where there is none."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from common.manifest import ROOT
from infra.local.processes import tied

OWN = Path("/var/tmp/artel-docker")  # noqa: S108  # one for the machine, whoever's clone asks; it is root's
START_SECONDS = 60
STOP_SECONDS = 60
FIREWALLS = ("iptables", "ip6tables")
PLUGINS = ("docker-buildx", "docker-compose")


class NoEngine(Exception):
    """Containers are impossible here; the message is one sentence that says why."""


@dataclass(frozen=True)
class Engine:
    """A Docker engine that answers, with Compose and Buildx."""

    client: str = "docker"
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    socket: str = "/var/run/docker.sock"
    is_own: bool = False
    """Started by us, without a registry: what it has are stand-ins."""

    def docker(
        self, *arguments: str, check: bool = True, merged: bool = False, directory: Path = ROOT
    ) -> "subprocess.CompletedProcess[str]":
        """Run the client and keep what it says; `merged` keeps its errors in the same text."""
        done = subprocess.run(
            [self.client, *arguments],
            cwd=directory,
            env=dict(self.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise NoEngine(f"docker {' '.join(arguments)} failed: {(done.stderr or done.stdout).strip()}")
        return done

    def binary(self, *arguments: str) -> bytes:
        """The same for what is no text, such as an archive."""
        command = [self.client, *arguments]
        return subprocess.run(command, env=dict(self.environ), stdout=subprocess.PIPE, check=True).stdout


def existing() -> Engine:
    """The machine's own Docker. Raises NoEngine."""
    engine = Engine()
    if shutil.which("docker") is None or engine.docker("info", check=False).returncode:
        raise NoEngine("There is no Docker engine here that answers.")
    for plugin in ("compose", "buildx"):
        if engine.docker(plugin, "version", check=False).returncode:
            raise NoEngine(f"Docker lacks its plugin {plugin}: install docker-{plugin}-plugin.")
    address = engine.docker("context", "inspect", "--format", "{{ .Endpoints.docker.Host }}").stdout.strip()
    scheme, _, path = os.environ.get("DOCKER_HOST", address).partition("://")
    # A Mac's engine has another machine below it, where the socket is in its usual place.
    return Engine(socket=path) if scheme == "unix" and sys.platform == "linux" else engine


@contextmanager
def own() -> Iterator[Engine]:
    """An engine of ours for as long as the block lasts, installed first where it is missing. Raises NoEngine.

    Its images and build cache stay in /var/tmp for the next time; of its processes, mounts and networks nothing does.
    """
    root = _as_root()
    _install(root)
    subprocess.run([*root, "install", "-d", "-m", "0711", "-o", str(os.getuid()), str(OWN)], check=True)
    with ExitStack() as stack:
        lock = stack.enter_context((OWN / "lock").open("w"))
        _wait_for(lock.fileno())
        stack.enter_context(_network_as_it_was(root))
        stack.enter_context(_running(root))
        engine = Engine(
            client="/usr/bin/docker",  # Debian's: it can build without a plugin that is not there yet
            environ={
                **os.environ,
                "DOCKER_HOST": f"unix://{OWN}/docker.sock",
                "DOCKER_CONFIG": str(OWN / "client"),
                "DOCKER_BUILDKIT": "1",
            },
            socket=f"{OWN}/docker.sock",
            is_own=True,
        )
        _tidy(engine)
        yield engine


def _tidy(engine: Engine) -> None:
    """Remove what tests have left that were killed, and the images that newer ones have replaced."""
    if left := engine.docker("ps", "--all", "--quiet").stdout.split():
        engine.docker("rm", "--force", *left)
    for each in ("network", "volume", "image"):
        engine.docker(each, "prune", "--force")


def _as_root() -> list[str]:
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        raise NoEngine("There is no Docker here, and an engine of our own can only be installed on Debian.")
    if os.getuid() == 0:
        return []
    asked = ["sudo", "-n", "true"]
    if shutil.which("sudo") and subprocess.run(asked, check=False, capture_output=True).returncode == 0:
        return ["sudo"]
    raise NoEngine("There is no Docker here, and only root can start one.")


def _install(root: Sequence[str]) -> None:
    """Debian's packages. It would start the engine as a service where services are started; ours is beside it."""
    needed = {"/usr/sbin/dockerd": "docker.io", "/usr/bin/docker": "docker.io", "/usr/bin/mmdebstrap": "mmdebstrap"}
    missing = sorted({package for program, package in needed.items() if not Path(program).exists()})
    if not missing:
        return
    print(f"Installing {' and '.join(missing)}", flush=True)
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing, *_newer_debian()]):
        done = subprocess.run([*apt, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoEngine(f"apt-get {command[0]} failed: {done.stderr.strip()}")


def _newer_debian() -> list[str]:
    """Since Debian 13 the client and its plugins are packages of their own."""
    known = subprocess.run(["apt-cache", "show", "docker-cli"], capture_output=True, check=False).returncode == 0
    return ["docker-cli", "docker-buildx"] if known else []


def _wait_for(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another clone is testing its containers: waiting for it", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


@contextmanager
def _running(root: Sequence[str]) -> Iterator[None]:
    command = [
        *(*root, "/usr/sbin/dockerd"),
        *("--data-root", f"{OWN}/data", "--exec-root", f"{OWN}/exec", "--pidfile", f"{OWN}/pid"),
        *("--host", f"unix://{OWN}/docker.sock", "--group", str(os.getgid()), "--log-level", "error"),
        # A program that dies with whoever started it must not find its containers alive the next time.
        *("--live-restore=false", "--shutdown-timeout", "5"),
    ]
    with (OWN / "dockerd.log").open("w") as log:
        daemon = subprocess.Popen(
            tied(command, signal.SIGTERM), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        asking = ["/usr/bin/docker", "--host", f"unix://{OWN}/docker.sock", "version"]
        while subprocess.run(asking, capture_output=True, check=False).returncode:
            if daemon.poll() is not None or time.monotonic() > deadline:
                log_end = "\n".join((OWN / "dockerd.log").read_text("utf-8").splitlines()[-3:])
                raise NoEngine(f"dockerd does not start here: {log_end}")
            time.sleep(0.1)
        yield
    finally:
        daemon.terminate()
        try:
            daemon.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()
        subprocess.run([*root, "umount", f"{OWN}/exec/netns/default"], check=False, capture_output=True)


@contextmanager
def _network_as_it_was(root: Sequence[str]) -> Iterator[None]:
    """Take back what dockerd leaves: its bridges, its firewall rules, and forwarding between interfaces."""
    forwarding = Path("/proc/sys/net/ipv4/ip_forward")
    before, forwarded = _bridges(), forwarding.read_text("ascii")
    rules = {family: _rules(root, family) for family in FIREWALLS}
    try:
        yield
    finally:
        for bridge in _bridges() - before:
            subprocess.run([*root, "ip", "link", "delete", bridge], check=True)
        for family, known in rules.items():
            if "DOCKER" not in known:
                restored = _emptied(_rules(root, family)) + known
                subprocess.run([*root, f"{family}-restore"], input=restored, text=True, check=True)
        subprocess.run([*root, "tee", str(forwarding)], input=forwarded, text=True, check=True, capture_output=True)


def _bridges() -> set[str]:
    return {each.name for each in Path("/sys/class/net").iterdir() if (each / "bridge").exists()}


def _rules(root: Sequence[str], family: str) -> str:
    return subprocess.run([*root, f"{family}-save"], capture_output=True, text=True, check=True).stdout


def _emptied(rules: str) -> str:
    """The same tables as they are before anybody has written into them."""
    lines = [line for line in rules.splitlines() if line.startswith(("*", "COMMIT"))]
    built_in = {"filter": ("INPUT", "FORWARD", "OUTPUT")}
    policies = {f"*{table}": [f":{chain} ACCEPT [0:0]" for chain in chains] for table, chains in built_in.items()}
    return "".join(f"{each}\n" for line in lines for each in [line, *policies.get(line, [])])
