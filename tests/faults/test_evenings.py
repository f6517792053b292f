"""An evening of eight while everything dies, hangs or is full: nothing is lost, and nothing counts twice.

FAULT_SEEDS=17 plays one again, FAULT_SEEDS=0-199 plays many, FAULT_SEEDS=rest those that have not passed yet.
"""

import sys
import time

import pytest

from tests.faults import runs
from tests.faults.evening import Evening
from tests.faults.plan import plan
from tests.faults.stage import Stage

QUIET = 999_999
"""The seed of the evening in which nothing happens but what the test says."""


@pytest.mark.parametrize("seed", runs.seeds())
async def test_nothing_is_lost_and_nothing_counts_twice(stage: Stage, seed: int) -> None:
    faults = plan(seed)
    sys.stdout.write("\n".join([f"FAULT_SEEDS={seed}", *map(str, faults), ""]))
    began = time.monotonic()
    async with Evening(stage, seed, faults) as evening:
        await evening.play()
        played = time.monotonic()
        await evening.check_kept()
        await evening.check_delivered()
        runs.passed(seed, evening, played_s=played - began, delivered_s=time.monotonic() - played)


async def test_without_rabbitmq_for_a_whole_evening_the_players_notice_nothing(stage: Stage) -> None:
    async with Evening(stage, QUIET, []) as evening:
        async with stage.without_rabbitmq():
            await evening.play()
            await evening.check_kept()
            assert evening.judge.statuses.keys() <= {200, 201}
            assert not await evening.is_counted()
        await evening.check_delivered()
