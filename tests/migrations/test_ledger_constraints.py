"""Money that is not in balance cannot be committed, and what is committed cannot be changed: by trying."""

import asyncpg
import pytest

from tests.migrations.rows import add_session

ADD_LINE = "INSERT INTO ledger_lines (entry_id, seat_id, other_seat_id, kopecks) VALUES ($1, $2, $3, $4)"


async def save_results(db, evening, nets):
    """`nets` by place of the seat."""
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


async def add_entry(db, evening, kind="game", *, session=None, game=None, reverses=None, who=(), kopecks=None):
    """An entry without lines; `who` = places of the payer and the payee."""
    payer, payee = (*(evening.seats[place] for place in who), None, None)[:2]
    return await db.fetchval(
        """
        INSERT INTO ledger_entries
               (session_id, kind, game_id, reverses_id, payer_seat_id, payee_seat_id, kopecks, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
        """,
        session or evening.session,
        kind,
        game or (evening.game if kind == "game" else None),
        reverses,
        payer,
        payee,
        kopecks,
        evening.player,
    )


async def add_lines(db, evening, entry, *lines):
    """Lines as (seat, other seat, kopecks) by places."""
    await db.executemany(
        ADD_LINE, [(entry, evening.seats[seat], evening.seats[other], kopecks) for seat, other, kopecks in lines]
    )


def both_sides(transfers):
    """The lines of transfers that are given as (payer, payee, kopecks)."""
    return [line for payer, payee, k in transfers for line in ((payee, payer, k), (payer, payee, -k))]


async def save_money(db, evening, nets, transfers):
    """`nets` by place of the seat, `transfers` as (payer, payee, kopecks) by places; the entry."""
    await save_results(db, evening, nets)
    entry = await add_entry(db, evening)
    await add_lines(db, evening, entry, *both_sides(transfers))
    return entry


MONEY = ("game_results", "ledger_entries", "ledger_lines")


async def rows(database):
    return {table: await database.fetchval(f"SELECT count(*) FROM {table}") for table in MONEY}


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
    stored = {"game_results": len(nets), "ledger_entries": 1, "ledger_lines": 2 * len(transfers)}
    assert await rows(database) == stored


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
async def test_results_that_do_not_follow_from_the_ledger_are_refused_and_nothing_of_it_is_kept(
    database, evening, nets, transfers
):
    with pytest.raises(asyncpg.CheckViolationError, match="does not add up"):
        async with database.transaction() as db:
            await save_money(db, evening, nets, transfers)
    assert await rows(database) == dict.fromkeys(MONEY, 0)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE game_results SET net_kopecks = net_kopecks + 1 WHERE net_kopecks > 0",
        "UPDATE game_results SET net_kopecks = -net_kopecks",
        "DELETE FROM game_results WHERE net_kopecks > 0",
        "DELETE FROM game_results",
    ],
)
async def test_results_that_followed_cannot_be_bent_later(database, evening, change):
    async with database.transaction() as db:
        await save_money(db, evening, {0: 100, 1: -100}, [(1, 0, 100)])
    with pytest.raises(asyncpg.CheckViolationError, match="does not add up"):
        await database.execute(change)


@pytest.mark.parametrize(
    "lines",
    [
        [(0, 1, 100)],
        [(0, 1, -100)],
        [(0, 1, 100), (1, 0, 100)],
        [(0, 1, 100), (1, 0, -99)],
        [(0, 1, 100), (1, 2, -100)],
        [(0, 1, 100), (1, 2, 100), (2, 0, 100)],
        [(0, 1, 100), (1, 0, -100), (2, 0, 1)],
    ],
    ids=["one-sided", "one-sided-below-0", "same-sign", "other-sum", "other-pair", "circle", "one-line-too-many"],
)
async def test_an_entry_that_does_not_balance_pair_by_pair_is_refused(database, evening, lines):
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="ledger_lines_mirror_fkey"):
        async with database.transaction() as db:
            await add_lines(db, evening, await add_entry(db, evening, "bar", who=(0,), kopecks=100), *lines)
    assert await rows(database) == dict.fromkeys(MONEY, 0)


