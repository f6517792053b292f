"""Messages that nobody tries again by itself: `python -m infra.dead`, with RABBITMQ_URL (`make dead`).

    python -m infra.dead                      how many lie where
    python -m infra.dead show stats_update    each of them, with the reason
    python -m infra.dead replay stats_update  give them to the consumer once more
    python -m infra.dead drop stats_update    forget them

Each of the last three takes `--id …` for one of them, and `--older 3d` for those that were told longer ago than that.

Whoever looks takes each message out and lays it behind the others as it was, confirmed, before he lets go of the first:
handed back instead, it would count as delivered, and RabbitMQ 4 drops what was delivered twenty times.
"""

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TextIO

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, DeliveryMode

from common import topology
from common.settings import Settings, SettingsError
from common.store.inbox import REMEMBERED
from common.topology import RETRY_SECONDS, dead_queue, retry_queue

CONFIRM_SECONDS = 10
LONGEST_BODY = 400
DEAD = dead_queue("")

Wanted = Callable[[AbstractIncomingMessage], bool]


class DeadError(Exception):
    """What was asked for cannot be done; the message is a sentence for a person."""


class Count(NamedTuple):
    """How many messages of a consumer wait: for it, for another attempt, and for a person."""

    consumer: str
    ready: int
    later: int
    dead: int


class Letter(NamedTuple):
    """A dead message, as a person reads it."""

    message_id: str
    type: str
    told_at: str
    request_id: str
    reason: str
    body: str

    @classmethod
    def of(cls, message: AbstractIncomingMessage) -> "Letter":
        body = message.body.decode(errors="replace")
        return cls(
            message.message_id or "-",
            message.type or "-",
            message.timestamp.isoformat() if message.timestamp else "-",
            message.correlation_id or "-",
            _reason(message),
            body if len(body) <= LONGEST_BODY else f"{body[:LONGEST_BODY]}…",
        )


def consumers(described: Path) -> list[str]:
    """Everything that has a queue for its dead messages."""
    queues = json.loads(described.read_text(encoding="utf-8"))["queues"]
    return [queue["name"].removesuffix(DEAD) for queue in queues if queue["name"].endswith(DEAD)]


async def count(channel: AbstractChannel, names: Sequence[str]) -> list[Count]:
    """What waits for each consumer."""
    found = []
    for name in names:
        later = [await _depth(channel, retry_queue(name, failures + 1)) for failures in range(len(RETRY_SECONDS))]
        dead = await _depth(channel, dead_queue(name))
        found.append(Count(name, await _depth(channel, name), sum(later), dead))
    return found


async def move(channel: AbstractChannel, consumer: str, to: str | None, wanted: Wanted) -> list[Letter]:
    """Each dead message that is wanted, after it was moved to the queue `to`, or dropped where that is None.

    A message that is moved anywhere else than back is a new one: its attempts are counted from the beginning.
    """
    queue = await channel.get_queue(dead_queue(consumer))
    moved = []
    for _ in range(queue.declaration_result.message_count or 0):
        message = await queue.get(fail=False)
        if message is None:
            break
        target = to if wanted(message) else queue.name
        if target:
            again = _copy(message, new=target != queue.name)
            await channel.default_exchange.publish(again, target, mandatory=True, timeout=CONFIRM_SECONDS)
        await message.ack()
        if wanted(message):
            moved.append(Letter.of(message))
    return moved


def _wanted(message_id: str | None, older: timedelta | None, *, old: bool) -> Wanted:
    """Those with this id, or all, of this age or any; without those that the inbox may have forgotten, unless `old`."""
    now = datetime.now(UTC)

    def wanted(message: AbstractIncomingMessage) -> bool:
        # One that does not say when it was told was not told by us.
        age = now - message.timestamp if message.timestamp else timedelta()
        return (
            message_id in (None, message.message_id) and (older is None or age >= older) and (old or age <= REMEMBERED)
        )

    return wanted


