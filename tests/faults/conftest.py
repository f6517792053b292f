"""What all faults leave behind"""

import gc
from collections.abc import AsyncIterator

import pytest


@pytest.fixture(autouse=True)
async def _connections_that_failed_end_here() -> AsyncIterator[None]:
    """aio-pika closes a connection that never came about when it is collected: only on the loop's own thread can it."""
    yield
    gc.collect()
