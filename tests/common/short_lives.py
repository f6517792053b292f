"""Lives that count a little, hand it in and end, some in each of several processes that are forked, and end too.

python -m tests.common.short_lives URL PROCESSES LIVES
"""

import asyncio
import os
import sys

import uvloop

from common import metrics, telemetry

AT_ONCE = 4


async def live() -> None:
    for _ in range(int(sys.argv[3])):
        async with telemetry.sending(sys.argv[1], "short"):
            metrics.answered("short", 200, 0.02)
            metrics.EVENTS.labels("game.event_recorded", "pot").inc()


def main() -> None:
    alive = 0
    for _ in range(int(sys.argv[2])):
        if alive == AT_ONCE:
            _buried()
            alive -= 1
        if os.fork() == 0:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(live())
            os._exit(0)
        alive += 1
    for _ in range(alive):
        _buried()


def _buried() -> None:
    _, status = os.wait()
    assert status == 0


if __name__ == "__main__":
    main()
