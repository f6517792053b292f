"""Rendered by `make render` from common/store/queries/leaderboard.py: do not edit."""

from common.store.statement import Statement

PEOPLE = Statement(
    """
    WITH met AS
    (SELECT DISTINCT theirs.player_id AS id
    FROM seats AS mine JOIN seats AS theirs ON theirs.session_id = mine.session_id
    WHERE mine.player_id = $1::UUID AND theirs.player_id IS NOT NULL)
     SELECT players.id, players.display_name, players.username, players.photo_url, players.language
    FROM players
    WHERE players.id IN (SELECT met.id
    FROM met) AND players.erased_at IS NULL
    """,
    ("player_id",),
)

GAMES = Statement(
    """
    WITH met AS
    (SELECT DISTINCT theirs.player_id AS id
    FROM seats AS mine JOIN seats AS theirs ON theirs.session_id = mine.session_id
    WHERE mine.player_id = $3::UUID AND theirs.player_id IS NOT NULL),
    newest AS
    (SELECT games.id AS id, games.game_type AS game_type, games.state AS state, games.winner_seat_ids AS winner_seat_ids, games.finished_at AS finished_at
    FROM games
    WHERE games.status = 'finished' AND ($1::VARCHAR IS NULL OR games.game_type = $1::VARCHAR) AND ($2::INTERVAL IS NULL OR games.finished_at > now() - $2::INTERVAL) AND games.id IN (SELECT theirs_too.id
    FROM seats AS their_seats JOIN met ON met.id = their_seats.player_id JOIN games AS theirs_too ON theirs_too.session_id = their_seats.session_id JOIN game_results ON game_results.game_id = theirs_too.id AND game_results.seat_id = their_seats.id) ORDER BY games.finished_at DESC, games.id DESC
     LIMIT $4::INTEGER)
     SELECT newest.game_type, CAST(newest.state['turns'] AS TEXT) AS turns, (SELECT CAST(json_agg(json_build_object('seat_id', seats.id, 'player_id', seats.player_id, 'points', game_results.points, 'won', seats.id = any(newest.winner_seat_ids)) ORDER BY seats.id) AS TEXT) AS json_agg_1
    FROM game_results JOIN seats ON seats.id = game_results.seat_id
    WHERE game_results.game_id = newest.id) AS parts
    FROM newest ORDER BY newest.finished_at, newest.id
    """,
    ("game_type", "within", "player_id", "limit"),
)
