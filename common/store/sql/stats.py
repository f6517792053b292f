"""Rendered by `make render` from common/store/queries/stats.py: do not edit."""

from common.store.statement import Statement

ADD = Statement(
    """
    INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks) SELECT player_id, $1::VARCHAR AS anon_1, 1, wins, points, balls, fouls, net_kopecks
    FROM unnest($2::UUID[], $3::INTEGER[], $4::INTEGER[], $5::INTEGER[], $6::INTEGER[], $7::BIGINT[]) AS anon_2(player_id, wins, points, balls, fouls, net_kopecks) ORDER BY player_id ON CONFLICT (player_id, game_type) DO UPDATE SET games = (player_totals.games + excluded.games), wins = (player_totals.wins + excluded.wins), points = (player_totals.points + excluded.points), balls = (player_totals.balls + excluded.balls), fouls = (player_totals.fouls + excluded.fouls), net_kopecks = (player_totals.net_kopecks + excluded.net_kopecks)
    """,
    ("game_type", "player_id", "wins", "points", "balls", "fouls", "net_kopecks"),
)
