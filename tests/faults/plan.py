"""What goes wrong in an evening, and when: the same for the same seed."""

import asyncio
import random
from dataclasses import dataclass

from infra.telegram.fake import Trouble
from tests.faults.stage import Stage, kill, paused

SERVICES = ("postgres", "valkey", "rabbitmq", "caddy", "forkserver-http", "forkserver-queue")
KINDS = (
    *(f"kill {name}" for name in (*SERVICES, "runner", "function", "consumer")),
    *(f"pause {name}" for name in ("postgres", "valkey", "rabbitmq", "caddy", "runner", "function", "consumer")),
    "cut postgres",
    "cut valkey",
    "cut telegram",
    "fill disk",
)
BEHIND = ("pause postgres", "pause valkey", "pause rabbitmq", "pause function", "pause consumer", "fill disk")
"""What stands behind the gateway may stand still for longer than anybody may wait for an answer."""
OFTEN, LONG_SECONDS = 0.12, 12.0
PATIENCE_SECONDS = 3.0
"""For a function or consumer that lives: whoever is at zero can be neither killed nor paused."""
CUT_TIMES = 2
"""So many messages arrive without an answer."""
TOGETHER = 5
"""So many seeds in a row have every kind among them."""
FIRST, LAST = 12, 80


@dataclass(frozen=True)
class Fault:
    kind: str
    after: int
    """Begins when so many requests have been acknowledged."""
    seconds: float
    """How long it lasts, for what lasts."""
    choice: float
    """Which one, of several that are alike: from 0 to 1."""


def plan(seed: int) -> list[Fault]:
    """The faults of an evening in their order."""
    deck = list(KINDS)
    random.Random(f"deck {seed // TOGETHER}").shuffle(deck)
    chance = random.Random(f"faults {seed}")
    kinds = deck[seed % TOGETHER :: TOGETHER]
    places = sorted(chance.sample(range(FIRST, LAST), len(kinds)))
    return [
        Fault(kind, after, _seconds(kind, chance), chance.random()) for kind, after in zip(kinds, places, strict=True)
    ]


def _seconds(kind: str, chance: random.Random) -> float:
    if kind in BEHIND and chance.random() < OFTEN:
        return LONG_SECONDS
    return chance.uniform(0.3, 2.5)


async def inflict(fault: Fault, stage: Stage, begun: asyncio.Event) -> bool:
    """Do it and wait for its end; `begun` is set as soon as it hurts. Whether there was anybody to do it to."""
    try:
        return await _inflict(fault, stage, begun)
    finally:
        begun.set()


async def _inflict(fault: Fault, stage: Stage, begun: asyncio.Event) -> bool:
    match fault.kind.split():
        case "kill", "runner":
            begun.set()
            await stage.restart()
        case "kill", victim:
            return kill(await _pid(stage, victim, fault.choice))
        case "pause", victim:
            pid = await _pid(stage, victim, fault.choice)
            if pid is None:
                return False
            with paused(pid):
                begun.set()
                await asyncio.sleep(fault.seconds)  # the fault itself
        case "cut", "postgres":
            await stage.cut_postgres()
        case "cut", "valkey":
            await stage.cut_valkey()
        case "cut", "telegram":
            stage.telegram.expect(Trouble(status=0, times=CUT_TIMES))
        case _:
            if not stage.is_small:
                return False
            with stage.full():
                begun.set()
                await asyncio.sleep(fault.seconds)  # the fault itself
    return True


async def _pid(stage: Stage, victim: str, choice: float) -> int | None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while loop.time() < deadline:
        kind = {"function": "function", "consumer": "handler"}.get(victim)
        rows = [row for row in (await stage.status()).rows if row.kind == kind or row.name == victim]
        # A pid that was somebody's a moment ago may be a stranger's by now.
        ours = stage.family()
        if pids := [row.pid for row in rows if row.pid in ours]:
            return pids[int(choice * len(pids))]
        await asyncio.sleep(0.2)  # between two looks
    return None
