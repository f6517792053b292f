"""An evening of eight while everything dies, hangs or is full: nothing is lost, and nothing counts twice.

FAULT_SEEDS=17 plays one again, FAULT_SEEDS=0-199 plays many, FAULT_SEEDS=rest those that have not passed yet.
"""

import asyncio
import sys
import time

import pytest

from tests.faults import runs
from tests.faults.evening import Evening
from tests.faults.plan import plan
from tests.faults.runs import Survived
from tests.faults.stage import Stage

ROUND_SECONDS = 240.0
"""Three times what the slowest has needed: a round that hangs says where."""
QUIET = 999_999
"""The seed of the evening in which nothing happens but what the test says."""


@pytest.mark.parametrize("seeds", runs.rounds(), ids=str)
async def test_nothing_is_lost_and_nothing_counts_twice(stage: Stage, seeds: list[int]) -> None:
    """Several evenings side by side: each brings its own faults, one after another, and all suffer from them."""
    await stage.whole()
    try:
        async with asyncio.timeout(ROUND_SECONDS):
            ended = await asyncio.gather(*(_survived(stage, seed) for seed in seeds), return_exceptions=True)
    except TimeoutError:
        raise AssertionError(f"not over after {ROUND_SECONDS:.0f} s:\n{await stage.described()}") from None
    survived = [each for each in ended if isinstance(each, Survived)]
    # Of evenings that still go on it could not be said.
    assert await stage.recomputed() == []
    runs.passed(survived)
    failed = [each for each in ended if not isinstance(each, Survived)]
    if failed:
        raise BaseExceptionGroup("not survived", failed)


async def _survived(stage: Stage, seed: int) -> Survived:
    faults = plan(seed)
    sys.stdout.write("\n".join([f"FAULT_SEEDS={seed}", *map(str, faults), ""]))
    began = time.monotonic()
    async with Evening(stage, seed, faults) as evening:
        try:
            await evening.play()
            played = time.monotonic()
            await evening.check_kept()
            await evening.check_delivered()
        except BaseException as error:
            error.add_note(f"in the evening of FAULT_SEEDS={seed}")
            raise
        finally:
            sys.stdout.write(f"FAULT_SEEDS={seed}: {evening.described()}\n")
    return Survived(seed, evening, played - began, time.monotonic() - played)


async def test_without_rabbitmq_for_a_whole_evening_the_players_notice_nothing(stage: Stage) -> None:
    await stage.whole()
    async with Evening(stage, QUIET, []) as evening:
        async with stage.without_rabbitmq():
            await evening.play()
            await evening.check_kept()
            assert evening.judge.statuses.keys() <= {200, 201}
            assert not await evening.is_counted()
        await evening.check_delivered()
