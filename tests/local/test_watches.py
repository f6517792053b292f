"""Who wakes the handlers that run at intervals"""

import pytest

from infra.local.config import Config
from infra.local.ondemand import Handler
from infra.local.watches import intervals_of, watch_clock
from infra.render import units

HOUR = 3600.0


class Midnight(Exception):
    """The day of the test is over."""


class Asleep(Handler):
    """Notes when it is woken, by a clock that skips."""

    def __init__(self) -> None:
        self.now = 0.0
        self.woken: list[float] = []

    def wanted(self) -> None:
        self.woken.append(self.now)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now > 4 * HOUR:
            raise Midnight


@pytest.mark.parametrize(
    ("seconds", "woken"),
    [(HOUR, [60, 60 + HOUR, 60 + 2 * HOUR, 60 + 3 * HOUR]), (2 * HOUR, [60, 60 + 2 * HOUR]), (30, None)],
)
async def test_a_task_is_woken_soon_after_the_start_and_then_at_its_interval(
    seconds: float, woken: list[float] | None
) -> None:
    task = Asleep()
    with pytest.raises(Midnight):
        await watch_clock(seconds, task, sleep=task.sleep)
    assert task.woken == (woken or [30.0 * count for count in range(1, 481)])


def test_the_runner_knows_the_interval_of_everything_that_the_clock_runs() -> None:
    intervals = intervals_of(Config.from_env({}).clock)
    tasks = {member.name: member.handler() for unit in units.clocks() for member in unit.members}
    assert intervals == {name: task.interval.total_seconds() for name, task in tasks.items()}
    assert intervals["session_sweep"] == 600
