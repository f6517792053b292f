"""Time one thing often enough to say what it takes: the median and the 95th percentile of many runs."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

RUNS = 101


class Figure(NamedTuple):
    """What was measured, in milliseconds."""

    name: str
    median: float
    p95: float
    least: float
    most: float


def measure(name: str, work: Callable[[], Any], *, runs: int = RUNS) -> Figure:
    """Run `work` so often, after a few runs to warm up, without the garbage collector in between."""
    for _ in range(5):
        work()
    gc.collect()
    gc.disable()
    try:
        samples = [_once(work) for _ in range(runs)]
    finally:
        gc.enable()
    return summed(name, samples)


def summed(name: str, samples: list[float]) -> Figure:
    """What many samples say, in milliseconds each."""
    p95 = statistics.quantiles(samples, n=20)[-1]
    return Figure(name, statistics.median(samples), p95, min(samples), max(samples))


def _once(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
