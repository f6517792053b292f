"""The local product from the command line: python -m infra.local up | status | logs | keys | down | reset."""

import argparse
import asyncio
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from common.logs import configure
from common.settings import Settings
from common.topology import TopologyError
from infra import dead
from infra import keys as signing_keys
from infra import logs as follow
from infra import recompute as recomputed
from infra import verbosity as loudness
from infra.doctor import __main__ as doctors
from infra.doctor.findings import Finding, Patient
from infra.local import control, provision
from infra.local.config import Config
from infra.local.ledger import Ledger
from infra.local.services import Postgres, RabbitMQ, Valkey
from infra.local.status import Status
from infra.local.up import DONE, FAILED, INTERRUPTED, run, running, up

STOP_SECONDS = 60.0
ROTATE_SECONDS = 60.0
DATA = ("postgres", "valkey", "rabbitmq", "caddy", "keys", "logs", "run", "ports.json")
"""What `reset` deletes from the data directory; tools and the built webapp stay."""


async def status(config: Config, *, as_json: bool) -> int:
    """Print what runs."""
    try:
        document = await control.ask(config.control, "status")
    except control.NotRunning:
        print("Artel is not running: make up", file=sys.stderr)
        return FAILED
    print(json.dumps(document, ensure_ascii=False) if as_json else Status.from_json(document).table())
    return DONE


async def down(config: Config) -> int:
    """End everything; the data stays."""
    try:
        await control.ask(config.control, "stop")
        asked = True
    except control.NotRunning:
        asked = False
    if not await _unlocked(config, STOP_SECONDS if asked else 1.0):
        print("The runner does not end by itself and is killed.")
    left = await Ledger(config.run / "processes").clear()
    print("Artel is stopped." if asked or left else "Artel is not running.")
    return DONE


def reset(config: Config, *, sure: bool) -> int:
    """Stop, and delete all data, after asking."""
    if not sure and input(f"Delete all players, games and keys in {config.data}? [y/N] ").strip().lower() != "y":
        print("Nothing was deleted.")
        return FAILED
    asyncio.run(down(config))
    for name in DATA:
        path = config.data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    print("All data is deleted.")
    return DONE


