"""What must never be wrong, the database itself refuses, whoever asks and whatever the code believes."""

from uuid import uuid4

import asyncpg
import pytest

from tests.migrations.rows import add_event, add_game, add_player, add_seat, add_session


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
        ("UPDATE sessions SET sums = 'nobody'", "sessions_sums_check"),
        ("UPDATE games SET rules = '{}'", "game_type"),
        ("UPDATE games SET rules_sha256 = ''", "games_rules_sha256_check"),
        ("UPDATE sessions SET seed = ''", "sessions_seed_check"),
        ("UPDATE sessions SET best_of = 4", "sessions_best_of_check"),
        ("UPDATE sessions SET best_of = -1", "sessions_best_of_check"),
        ("UPDATE sessions SET best_of = 101", "sessions_best_of_check"),
    ],
)
async def test_a_word_that_the_code_does_not_know_is_refused(database, evening, change, constraint):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=constraint):
        await database.execute(change)


@pytest.mark.parametrize("number", [0, 16, -1])
async def test_a_ball_has_a_number_that_is_painted_on_one(database, evening, number):
    with pytest.raises(asyncpg.CheckViolationError, match="game_events_number_check"):
        await database.execute(
            """
            INSERT INTO game_events
                   (id, game_id, version, session_version, kind, number, own_ball, fluke, recorded_by)
            VALUES (uuidv7(), $1, 1, 1, 'pot', $2, false, false, $3)
            """,
            evening.game,
            number,
            evening.player,
        )


async def test_a_game_gives_a_player_something_once(database, evening):
    give = """
        INSERT INTO player_games
               (game_id, player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks)
        VALUES ($1, $2, 'kolkhoz', 1, true, true, 1, 1, 0, 100)
    """
    await database.execute(give, evening.game, evening.player)
    with pytest.raises(asyncpg.UniqueViolationError, match="player_games_pkey"):
        await database.execute(give, evening.game, evening.player)


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