async def test_the_mirror_of_another_entry_does_not_count(database, evening):
    first, second = [await add_entry(database, evening, "bar", who=(0,), kopecks=100) for _ in range(2)]
    seats = evening.seats[:2]
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="ledger_lines_mirror_fkey"):
        async with database.transaction() as db:
            await db.executemany(ADD_LINE, [(first, *seats, 100), (second, *reversed(seats), -100)])


@pytest.mark.parametrize(
    ("lines", "constraint"),
    [
        ([(0, 1, 0), (1, 0, 0)], "ledger_lines_kopecks_check"),
        ([(0, 0, 5), (0, 0, -5)], "ledger_lines_two_seats_check"),
        ([*both_sides([(1, 0, 5)]), *both_sides([(1, 0, 5)])], "ledger_lines_pkey"),
    ],
)
async def test_a_line_is_not_zero_between_two_seats_and_is_written_once(database, evening, lines, constraint):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=constraint):
        async with database.transaction() as db:
            await add_lines(db, evening, await add_entry(db, evening, "bar", who=(0,), kopecks=100), *lines)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_lines SET kopecks = 2 * kopecks",
        "UPDATE ledger_lines SET seat_id = other_seat_id, other_seat_id = seat_id",
        "DELETE FROM ledger_lines",
        "DELETE FROM ledger_lines WHERE kopecks > 0",
        "UPDATE ledger_entries SET text = 'nothing happened'",
        "UPDATE ledger_entries SET kopecks = 1",
        "DELETE FROM ledger_entries",
        "UPDATE ledger_confirmations SET at = now()",
        "DELETE FROM ledger_confirmations",
    ],
)
async def test_nothing_in_the_ledger_is_ever_changed_or_deleted(database, evening, change):
    async with database.transaction() as db:
        entry = await add_entry(db, evening, "payment", who=(0, 1), kopecks=100)
        await add_lines(db, evening, entry, (0, 1, 100), (1, 0, -100))
        await db.execute("INSERT INTO ledger_confirmations VALUES ($1, $2)", entry, evening.player)
    with pytest.raises(asyncpg.RestrictViolationError, match="appended, never changed or deleted"):
        await database.execute(change)


async def test_a_payment_is_confirmed_once(database, evening):
    entry = await add_entry(database, evening, "payment", who=(0, 1), kopecks=100)
    confirm = "INSERT INTO ledger_confirmations VALUES ($1, $2)"
    await database.execute(confirm, entry, evening.player)
    with pytest.raises(asyncpg.UniqueViolationError, match="ledger_confirmations_pkey"):
        await database.execute(confirm, entry, evening.player)


@pytest.mark.parametrize(
    ("kind", "given", "constraint"),
    [
        ("tip", {}, "kind_check"),
        ("bar", {"who": (0,), "kopecks": 0}, "kopecks_check"),
        ("bar", {"who": (0,), "kopecks": -5}, "kopecks_check"),
        ("bar", {"who": (0,)}, "who_and_what_check"),
        ("bar", {"kopecks": 5}, "who_and_what_check"),
        ("bar", {"who": (0, 1)}, "who_and_what_check"),
        ("table_time", {"who": (0, 1), "kopecks": 5}, "who_and_what_check"),
        ("payment", {"who": (0,), "kopecks": 5}, "who_and_what_check"),
        ("payment", {"who": (0, 1)}, "who_and_what_check"),
        ("payment", {"who": (0, 0), "kopecks": 5}, "two_seats_check"),
        ("game", {"who": (0,), "kopecks": 5}, "who_and_what_check"),
        ("reversal", {}, "reverses_id_check"),
    ],
)
async def test_an_entry_has_the_fields_of_its_kind_and_no_others(database, evening, kind, given, constraint):
    with pytest.raises(asyncpg.CheckViolationError, match=f"ledger_entries_{constraint}"):
        await add_entry(database, evening, kind, **given)