def logs(config: Config, name: str | None, request_id: str | None) -> int:
    """Follow one log, or all, until Ctrl-C; or show what all of them say of one request."""
    if request_id:
        return follow.show(request_id, follow.written(sorted(config.logs.glob("*.log*"))), sys.stdout)
    known = sorted(path.stem for path in config.logs.glob("*.log"))
    if not known or (name and name not in known):
        print(f"No such log; there are: {', '.join(known) or 'none yet'}", file=sys.stderr)
        return FAILED
    command = ["tail", "-n", "20", "-F", *(str(config.log(each)) for each in ([name] if name else known))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as tail:
        for text in tail.stdout or ():
            print(follow.read(text) or text.rstrip("\n"), flush=True)
    return tail.returncode


async def migrate(config: Config) -> int:
    """Migrate the database of the running product."""
    if not await running(config):
        print("Artel is not running: make up, which migrates too", file=sys.stderr)
        return FAILED
    postgres = Postgres(config.data / "postgres", port=config.kept_ports()["postgres"])
    try:
        await provision.migrate(config, postgres.url)
    except provision.ProvisionError as error:
        print(error, file=sys.stderr)
        return FAILED
    print("The schema is up to date.")
    return DONE


async def recompute(config: Config) -> int:
    """Compute what is derived in the database of the running product again."""
    if not await running(config):
        print("Artel is not running: make up", file=sys.stderr)
        return FAILED
    return await recomputed.run(Postgres(config.data / "postgres", port=config.kept_ports()["postgres"]).url)


async def declare_topology(config: Config) -> int:
    """Declare the queues in the running RabbitMQ."""
    if not await running(config):
        print("Artel is not running: make up, which declares them too", file=sys.stderr)
        return FAILED
    try:
        await provision.declare_topology(config, _rabbitmq_url(config))
    except TopologyError as error:
        print(error, file=sys.stderr)
        return FAILED
    print("RabbitMQ holds what the handlers need.")
    return DONE


async def show_dead(config: Config, arguments: Sequence[str]) -> int:
    """Do something about messages that nobody tries again."""
    if not await running(config):
        print("Artel is not running: make up", file=sys.stderr)
        return FAILED
    try:
        await dead.run(_rabbitmq_url(config), arguments, config.topology, sys.stdout)
    except dead.DeadError as error:
        print(error, file=sys.stderr)
        return FAILED
    return DONE


def _rabbitmq_url(config: Config) -> str:
    return RabbitMQ(config.data / "rabbitmq", port=config.kept_ports()["rabbitmq"]).url


def _valkey_url(config: Config) -> str:
    return Valkey(config.data / "valkey", port=config.kept_ports()["valkey"]).url


async def verbosity(config: Config, arguments: Sequence[str]) -> int:
    """Change how much is logged from now on."""
    if not await running(config):
        print("Artel is not running: make up", file=sys.stderr)
        return FAILED
    await loudness.run(_valkey_url(config), arguments, sys.stdout)
    return DONE


async def doctor(config: Config) -> int:
    """Look at everything that runs, and say what is wrong."""
    status = await running(config)
    if not status:
        print("Artel is not running: make up", file=sys.stderr)
        return FAILED
    private, public = signing_keys.read(config.keys)
    postgres = Postgres(config.data / "postgres", port=config.kept_ports()["postgres"])
    settings = Settings(
        database_url=postgres.url,
        database_direct_url=postgres.url,
        valkey_url=_valkey_url(config),
        rabbitmq_url=_rabbitmq_url(config),
        jwt_private_key=private,
        jwt_public_keys=public,
    )
    asked = await doctors.examine(Patient(settings, status.url, config.topology))
    return doctors.tell([*_about_the_runner(status), *asked], sys.stdout)


def _about_the_runner(status: Status) -> list[Finding]:
    down = [row for row in status.rows if row.state in ("down", "failed")]
    if not down:
        return [Finding("runner", f"All {len(status.rows)} services, functions and handlers run or can be started.")]
    return [
        Finding("runner", f"The {row.kind} {row.name} is {row.state}.", f"See its log: make logs F={row.name}.")
        for row in down
    ]


async def webapp(config: Config) -> int:
    """Build the webapp if its sources changed."""
    try:
        if provision.webapp_is_stale(config):
            await provision.build_webapp(config)
    except provision.ProvisionError as error:
        print(error, file=sys.stderr)
        return FAILED
    return DONE


async def keys(config: Config, *, rotate: bool) -> int:
    """Print the public signing keys, after a change of the one that signs if that is wanted."""
    if rotate:
        try:
            await control.ask(config.control, "rotate_keys", seconds=ROTATE_SECONDS)
        except control.NotRunning:
            signing_keys.publish(config.keys)
            signing_keys.sign(config.keys)
    print(signing_keys.table(config.keys))
    return DONE


async def _unlocked(config: Config, seconds: float) -> bool:
    """Wait until no runner holds the data directory; whether that came true."""
    config.run.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (config.run / "lock").open("w") as lock:
        for _ in range(int(seconds * 20)):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(0.05)
            else:
                return True
    return False


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start everything in the background, return when it answers")
    runner = commands.add_parser("run", help="be the runner, in the foreground")
    runner.add_argument("--report", type=int, help=argparse.SUPPRESS)
    shown = commands.add_parser("status", help="what runs, and what it costs")
    shown.add_argument("--json", action="store_true")
    followed = commands.add_parser("logs", help="follow the logs")
    followed.add_argument("name", nargs="?", help="only this function, handler or service")
    followed.add_argument("--request", help="show what all logs say of the request with this id")
    commands.add_parser("migrate", help="bring the running product's database to the newest schema")
    commands.add_parser("recompute", help="compute boards, ledgers and totals again: nothing may change")
    commands.add_parser("topology", help="declare the queues in the running product's RabbitMQ")
    buried = commands.add_parser("dead", help="messages that nobody tries again: see python -m infra.dead --help")
    buried.add_argument("arguments", nargs=argparse.REMAINDER, help="list, show, replay or drop")
    commands.add_parser("verbosity", add_help=False, help="how much is logged: see python -m infra.verbosity --help")
    commands.add_parser("doctor", help="look at everything, and say what is wrong and what to do")
    commands.add_parser("webapp", help="build the webapp if its sources changed")
    signing = commands.add_parser("keys", help="what access tokens are signed with")
    signing.add_argument("--rotate", action="store_true", help="sign with a new key from now on")
    commands.add_parser("down", help="stop everything, keep the data")
    emptied = commands.add_parser("reset", help="stop everything and delete the data")
    emptied.add_argument("--yes", action="store_true", help="without asking")
    options, others = parser.parse_known_args(argv)
    if others and options.command != "verbosity":
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    try:
        config = Config.from_env(os.environ)
    except ValueError as error:
        parser.error(str(error))
    if options.command not in ("up", "run"):
        configure("local", level="WARNING", as_json=False)
    try:
        match options.command:
            case "up":
                return asyncio.run(up(config))
            case "run":
                return asyncio.run(run(config, options.report))
            case "status":
                return asyncio.run(status(config, as_json=options.json))
            case "logs":
                return logs(config, options.name, options.request)
            case "migrate":
                return asyncio.run(migrate(config))
            case "recompute":
                return asyncio.run(recompute(config))
            case "topology":
                return asyncio.run(declare_topology(config))
            case "dead":
                return asyncio.run(show_dead(config, options.arguments))
            case "verbosity":
                return asyncio.run(verbosity(config, others))
            case "doctor":
                return asyncio.run(doctor(config))
            case "webapp":
                return asyncio.run(webapp(config))
            case "keys":
                return asyncio.run(keys(config, rotate=options.rotate))
            case "down":
                return asyncio.run(down(config))
            case _:
                return reset(config, sure=options.yes)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
