"""Rendered by `make render` from common/store/queries/stats.py: do not edit."""

from common.store.statement import Statement

FINISH = Statement(
    """
    WITH kept AS
    (INSERT INTO player_games (game_id, player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks) SELECT $1::UUID AS anon_1, anon_2.player_id AS player_id, $2::VARCHAR AS anon_3, $3::INTEGER AS anon_4, true AS anon_5, anon_2.won AS won, anon_2.points AS points, anon_2.balls AS balls, anon_2.fouls AS fouls, anon_2.net_kopecks AS net_kopecks
    FROM unnest($4::UUID[], $5::BOOLEAN[], $6::INTEGER[], $7::INTEGER[], $8::INTEGER[], $9::BIGINT[]) AS anon_2(player_id, won, points, balls, fouls, net_kopecks) ORDER BY anon_2.player_id ON CONFLICT (game_id, player_id) DO UPDATE SET game_type = excluded.game_type, version = excluded.version, counted = excluded.counted, won = excluded.won, points = excluded.points, balls = excluded.balls, fouls = excluded.fouls, net_kopecks = excluded.net_kopecks WHERE excluded.version >= player_games.version RETURNING player_games.player_id, player_games.game_type, new.counted::int - coalesce(old.counted::int, 0) AS games, new.won::int - coalesce(old.won::int, 0) AS wins, new.points - coalesce(old.points, 0) AS points, new.balls - coalesce(old.balls, 0) AS balls, new.fouls - coalesce(old.fouls, 0) AS fouls, new.net_kopecks - coalesce(old.net_kopecks, 0) AS net_kopecks),
    added AS
    (INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks) SELECT kept.player_id AS player_id, kept.game_type AS game_type, kept.games AS games, kept.wins AS wins, kept.points AS points, kept.balls AS balls, kept.fouls AS fouls, kept.net_kopecks AS net_kopecks
    FROM kept ORDER BY kept.player_id ON CONFLICT (player_id, game_type) DO UPDATE SET games = (player_totals.games + excluded.games), wins = (player_totals.wins + excluded.wins), points = (player_totals.points + excluded.points), balls = (player_totals.balls + excluded.balls), fouls = (player_totals.fouls + excluded.fouls), net_kopecks = (player_totals.net_kopecks + excluded.net_kopecks))
     SELECT kept.player_id
    FROM kept
    """,
    ("game_id", "game_type", "version", "player_id", "won", "points", "balls", "fouls", "net_kopecks"),
)

WITHDRAW = Statement(
    """
    WITH kept AS
    (INSERT INTO player_games (game_id, player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks) SELECT $1::UUID AS anon_1, anon_2.player_id AS player_id, $2::VARCHAR AS anon_3, $3::INTEGER AS anon_4, false AS anon_5, false AS anon__1, 0, 0, 0, 0
    FROM unnest($4::UUID[]) AS anon_2(player_id) ORDER BY anon_2.player_id ON CONFLICT (game_id, player_id) DO UPDATE SET game_type = excluded.game_type, version = excluded.version, counted = excluded.counted, won = excluded.won, points = excluded.points, balls = excluded.balls, fouls = excluded.fouls, net_kopecks = excluded.net_kopecks WHERE excluded.version > player_games.version RETURNING player_games.player_id, player_games.game_type, new.counted::int - coalesce(old.counted::int, 0) AS games, new.won::int - coalesce(old.won::int, 0) AS wins, new.points - coalesce(old.points, 0) AS points, new.balls - coalesce(old.balls, 0) AS balls, new.fouls - coalesce(old.fouls, 0) AS fouls, new.net_kopecks - coalesce(old.net_kopecks, 0) AS net_kopecks),
    added AS
    (INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks) SELECT kept.player_id AS player_id, kept.game_type AS game_type, kept.games AS games, kept.wins AS wins, kept.points AS points, kept.balls AS balls, kept.fouls AS fouls, kept.net_kopecks AS net_kopecks
    FROM kept ORDER BY kept.player_id ON CONFLICT (player_id, game_type) DO UPDATE SET games = (player_totals.games + excluded.games), wins = (player_totals.wins + excluded.wins), points = (player_totals.points + excluded.points), balls = (player_totals.balls + excluded.balls), fouls = (player_totals.fouls + excluded.fouls), net_kopecks = (player_totals.net_kopecks + excluded.net_kopecks))
     SELECT kept.player_id
    FROM kept
    """,
    ("game_id", "game_type", "version", "player_id"),
)