async def test_only_games_and_what_takes_them_back_name_a_game(database, evening):
    with pytest.raises(asyncpg.CheckViolationError, match="ledger_entries_game_id_check"):
        await add_entry(database, evening, "bar", game=evening.game, who=(0,), kopecks=5)


TAKEN_BACK = [(0, 1, 100), (2, 1, 50)]


async def take_back(db, evening, entry, lines, **given):
    reversal = await add_entry(db, evening, "reversal", reverses=entry, **{"game": evening.game, **given})
    await add_lines(db, evening, reversal, *lines)
    return reversal


async def test_a_reversal_takes_a_game_back_and_its_results_go_with_it(database, evening):
    async with database.transaction() as db:
        entry = await save_money(db, evening, {0: -100, 1: 150, 2: -50}, TAKEN_BACK)
    async with database.transaction() as db:
        await db.execute("DELETE FROM game_results")
        await take_back(db, evening, entry, both_sides([(1, 0, 100), (1, 2, 50)]))
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == 2
    async with database.transaction() as db:
        await save_money(db, evening, {0: 7, 1: -7}, [(1, 0, 7)])
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == 3


async def test_a_game_is_not_taken_back_as_long_as_it_has_results(database, evening):
    async with database.transaction() as db:
        entry = await save_money(db, evening, {0: -100, 1: 100}, [(0, 1, 100)])
    with pytest.raises(asyncpg.CheckViolationError, match="does not add up"):
        async with database.transaction() as db:
            await take_back(db, evening, entry, both_sides([(1, 0, 100)]))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        both_sides([(1, 0, 100)]),
        both_sides([(1, 0, 100), (1, 2, 51)]),
        both_sides([(0, 1, 100), (2, 1, 50)]),
        both_sides([(1, 0, 150)]),
        both_sides([(1, 0, 100), (1, 2, 50), (0, 2, 1)]),
    ],
)
async def test_a_reversal_that_does_not_take_back_exactly_its_entry_is_refused(database, evening, lines):
    async with database.transaction() as db:
        entry = await add_entry(db, evening, "bar", who=(1,), kopecks=150)
        await add_lines(db, evening, entry, *both_sides(TAKEN_BACK))
    with pytest.raises(asyncpg.CheckViolationError, match="not taken back exactly"):
        async with database.transaction() as db:
            await take_back(db, evening, entry, lines, game=None)


async def test_an_entry_is_taken_back_once_in_its_own_session_and_for_good(database, evening):
    async with database.transaction() as db:
        entry = await add_entry(db, evening, "bar", who=(1,), kopecks=100)
        await add_lines(db, evening, entry, *both_sides([(0, 1, 100)]))
    other = await add_session(database, "ABC235")
    with pytest.raises(asyncpg.CheckViolationError, match="not taken back exactly"):
        async with database.transaction() as db:
            await take_back(db, evening, entry, both_sides([(1, 0, 100)]), game=None, session=other)
    async with database.transaction() as db:
        reversal = await take_back(db, evening, entry, both_sides([(1, 0, 100)]), game=None)
    with pytest.raises(asyncpg.UniqueViolationError, match="ledger_entries_reverses_id_key"):
        await take_back(database, evening, entry, [], game=None)
    with pytest.raises(asyncpg.CheckViolationError, match="not taken back exactly"):
        async with database.transaction() as db:
            await take_back(db, evening, reversal, both_sides([(0, 1, 100)]), game=None)


async def test_lines_that_come_late_cannot_undo_a_reversal(database, evening):
    async with database.transaction() as db:
        entry = await add_entry(db, evening, "bar", who=(1,), kopecks=100)
        await add_lines(db, evening, entry, *both_sides([(0, 1, 100)]))
        await take_back(db, evening, entry, both_sides([(1, 0, 100)]), game=None)
    with pytest.raises(asyncpg.CheckViolationError, match="not taken back exactly"):
        async with database.transaction() as db:
            await add_lines(db, evening, entry, *both_sides([(2, 1, 3)]))
