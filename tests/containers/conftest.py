"""The product in real containers: `make test-containers`, which starts an engine first where there is none."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from infra.docker.engine import Engine, existing
from infra.docker.product import Product
from infra.local.ports import free_port
from tests.containers import report

if "ARTEL_CONTAINERS" not in os.environ:
    # `make test` needs no engine: these tests have a command of their own.
    collect_ignore_glob = ["test_*.py"]

SESSION_SECONDS = 8
"""How long nobody must call a function until it is stopped: five minutes outside of tests."""


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Where the containers run; every image is built by now."""
    return replace(existing(), is_own=os.environ["ARTEL_CONTAINERS"] == "own")


@pytest.fixture(scope="module")
def product(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole system, up and healthy, that knows nothing of any other on this machine."""
    settings = {"ARTEL_SESSION": f"{SESSION_SECONDS}s", "ARTEL_EXPIRATION": "1s"}
    secrets = tmp_path_factory.mktemp("secrets")
    ours = Product(engine, f"artel-test-{os.getpid()}", free_port(), secrets, settings)
    try:
        with report.timed("compose up, until all that is always on is healthy"):
            ours.up()
        yield ours
    finally:
        ours.down(volumes=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if report.LINES:
        terminalreporter.section("measured")
        for line in report.LINES:
            terminalreporter.write_line(line)
