"""One product that is looked at, for all tests of what is seen: times of rules and alerts are shortened."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from infra.local.runner import Runner
from tests.product import configured
from tests.watching.copy import Copy
from tests.watching.people import People
from tests.watching.watching import Watching

SCALE = 1 / 10
"""A minute in six seconds."""
SCRAPE_SECONDS = 2.0


class Looked(NamedTuple):
    """A product, those who look at it, whom they tell, and the copy of its database that may be broken."""

    runner: Runner
    watching: Watching
    people: People
    copy: Copy


@pytest.fixture(scope="package")
async def looked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Looked]:
    folder: Path = tmp_path_factory.mktemp("looked")
    config = replace(configured(folder / "product"), watched=True)
    async with Runner(config) as runner, People() as people, Copy(runner, folder) as copy:
        instead = {"copy": copy.address}
        async with Watching(
            runner, folder, told=people.address, scale=SCALE, scrape_seconds=SCRAPE_SECONDS, instead=instead
        ) as watching:
            yield Looked(runner, watching, people, copy)