def _age(text: str) -> timedelta:
    """`90m`, `12h` or `3d`. Raises ValueError, which argparse says in words."""
    found = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if found is None:
        raise ValueError(text)
    return int(found[1]) * {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[found[2]]


def _copy(message: AbstractIncomingMessage, *, new: bool) -> aio_pika.Message:
    # How often it was delivered is RabbitMQ's to say; how it came here is forgotten only where it begins anew.
    left_out = "x-" if new else "x-delivery-count"
    kept = {name: value for name, value in message.headers.items() if not name.startswith(left_out)}
    return aio_pika.Message(
        message.body,
        headers=kept,
        content_type=message.content_type,
        content_encoding=message.content_encoding,
        delivery_mode=DeliveryMode.PERSISTENT,
        correlation_id=message.correlation_id,
        message_id=message.message_id,
        timestamp=message.timestamp,
        type=message.type,
    )


def _reason(message: AbstractIncomingMessage) -> str:
    """What the consumer said, or how RabbitMQ says that it never got to say anything."""
    said = message.headers.get("x-error")
    attempts = message.headers.get("x-attempts")
    if said:
        return f"{said!s} (attempt {attempts!s})" if attempts else str(said)
    return f"RabbitMQ: {message.headers.get('x-first-death-reason', 'unknown')!s}"


async def _depth(channel: AbstractChannel, queue: str) -> int:
    return (await channel.declare_queue(queue, passive=True)).declaration_result.message_count or 0


async def run(rabbitmq_url: str, arguments: Sequence[str], described: Path, out: TextIO) -> None:
    """Do what a command line says. Raises DeadError, or what `common.topology.AWAY` lists."""
    options = _parser().parse_args(arguments)
    names = consumers(described)
    if options.command != "list" and options.consumer not in names:
        raise DeadError(f"There is no consumer {options.consumer!r}; there are: {', '.join(names)}.")
    async with (
        await aio_pika.connect(rabbitmq_url) as connection,
        connection.channel(publisher_confirms=True, on_return_raises=True) as channel,
    ):
        if options.command == "list":
            out.write(_table(await count(channel, names)))
            return
        to = {"show": dead_queue(options.consumer), "replay": options.consumer, "drop": None}[options.command]
        old = options.command != "replay" or options.old
        letters = await move(channel, options.consumer, to, _wanted(options.id, options.older, old=old))
        left = await _depth(channel, dead_queue(options.consumer))
    out.write("\n".join(map(_paragraph, letters)))
    done = {"show": "", "replay": f"{len(letters)} replayed, ", "drop": f"{len(letters)} dropped, "}[options.command]
    out.write(f"{done}{left} dead in {options.consumer}.\n")


def _table(counts: Sequence[Count]) -> str:
    width = max((len(each.consumer) for each in counts), default=0)
    head = f"{'consumer':<{width}}  {'waiting':>8}  {'later':>8}  {'dead':>8}\n"
    return head + "".join(
        f"{each.consumer:<{width}}  {each.ready:>8}  {each.later:>8}  {each.dead:>8}\n" for each in counts
    )


def _paragraph(letter: Letter) -> str:
    return (
        f"{letter.message_id}  {letter.type}  told {letter.told_at}  request {letter.request_id}\n"
        f"  {letter.reason}\n  {letter.body}\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.dead", description="Messages that nobody tries again.")
    commands = parser.add_subparsers(dest="command")
    parser.set_defaults(command="list")
    commands.add_parser("list", help="how many lie where")
    commands.add_parser("show", help="each of a consumer's, with the reason")
    replayed = commands.add_parser("replay", help="give them to the consumer once more")
    replayed.add_argument("--old", action="store_true", help=f"those told more than {REMEMBERED.days} days ago, too")
    commands.add_parser("drop", help="forget them")
    for name in ("show", "replay", "drop"):
        commands.choices[name].add_argument("consumer", help="its name, such as stats_update")
        commands.choices[name].add_argument("--id", help="only the message with this id")
        commands.choices[name].add_argument("--older", type=_age, help="only those told so long ago: 90m, 12h, 3d")
    return parser


def main() -> int:
    try:
        url = Settings.from_env(os.environ).only({"rabbitmq"}).rabbitmq_url
        asyncio.run(run(url, sys.argv[1:], topology.RENDERED, sys.stdout))
    except (SettingsError, DeadError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
