"""The real services, started once for all tests, and an empty database for each test that asks for one."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from loguru import logger

from common.auth import generate_keys
from common.db import Database
from common.settings import Settings
from infra import migrate
from infra.local.runner import Runner
from infra.local.services import Postgres, RabbitMQ, Storage, Valkey
from tests.emptying import empty
from tests.product import configured


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that look through all logs run when all are written."""
    items.sort(key=lambda item: item.path.name == "test_logs_hold_no_secret.py")


@pytest.fixture(scope="session")
def own_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """The log lines of the tests' own process, as a function would write them; to be called when a test has ended.

    Tests of the logs replace what is set up here: only then is it set up again, which for every test takes too long.
    """
    with (tmp_path_factory.getbasetemp() / "tests.log").open("w", encoding="utf-8") as file:
        handler = logging.StreamHandler(file)
        handler.addFilter(lambda record: not record.name.startswith("http"))  # the clients are the tests' own
        logging.getLogger().addHandler(handler)
        sinks = [logger.add(file, level="TRACE", diagnose=False)]

        def again() -> None:
            before = file.tell()
            logger.trace("a test has ended")
            if file.tell() == before:
                sinks.append(logger.add(file, level="TRACE", diagnose=False))

        yield again
        logging.getLogger().removeHandler(handler)
        logger.remove(sinks[-1])


@pytest.fixture(autouse=True)
def _written_to_own_log(own_log: Callable[[], None]) -> Iterator[None]:
    yield
    own_log()


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory under which the services keep their data."""
    return tmp_path_factory.mktemp("services")


@pytest.fixture(scope="session")
async def postgres(services: Path) -> AsyncIterator[Postgres]:
    """PostgreSQL with the newest schema."""
    async with Postgres(services / "postgres", durable=False) as running:
        await migrate.upgrade(running.url)
        yield running


@pytest.fixture(scope="session")
async def valkey(services: Path) -> AsyncIterator[Valkey]:
    async with Valkey(services / "valkey", durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def rabbitmq(services: Path) -> AsyncIterator[RabbitMQ]:
    """RabbitMQ without any topology."""
    async with RabbitMQ(services / "rabbitmq") as running:
        yield running


@pytest.fixture(scope="session")
async def storage(services: Path) -> AsyncIterator[Storage]:
    """An S3-compatible storage with the bucket for files."""
    async with Storage(services / "storage") as running:
        yield running


@pytest.fixture(scope="session")
def settings(postgres: Postgres, valkey: Valkey, rabbitmq: RabbitMQ) -> Settings:
    """What every function and handler may know here, before its manifest's `needs`."""
    private_key, public_keys = generate_keys()
    return Settings(
        database_url=postgres.url,
        database_direct_url=postgres.url,
        valkey_url=valkey.url,
        rabbitmq_url=rabbitmq.url,
        jwt_private_key=private_key,
        jwt_public_keys=public_keys,
    )


@pytest.fixture(scope="session")
async def product(services: Path) -> AsyncIterator[Runner]:
    """The whole product as `make up` runs it, with services of its own."""
    async with Runner(configured(services / "product")) as running:
        yield running


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    """The database, empty but for the system's templates."""
    opened = Database(postgres.url, name="tests")
    await empty(opened)
    yield opened
    await opened.close()
