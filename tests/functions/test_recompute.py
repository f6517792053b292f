"""Everything that is derived, once more from the events: nothing changes, and what was broken is put right."""

import pytest

from common.db import Database
from infra.recompute import everything, run
from tests.functions.conftest import Begin
from tests.functions.evening import Evening, Match, event_of, stored


async def evening_of_everything(begin: Begin) -> tuple[Evening, Match]:
    """Kolkhoz with an undo and a guest who comes late, a pyramid that was corrected, a game that was called off."""
    evening = await begin("Анна", "Борис")
    kolkhoz = await evening.start("Анна", "Борис")
    await kolkhoz.undo(event_of(await kolkhoz.pot("Анна"))["id"])
    await kolkhoz.pot("Анна")
    await kolkhoz.pot("Борис", times=3)
    await evening.guest("Вера")
    turns = [evening.seats[name] for name in ("Анна", "Вера", "Борис")]
    await evening.host.put(f"games/{kolkhoz.id}/turns", json={"turns": turns})
    await kolkhoz.pot("Вера")
    await kolkhoz.finish()
    pyramid = await evening.start(
        "Анна", "Борис", rules={"game_type": "free_pyramid", "target": 1, "game_price_kopecks": 500_00}
    )
    slip = event_of(await pyramid.pot("Анна"))
    await evening.host.post(f"games/{pyramid.id}/reopen")
    await pyramid.undo(slip["id"])
    await pyramid.pot("Борис")
    await (await evening.start()).cancel()
    return evening, kolkhoz


@pytest.fixture
async def evening(begin: Begin, database: Database) -> tuple[Evening, Match]:
    """The same, with everything counted."""
    made = await evening_of_everything(begin)
    await everything(database)
    return made


async def test_an_evening_that_was_counted_stays_as_it_is(
    evening: tuple[Evening, Match], database: Database, capsys: pytest.CaptureFixture[str], postgres
) -> None:
    before = await stored(database)
    assert await run(postgres.url) == 0
    assert capsys.readouterr().out == "3 games: nothing has changed.\n"
    assert await stored(database) == before


async def test_games_that_no_message_has_counted_yet_are_counted_once(begin: Begin, database: Database) -> None:
    await evening_of_everything(begin)
    recomputed = await everything(database)
    assert (recomputed.games, len(recomputed.wrong)) == (3, 2)
    totals = await database.fetch("SELECT game_type, games, wins, net_kopecks FROM player_totals ORDER BY 1, 3, 4")
    assert [tuple(row) for row in totals] == [
        ("free_pyramid", 1, 0, -500_00),
        ("free_pyramid", 1, 1, 500_00),
        ("kolkhoz", 1, 0, -150_00),
        ("kolkhoz", 1, 1, 100_00),
    ]
    assert (await everything(database)).wrong == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("UPDATE games SET state = jsonb_set(state, '{left,white}', '1') WHERE number = 1", "The board of game"),
        ("UPDATE games SET winner_seat_ids = '{}' WHERE number = 1", "The result of game"),
        ("UPDATE game_results SET points = points + 1", "The result of game"),
        ("UPDATE player_games SET net_kopecks = 7", "The totals of player"),
        ("UPDATE player_games SET counted = false", "The totals of player"),
        ("UPDATE player_totals SET games = 7", "The totals of player"),
        ("DELETE FROM player_totals", "The totals of player"),
        ("DELETE FROM player_games", "The totals of player"),
    ],
)
async def test_what_was_broken_is_said_and_put_right(
    evening: tuple[Evening, Match], database: Database, broken: str, said: str
) -> None:
    before = await stored(database)
    await database.execute(broken)
    assert await stored(database) != before
    wrong = (await everything(database)).wrong
    assert wrong
    assert all(sentence.startswith(said) for sentence in wrong)
    after = await stored(database)
    kept = after.keys() - {"ledger_entries", "ledger_lines"}
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert (await everything(database)).wrong == []


async def test_money_that_was_wrong_is_put_right_by_compensating_entries(
    evening: tuple[Evening, Match], database: Database
) -> None:
    _, kolkhoz = evening
    balance = "SELECT seat_id, sum(kopecks) FROM ledger_lines GROUP BY seat_id ORDER BY seat_id"
    before = await database.fetch(balance)
    entries = await database.fetchval("SELECT count(*) FROM ledger_entries")
    async with database.transaction() as db:
        await db.execute("DELETE FROM game_results WHERE game_id = $1", kolkhoz.id)
        made = """
            INSERT INTO ledger_entries (session_id, kind, game_id, reverses_id, recorded_by)
            SELECT session_id, 'reversal', game_id, id, recorded_by FROM ledger_entries WHERE game_id = $1 RETURNING id
        """
        reversal = await db.fetchval(made, kolkhoz.id)
        await db.execute(
            "INSERT INTO ledger_lines SELECT $1, seat_id, other_seat_id, -kopecks FROM ledger_lines"
            " WHERE entry_id = (SELECT reverses_id FROM ledger_entries WHERE id = $1)",
            reversal,
        )
    (sentence,) = {said for said in (await everything(database)).wrong if "result" in said}
    assert kolkhoz.id in sentence
    assert await database.fetch(balance) == before
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == entries + 2


async def test_a_game_whose_rules_were_changed_is_left_to_people(
    evening: tuple[Evening, Match], database: Database
) -> None:
    _, kolkhoz = evening
    await database.execute(
        "UPDATE games SET rules = jsonb_set(rules, '{point_price_kopecks}', '1') WHERE id = $1", kolkhoz.id
    )
    before = await stored(database)
    assert (await everything(database)).wrong == [
        f"The rules of game {kolkhoz.id} are not those that it was started with: it was left alone."
    ]
    assert await stored(database) == before
