"""What must never be wrong, the database itself refuses, whoever asks and whatever the code believes."""

from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg
import pytest

STATE = '{"shooter": null}'
RULES = '{"game_type": "kolkhoz"}'


class Evening(NamedTuple):
    """A session of a host and two guests, with a live game."""

    player: UUID
    session: UUID
    seats: list[UUID]
    game: UUID


async def add_player(db):
    return await db.fetchval("INSERT INTO players (display_name, language) VALUES ('Anna', 'ru') RETURNING id")


async def add_session(db, code):
    return await db.fetchval(
        "INSERT INTO sessions (code, name, scorers, rules) VALUES ($1, '', 'host', $2) RETURNING id", code, RULES
    )


async def add_seat(db, session, player=None, role="player"):
    return await db.fetchval(
        "INSERT INTO seats (session_id, player_id, display_name, role) VALUES ($1, $2, '', $3) RETURNING id",
        session,
        player,
        role,
    )


async def add_game(db, session, number=1, status="live"):
    return await db.fetchval(
        """
        INSERT INTO games (session_id, number, rules, turns, state, status)
        VALUES ($1, $2, $3, '{}', $4, $5) RETURNING id
        """,
        session,
        number,
        RULES,
        STATE,
        status,
    )


async def add_event(db, evening, version, *, event_id=None, kind="miss", game=None, undone=None):
    return await db.fetchval(
        """
        INSERT INTO game_events (id, game_id, version, session_version, kind, own_ball, fluke, event_id, recorded_by)
        VALUES ($1, $2, $3, 1, $4, false, false, $5, $6) RETURNING id
        """,
        event_id or uuid4(),
        game or evening.game,
        version,
        kind,
        undone,
        evening.player,
    )


@pytest.fixture
async def evening(database):
    player = await add_player(database)
    session = await add_session(database, "ABC234")
    seats = [await add_seat(database, session, player, "host"), *[await add_seat(database, session) for _ in range(2)]]
    return Evening(player, session, seats, await add_game(database, session))


async def test_versions_without_a_hole_are_stored(database, evening):
    for version in (1, 2, 3):
        await add_event(database, evening, version)
    assert await database.fetchval("SELECT max(version) FROM game_events") == 3


@pytest.mark.parametrize("version", [2, 3, 100])
async def test_a_hole_in_the_versions_is_refused(database, evening, version):
    if version > 2:
        await add_event(database, evening, 1)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="game_events_no_hole_fkey"):
        await add_event(database, evening, version)


async def test_the_version_of_another_game_fills_no_hole(database, evening):
    other = await add_game(database, evening.session, number=2, status="finished")
    await add_event(database, evening, 1, game=other)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="game_events_no_hole_fkey"):
        await add_event(database, evening, 2)


@pytest.mark.parametrize("version", [0, -1])
async def test_versions_begin_with_one(database, evening, version):
    with pytest.raises(asyncpg.CheckViolationError, match="game_events_version_check"):
        await add_event(database, evening, version)


async def test_a_version_is_given_once(database, evening):
    await add_event(database, evening, 1)
    with pytest.raises(asyncpg.UniqueViolationError, match="game_events_game_id_version_key"):
        await add_event(database, evening, 1)


async def test_a_second_event_with_the_same_id_is_refused_in_any_game(database, evening):
    first = await add_event(database, evening, 1)
    other = await add_game(database, evening.session, number=2, status="finished")
    for version, game in ((2, evening.game), (1, other)):
        with pytest.raises(asyncpg.UniqueViolationError, match="game_events_pkey"):
            await add_event(database, evening, version, event_id=first, game=game)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE game_events SET kind = 'pot'",
        "UPDATE game_events SET version = 7",
        "UPDATE game_events SET id = id",
        "DELETE FROM game_events",
    ],
)
async def test_an_event_is_never_changed_or_deleted(database, evening, change):
    await add_event(database, evening, 1)
    with pytest.raises(asyncpg.RestrictViolationError, match="appended, never changed or deleted"):
        await database.execute(change)


async def test_an_undo_names_an_event_that_there_is(database, evening):
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="game_events_event_id_fkey"):
        await add_event(database, evening, 1, kind="undo", undone=uuid4())


async def test_an_event_of_a_kind_that_nobody_knows_is_refused(database, evening):
    with pytest.raises(asyncpg.CheckViolationError, match="game_events_kind_check"):
        await add_event(database, evening, 1, kind="shout")


async def test_two_live_games_in_one_session_are_refused(database, evening):
    with pytest.raises(asyncpg.UniqueViolationError, match="games_one_live_idx"):
        await add_game(database, evening.session, number=2)
    await database.execute("UPDATE games SET status = 'finished'")
    second = await add_game(database, evening.session, number=2)
    with pytest.raises(asyncpg.UniqueViolationError, match="games_one_live_idx"):
        await database.execute("UPDATE games SET status = 'live' WHERE id <> $1", second)


async def test_every_session_may_have_its_own_live_game(database, evening):
    await add_game(database, await add_session(database, "ABC235"))
    assert await database.fetchval("SELECT count(*) FROM games WHERE status = 'live'") == 2


async def test_a_game_has_a_number_of_its_own(database, evening):
    with pytest.raises(asyncpg.UniqueViolationError, match="games_session_id_number_key"):
        await add_game(database, evening.session, number=1, status="cancelled")


async def test_two_hosts_are_refused(database, evening):
    with pytest.raises(asyncpg.UniqueViolationError, match="seats_one_host_idx"):
        await add_seat(database, evening.session, await add_player(database), "host")
    with pytest.raises(asyncpg.UniqueViolationError, match="seats_one_host_idx"):
        await database.execute("UPDATE seats SET role = 'host'")


