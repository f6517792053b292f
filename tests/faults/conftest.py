"""What all faults leave behind, and the stage that they happen on."""

import gc
from collections.abc import AsyncIterator

import pytest

from tests.faults import runs
from tests.faults.stage import Stage


@pytest.fixture(autouse=True)
async def _connections_that_failed_end_here() -> AsyncIterator[None]:
    """aio-pika closes a connection that never came about when it is collected: only on the loop's own thread can it."""
    yield
    gc.collect()


@pytest.fixture(scope="package")
async def stage() -> AsyncIterator[Stage]:
    """Started once for all evenings, and ended before anything else is tested."""
    async with Stage() as started:
        yield started


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was survived, in this run and in those of the same code before it."""
    if runs.records():
        terminalreporter.section("faults survived")
        terminalreporter.write_line("\n".join(runs.table()))
