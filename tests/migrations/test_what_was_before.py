"""An evening from before the journal comes through the migrations, and back, with every sum it had."""

import asyncio
import hashlib
import json
from uuid import UUID

import asyncpg
import msgspec
import pytest
from alembic import command

from common.domain import game, result, rules
from common.domain.scores import State
from infra import migrate

ANNA, BORIS = (UUID(int=n) for n in (1, 2))
EVENING, A, B, GUEST = (UUID(int=n) for n in (10, 11, 12, 13))
PLAYED, FREE, LIVE, UNTOUCHED, CANCELLED = (UUID(int=n) for n in range(20, 25))
KOLKHOZ = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 50_00,
    "balls": [{"color": "white", "value": 1, "count": 13}, {"color": "yellow", "value": 2, "count": 2}],
    "settlement": "direct",
    "last_ball_value": None,
    "foul": {"mode": "own_minus", "points": 1},
    "flukes": "count",
    "pot_keeps_turn": True,
    "negative_points": True,
    "ends": "balls_gone",
    "turns": "fair",
}
TRANSFERS = {(PLAYED, B, A, 300_00), (PLAYED, A, B, 150_00), (PLAYED, GUEST, A, 7)}
NETS = {(A, 150_07), (B, -150_00), (GUEST, -7)}


async def ask(url, query, *values):
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()


async def to(url, revision):
    move = command.upgrade if revision == "head" else command.downgrade
    await asyncio.to_thread(move, migrate.config(url), revision)


def state(turns):
    scores = {str(seat): {"points": 0, "balls": 0, "fouls": 0} for seat in turns}
    return {
        "shooter": str(turns[0]),
        "scores": scores,
        "left": {"white": 13, "yellow": 2},
        "debts": {},
        "last_potter": None,
    }


@pytest.fixture
async def before(empty_url):
    """The URL of a database at 0006: an evening of a host, a player and a guest, with games in every status."""
    await asyncio.to_thread(command.upgrade, migrate.config(empty_url), "0006")
    connection = await asyncpg.connect(empty_url)
    add = connection.execute
    for player in (ANNA, BORIS):
        await add("INSERT INTO players (id, display_name, language) VALUES ($1, '', 'ru')", player)
    await add(
        "INSERT INTO sessions (id, code, name, scorers, rules, version) VALUES ($1, 'ABC234', '', 'host', $2, 7)",
        EVENING,
        json.dumps(KOLKHOZ),
    )
    for seat, player, role in ((A, ANNA, "player"), (B, BORIS, "host"), (GUEST, None, "player")):
        await add(
            "INSERT INTO seats (id, session_id, player_id, display_name, role) VALUES ($1, $2, $3, '', $4)",
            seat, EVENING, player, role,
        )  # fmt: skip
    for number, (game_id, status, winners) in enumerate(
        [
            (PLAYED, "finished", [A]),
            (FREE, "finished", [A, B]),
            (CANCELLED, "cancelled", []),
            (UNTOUCHED, "cancelled", []),
            (LIVE, "live", []),
        ],
        start=1,
    ):
        turns = [B, A, GUEST]
        await add(
            """
            INSERT INTO games
                   (id, session_id, number, rules, status, turns, version, state, winner_seat_ids, finished_at)
            VALUES ($1, $2, $3, $4, $5, $6, 9, $7, $8, CASE $5 WHEN 'finished' THEN timestamptz '2026-01-02 03:04Z' END)
            """,
            game_id, EVENING, number, json.dumps(KOLKHOZ), status, turns, json.dumps(state(turns)), winners,
        )  # fmt: skip
    async with connection.transaction():
        for seat, net in NETS:
            await add("INSERT INTO game_results VALUES ($1, $2, 3, 4, 5, $3)", PLAYED, seat, net)
        await connection.executemany("INSERT INTO transfers VALUES ($1, $2, $3, $4)", TRANSFERS)
        for seat in (A, B):
            await add("INSERT INTO game_results VALUES ($1, $2, 1, 1, 0, 0)", FREE, seat)
    for event, game_id, version, kind, undone in (
        (31, LIVE, 1, "pot", None),
        (32, LIVE, 2, "undo", 31),
        (33, LIVE, 3, "undo", 32),
        (41, CANCELLED, 1, "miss", None),
        (42, CANCELLED, 2, "undo", 41),
        (43, CANCELLED, 3, "note", None),
    ):
        await add(
            """
            INSERT INTO game_events
                   (id, game_id, version, session_version, kind, own_ball, fluke, event_id, recorded_by)
            VALUES ($1, $2, $3, 1, $4, false, false, $5, $6)
            """,
            UUID(int=event), game_id, version, kind, undone and UUID(int=undone), ANNA,
        )  # fmt: skip
    # One message was counted twice, and another waits to be sent.
    await add("INSERT INTO player_totals VALUES ($1, 'kolkhoz', 3, 3, 9, 9, 9, 999)", ANNA)
    await add(
        "INSERT INTO outbox (topic, payload, correlation_id) VALUES ('game.finished', $1, '')",
        json.dumps({"game_id": str(PLAYED)}),
    )
    await connection.close()
    return empty_url