async def test_a_player_sits_in_one_seat(database, evening):
    with pytest.raises(asyncpg.UniqueViolationError, match="seats_session_id_player_id_key"):
        await add_seat(database, evening.session, evening.player)


async def test_a_code_opens_one_session(database, evening):
    with pytest.raises(asyncpg.UniqueViolationError, match="sessions_code_key"):
        await add_session(database, "ABC234")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE seats SET role = 'umpire'", "seats_role_check"),
        ("UPDATE games SET status = 'paused'", "games_status_check"),
        ("UPDATE sessions SET status = 'asleep'", "sessions_status_check"),
        ("UPDATE sessions SET scorers = 'nobody'", "sessions_scorers_check"),
        ("UPDATE games SET rules = '{}'", "game_type"),
    ],
)
async def test_a_word_that_the_code_does_not_know_is_refused(database, evening, change, constraint):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=constraint):
        await database.execute(change)


async def save_money(db, evening, nets, transfers):
    """`nets` by place of the seat, `transfers` as (payer, payee, kopecks) by places."""
    for place, net in nets.items():
        await db.execute(
            """
            INSERT INTO game_results (game_id, seat_id, points, balls, fouls, net_kopecks)
            VALUES ($1, $2, 0, 0, 0, $3)
            """,
            evening.game,
            evening.seats[place],
            net,
        )
    for payer, payee, kopecks in transfers:
        await db.execute(
            "INSERT INTO transfers (game_id, payer_seat_id, payee_seat_id, kopecks) VALUES ($1, $2, $3, $4)",
            evening.game,
            evening.seats[payer],
            evening.seats[payee],
            kopecks,
        )


@pytest.mark.parametrize(
    ("nets", "transfers"),
    [
        ({0: 150, 1: -50, 2: -100}, [(2, 0, 300), (0, 1, 150), (1, 2, 200)]),
        ({0: 0, 1: 0}, [(0, 1, 100), (1, 0, 100)]),
        ({0: 0, 1: 0, 2: 0}, []),
        ({0: 10**15, 1: -(10**15)}, [(1, 0, 10**15)]),
    ],
)
async def test_money_that_adds_up_is_stored(database, evening, nets, transfers):
    async with database.transaction() as db:
        await save_money(db, evening, nets, transfers)
    assert await database.fetchval("SELECT count(*) FROM game_results") == len(nets)


@pytest.mark.parametrize(
    ("nets", "transfers"),
    [
        ({0: 100, 1: -99}, [(1, 0, 100)]),
        ({0: 100, 1: -100}, []),
        ({0: 100, 1: -100}, [(0, 1, 100)]),
        ({0: 100, 1: -100}, [(2, 0, 100)]),
        ({0: 100, 1: -100}, [(1, 0, 100), (1, 2, 1)]),
        ({0: 100, 1: -100, 2: 1}, [(1, 0, 100)]),
        ({0: 1}, []),
        ({}, [(1, 0, 100)]),
    ],
)
async def test_money_that_does_not_add_up_is_refused_and_nothing_of_it_is_kept(database, evening, nets, transfers):
    with pytest.raises(asyncpg.CheckViolationError, match="does not add up"):
        async with database.transaction() as db:
            await save_money(db, evening, nets, transfers)
    assert await database.fetchval("SELECT count(*) FROM game_results") == 0
    assert await database.fetchval("SELECT count(*) FROM transfers") == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE game_results SET net_kopecks = net_kopecks + 1 WHERE net_kopecks > 0",
        "UPDATE game_results SET net_kopecks = -net_kopecks",
        "DELETE FROM game_results WHERE net_kopecks > 0",
        "UPDATE transfers SET kopecks = kopecks + 1",
        "DELETE FROM transfers",
    ],
)
async def test_money_that_added_up_cannot_be_bent_later(database, evening, change):
    async with database.transaction() as db:
        await save_money(db, evening, {0: 100, 1: -100}, [(1, 0, 100)])
    with pytest.raises(asyncpg.CheckViolationError, match="does not add up"):
        await database.execute(change)


@pytest.mark.parametrize(
    ("transfers", "constraint"),
    [
        ([(1, 0, 0)], "transfers_kopecks_check"),
        ([(1, 0, -5)], "transfers_kopecks_check"),
        ([(0, 0, 5)], "transfers_two_seats_check"),
        ([(1, 0, 5), (1, 0, 5)], "transfers_pkey"),
    ],
)
async def test_a_transfer_is_above_zero_between_two_seats_and_once_for_each_pair(
    database, evening, transfers, constraint
):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=constraint):
        async with database.transaction() as db:
            await save_money(db, evening, {}, transfers)


async def test_a_message_is_received_once_by_each_consumer(database):
    message = uuid4()
    receive = "INSERT INTO inbox (consumer, message_id) VALUES ($1, $2)"
    await database.execute(receive, "stats_update", message)
    await database.execute(receive, "rating_update", message)
    with pytest.raises(asyncpg.UniqueViolationError, match="inbox_pkey"):
        await database.execute(receive, "stats_update", message)


async def test_a_person_has_one_account_for_each_telegram_id(database):
    arrive = "INSERT INTO players (telegram_id, display_name, language) VALUES (4503599627370495, 'Anna', 'ru')"
    await database.execute(arrive)
    with pytest.raises(asyncpg.UniqueViolationError, match="players_telegram_id_key"):
        await database.execute(arrive)
