"""What the container tests have measured, for the end of their output: figures that are told, and not judged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

LINES: list[str] = []


def say(what: str, figure: str) -> None:
    """Add a line to the report."""
    LINES.append(f"{what:<72} {figure:>12}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Add how long the block took."""
    began = time.monotonic()
    yield
    say(what, f"{time.monotonic() - began:.2f} s")