async def test_what_was_played_for_becomes_entries_of_the_journal(before):
    await to(before, "head")
    entries = "SELECT session_id, kind, game_id, recorded_by, at = timestamptz '2026-01-02 03:04Z' FROM ledger_entries"
    assert await ask(before, entries) == [(EVENING, "game", PLAYED, BORIS, True)]
    timed = "SELECT uuid_extract_timestamp(id)::timestamptz(0) = at FROM ledger_entries"
    assert await ask(before, timed) == [(True,)]
    up = """
        SELECT game_id, other_seat_id, seat_id, line.kopecks
          FROM ledger_lines AS line JOIN ledger_entries AS entry ON entry.id = entry_id WHERE line.kopecks > 0
    """
    assert set(await ask(before, up)) == TRANSFERS
    nets = "SELECT seat_id, sum(kopecks)::bigint FROM ledger_lines GROUP BY seat_id"
    assert set(await ask(before, nets)) == NETS
    assert await ask(before, "SELECT count(*) FROM game_results") == [(5,)]


async def test_and_back_without_what_was_taken_back_since(before):
    await to(before, "head")
    connection = await asyncpg.connect(before)
    async with connection.transaction():
        await connection.execute("DELETE FROM game_results WHERE game_id = $1", PLAYED)
        reversal = await connection.fetchval(
            """
            INSERT INTO ledger_entries (session_id, kind, game_id, reverses_id, recorded_by)
            SELECT session_id, 'reversal', game_id, id, recorded_by FROM ledger_entries RETURNING id
            """
        )
        await connection.execute(
            "INSERT INTO ledger_lines SELECT $1, seat_id, other_seat_id, -kopecks FROM ledger_lines", reversal
        )
    await connection.close()
    await to(before, "0006")
    assert await ask(before, "SELECT * FROM transfers") == []


async def test_every_sum_is_the_same_after_a_way_up_and_down(before):
    kept = {
        "transfers": "SELECT game_id, payer_seat_id, payee_seat_id, kopecks FROM transfers ORDER BY 1, 2, 3",
        "results": "SELECT * FROM game_results ORDER BY game_id, seat_id",
        "games": "SELECT id, rules, state, version, status, turns FROM games ORDER BY id",
        "events": "SELECT id, kind, version, event_id FROM game_events ORDER BY id",
        "templates": "SELECT id, rules FROM templates ORDER BY id",
        "sessions": "SELECT id, rules FROM sessions",
        "outbox": "SELECT payload FROM outbox",
    }
    were = {name: await ask(before, query) for name, query in kept.items()}
    await to(before, "head")
    await to(before, "0006")
    assert {name: await ask(before, query) for name, query in kept.items()} == were


