from itertools import count

import pytest

from tests.migrations.rows import Evening, add_game, add_player, add_seat, add_session

_numbers = count(1)


@pytest.fixture
async def empty_url(postgres):
    """The URL of a database of one's own without a schema."""
    name = f"migrations_{next(_numbers)}"
    yield await postgres.create_database(name)
    await postgres.drop_database(name)


@pytest.fixture
async def evening(database):
    player = await add_player(database)
    session = await add_session(database, "ABC234")
    seats = [await add_seat(database, session, player, "host"), *[await add_seat(database, session) for _ in range(2)]]
    return Evening(player, session, seats, await add_game(database, session))
