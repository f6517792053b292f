from itertools import count

import pytest

_numbers = count(1)


@pytest.fixture
async def empty_url(postgres):
    """The URL of a database of one's own without a schema."""
    name = f"migrations_{next(_numbers)}"
    yield await postgres.create_database(name)
    await postgres.drop_database(name)