async def test_statistics_are_the_sums_of_what_each_game_gave(before):
    await to(before, "head")
    games = """
        SELECT player_id, game_id, game_type, version, counted, won, points, balls, fouls, net_kopecks FROM player_games
    """
    assert set(await ask(before, games)) == {
        (ANNA, PLAYED, "kolkhoz", 9, True, True, 3, 4, 5, 150_07),
        (BORIS, PLAYED, "kolkhoz", 9, True, False, 3, 4, 5, -150_00),
        (ANNA, FREE, "kolkhoz", 9, True, True, 1, 1, 0, 0),
        (BORIS, FREE, "kolkhoz", 9, True, True, 1, 1, 0, 0),
    }
    assert set(await ask(before, "SELECT * FROM player_totals")) == {
        (ANNA, "kolkhoz", 2, 2, 4, 5, 5, 150_07),
        (BORIS, "kolkhoz", 2, 1, 4, 5, 5, -150_00),
    }
    assert await ask(before, "SELECT payload ->> 'version' FROM outbox") == [("9",)]


async def test_rules_are_complete_and_hashed_as_the_code_does(before):
    await to(before, "head")
    hashed = await ask(before, "SELECT rules, rules_sha256 FROM games")
    for text, sha256 in hashed:
        parsed = rules.parse(json.loads(text))
        assert json.loads(json.dumps(rules.as_json(parsed))) == json.loads(text)
        assert sha256 == rules.digest(parsed)
        canonical = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert sha256 == hashlib.sha256(canonical.encode()).digest()
    assert len(hashed) == 5


async def test_states_are_as_the_code_folds_them(before):
    await to(before, "head")
    turns = [B, A, GUEST]
    new = game.start(rules.parse(KOLKHOZ), turns)
    for text, game_turns in await ask(before, "SELECT state, turns FROM games"):
        assert json.loads(text)["turns"] == [str(seat) for seat in game_turns] == [str(seat) for seat in new.turns]
        assert json.loads(text)["sides"] == new.sides
        assert json.loads(text)["in_hand"] is new.in_hand
    played = await ask(before, "SELECT id FROM games WHERE (state ->> 'played')::boolean")
    assert played == [(LIVE,)]  # its pot stands, since the undo of it was undone; that of the cancelled one does not


async def test_every_session_has_a_seed_of_its_own(before):
    await ask(
        before, "INSERT INTO sessions (code, name, scorers, rules) SELECT 'ABC235', '', 'host', rules FROM sessions"
    )
    await to(before, "head")
    (first,), (second,) = await ask(before, "SELECT seed FROM sessions")
    assert len(first) == len(second) == 32
    assert first != second


async def test_what_the_older_schema_does_not_know_goes_down_as_a_note(before):
    await to(before, "head")
    await ask(
        before,
        """
        INSERT INTO game_events (id, game_id, version, session_version, kind, turns, own_ball, fluke, recorded_by)
        SELECT uuidv7(), $1, version + 3, 1, kind, '{}', false, false, $2
          FROM (VALUES (1, 'reorder'), (2, 'reopen')) AS new (version, kind)
        """,
        LIVE,
        ANNA,
    )
    await to(before, "0006")
    kinds = "SELECT kind FROM game_events WHERE game_id = $1 ORDER BY version"
    assert await ask(before, kinds, LIVE) == [("pot",), ("undo",), ("undo",), ("note",), ("note",)]
    with pytest.raises(asyncpg.RestrictViolationError, match="appended"):
        await ask(before, "DELETE FROM game_events")


async def test_where_everyone_settled_with_everyone_the_money_is_what_it_was(before):
    points = {A: 3, B: -1, GUEST: 0}
    kept = state([A, B, GUEST]) | {"debts": {str(B): {str(A): 3}}}
    for seat, made in points.items():
        kept["scores"][str(seat)]["points"] = made
    await ask(
        before,
        "UPDATE games SET rules = $2::jsonb, state = $3::jsonb, turns = $4 WHERE id = $1",
        LIVE, json.dumps(KOLKHOZ | {"settlement": "everyone"}), json.dumps(kept), [A, B, GUEST],
    )  # fmt: skip
    await to(before, "head")
    ((by, after),) = await ask(before, "SELECT rules, state FROM games WHERE id = $1", LIVE)
    end = result.settle(rules.parse(json.loads(by)), msgspec.json.decode(after, type=State))
    assert end.nets == {seat: 50_00 * (3 * made - sum(points.values())) for seat, made in points.items()}
