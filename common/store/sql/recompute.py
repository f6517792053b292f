"""Rendered by `make render` from common/store/queries/recompute.py: do not edit."""

from common.store.statement import Statement

PAGE = Statement(
    """
    SELECT games.id
    FROM games
    WHERE games.id > $1::UUID ORDER BY games.id
     LIMIT $2::INTEGER
    """,
    ("after", "limit"),
)

RULES = Statement(
    """
    SELECT games.rules, games.rules_sha256
    FROM games
    WHERE games.id = $1::UUID
    """,
    ("game_id",),
)

SAVE_STATE = Statement(
    """
    UPDATE games SET state=$1::JSONB WHERE games.id = $2::UUID
    """,
    ("state", "game_id"),
)

SAVE_WINNERS = Statement(
    """
    UPDATE games SET winner_seat_ids=$1::UUID[] WHERE games.id = $2::UUID
    """,
    ("winner_seat_ids", "game_id"),
)

RESULTS = Statement(
    """
    SELECT game_results.seat_id, game_results.points, game_results.balls, game_results.fouls, game_results.net_kopecks
    FROM game_results
    WHERE game_results.game_id = $1::UUID
    """,
    ("game_id",),
)

OWED = Statement(
    """
    SELECT ledger_lines.other_seat_id AS payer_seat_id, ledger_lines.seat_id AS payee_seat_id, CAST(sum(ledger_lines.kopecks) AS BIGINT) AS kopecks
    FROM ledger_lines JOIN ledger_entries ON ledger_entries.id = ledger_lines.entry_id
    WHERE ledger_entries.game_id = $1::UUID GROUP BY ledger_lines.other_seat_id, ledger_lines.seat_id
    HAVING sum(ledger_lines.kopecks) > 0
    """,
    ("game_id",),
)

LOCK = Statement(
    """
    LOCK TABLE player_games, player_totals IN SHARE ROW EXCLUSIVE MODE
    """,
    (),
)

COUNT = Statement(
    """
    INSERT INTO player_games (game_id, player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks) SELECT games.id, seats.player_id, games.game_type, games.version, true AS anon_1, game_results.seat_id = any(games.winner_seat_ids) AS anon_2, game_results.points, game_results.balls, game_results.fouls, game_results.net_kopecks
    FROM games JOIN game_results ON game_results.game_id = games.id JOIN seats ON seats.id = game_results.seat_id
    WHERE games.status = 'finished' AND seats.player_id IS NOT NULL ON CONFLICT (game_id, player_id) DO UPDATE SET game_type = excluded.game_type, version = excluded.version, counted = excluded.counted, won = excluded.won, points = excluded.points, balls = excluded.balls, fouls = excluded.fouls, net_kopecks = excluded.net_kopecks WHERE (player_games.game_type, player_games.version, player_games.counted, player_games.won, player_games.points, player_games.balls, player_games.fouls, player_games.net_kopecks) IS DISTINCT FROM (excluded.game_type, excluded.version, excluded.counted, excluded.won, excluded.points, excluded.balls, excluded.fouls, excluded.net_kopecks) RETURNING player_games.game_id, player_games.player_id
    """,
    (),
)

WITHDRAW = Statement(
    """
    UPDATE player_games SET counted=false, won=false, points=0, balls=0, fouls=0, net_kopecks=0 FROM games WHERE player_games.counted AND games.id = player_games.game_id AND games.status != 'finished' RETURNING player_games.game_id, player_games.player_id
    """,
    (),
)

TOTAL = Statement(
    """
    WITH sums AS
    (SELECT player_games.player_id AS player_id, player_games.game_type AS game_type, count(*) FILTER (WHERE player_games.counted) AS games, count(*) FILTER (WHERE player_games.won) AS wins, sum(player_games.points) AS points, sum(player_games.balls) AS balls, sum(player_games.fouls) AS fouls, sum(player_games.net_kopecks) AS net_kopecks
    FROM player_games GROUP BY player_games.player_id, player_games.game_type)
     INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks) SELECT sums.player_id, sums.game_type, sums.games, sums.wins, sums.points, sums.balls, sums.fouls, sums.net_kopecks
    FROM sums ON CONFLICT (player_id, game_type) DO UPDATE SET games = excluded.games, wins = excluded.wins, points = excluded.points, balls = excluded.balls, fouls = excluded.fouls, net_kopecks = excluded.net_kopecks WHERE (player_totals.games, player_totals.wins, player_totals.points, player_totals.balls, player_totals.fouls, player_totals.net_kopecks) IS DISTINCT FROM (excluded.games, excluded.wins, excluded.points, excluded.balls, excluded.fouls, excluded.net_kopecks) RETURNING player_totals.player_id, player_totals.game_type
    """,
    (),
)

STRAY = Statement(
    """
    DELETE FROM player_totals WHERE NOT (EXISTS (SELECT *
    FROM player_games
    WHERE player_games.player_id = player_totals.player_id AND player_games.game_type = player_totals.game_type)) RETURNING player_totals.player_id, player_totals.game_type
    """,
    (),
)
