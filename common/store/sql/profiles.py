"""Rendered by `make render` from common/store/queries/profiles.py: do not edit."""

from common.store.statement import Statement

HAVE_MET = Statement(
    """
    SELECT EXISTS (SELECT *
    FROM seats AS mine, seats AS theirs
    WHERE mine.player_id = $1::UUID AND theirs.session_id = mine.session_id AND theirs.player_id = $2::UUID) AS anon_1
    """,
    ("player_id", "other_id"),
)

SEARCH = Statement(
    """
    SELECT players.id, players.display_name, players.username, players.photo_url, players.language
    FROM players JOIN (SELECT "both".id AS id, max("both".last) AS last
    FROM (SELECT theirs.player_id AS id, max(greatest(mine.joined_at, theirs.joined_at)) AS last
    FROM seats AS theirs JOIN seats AS mine ON mine.session_id = theirs.session_id
    WHERE mine.player_id = $1::UUID AND theirs.player_id IS NOT NULL GROUP BY theirs.player_id UNION ALL SELECT players.id AS id, CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS last
    FROM players
    WHERE lower(players.username) = $2::VARCHAR) AS "both" GROUP BY "both".id) AS found ON found.id = players.id
    WHERE players.id != $1::UUID AND players.erased_at IS NULL AND ($2::VARCHAR IS NULL OR lower(players.username) = $2::VARCHAR OR found.last IS NOT NULL AND strpos(lower(players.display_name), $2::VARCHAR) > 0) ORDER BY found.last DESC NULLS LAST, players.id
     LIMIT $3::INTEGER
    """,
    ("player_id", "query", "limit"),
)

TOTALS = Statement(
    """
    SELECT player_totals.game_type, player_totals.games, player_totals.wins, player_totals.points, player_totals.balls, player_totals.fouls, player_totals.net_kopecks
    FROM player_totals
    WHERE player_totals.player_id = $1::UUID AND player_totals.games > 0 ORDER BY player_totals.games DESC, player_totals.game_type
    """,
    ("player_id",),
)

GAMES = Statement(
    """
    SELECT games.id, games.session_id, games.game_type, games.finished_at, seats.id AS seat_id, seats.id = any(games.winner_seat_ids) AS won, game_results.points, game_results.balls, game_results.fouls, game_results.net_kopecks
    FROM seats JOIN games ON games.session_id = seats.session_id JOIN game_results ON game_results.game_id = games.id AND game_results.seat_id = seats.id JOIN sessions ON sessions.id = games.session_id
    WHERE seats.player_id = $1::UUID AND games.status = 'finished' AND ($2::VARCHAR IS NULL OR games.game_type = $2::VARCHAR) AND ($3::UUID IS NULL OR games.id < $3::UUID) ORDER BY games.id DESC
     LIMIT $4::INTEGER
    """,
    ("player_id", "game_type", "before", "limit"),
)

EVENINGS = Statement(
    """
    SELECT sessions.id, sessions.name, sessions.created_at, count(*) AS games, count(*) FILTER (WHERE seats.id = any(games.winner_seat_ids)) AS wins, CAST(sum(game_results.net_kopecks) AS BIGINT) AS net_kopecks
    FROM seats JOIN games ON games.session_id = seats.session_id JOIN game_results ON game_results.game_id = games.id AND game_results.seat_id = seats.id JOIN sessions ON sessions.id = games.session_id
    WHERE seats.player_id = $1::UUID AND games.status = 'finished' AND ($2::VARCHAR IS NULL OR games.game_type = $2::VARCHAR) GROUP BY sessions.id ORDER BY sessions.id DESC
     LIMIT $3::INTEGER
    """,
    ("player_id", "game_type", "limit"),
)

HISTORY = Statement(
    """
    SELECT games.id AS game_id, games.game_type, games.finished_at, seats.id AS seat, seats.id = any(games.winner_seat_ids) AS won, game_results.fouls, (SELECT count(*) AS count_1
    FROM game_results AS with_him
    WHERE with_him.game_id = games.id) AS seats, CAST(games.rules['balls'] AS TEXT) AS balls
    FROM seats JOIN games ON games.session_id = seats.session_id JOIN game_results ON game_results.game_id = games.id AND game_results.seat_id = seats.id JOIN sessions ON sessions.id = games.session_id
    WHERE seats.player_id = $1::UUID AND games.status = 'finished' ORDER BY games.finished_at, games.id
     LIMIT $2::INTEGER
    """,
    ("player_id", "limit"),
)

SHOTS = Statement(
    """
    SELECT game_events.game_id, game_events.id, game_events.kind, game_events.seat_id, game_events.color, game_events.own_ball, game_events.fluke, game_events.event_id
    FROM game_events
    WHERE game_events.game_id = any($1::UUID[]) ORDER BY game_events.game_id, game_events.version
    """,
    ("game_ids",),
)

VERSUS = Statement(
    """
    SELECT count(DISTINCT together.session_id) AS evenings, count(*) AS games, count(*) FILTER (WHERE together.i_won AND NOT together.they_won) AS wins, count(*) FILTER (WHERE together.they_won AND NOT together.i_won) AS losses, CAST(coalesce(sum(greatest(together.kopecks, 0)), 0) AS BIGINT) AS got_kopecks, CAST(coalesce(sum(greatest(-together.kopecks, 0)), 0) AS BIGINT) AS paid_kopecks
    FROM (SELECT games.session_id AS session_id, mine.id = any(games.winner_seat_ids) AS i_won, theirs.id = any(games.winner_seat_ids) AS they_won, CAST((SELECT coalesce(sum(ledger_lines.kopecks), 0) AS coalesce_1
    FROM ledger_lines JOIN ledger_entries ON ledger_entries.id = ledger_lines.entry_id
    WHERE ledger_entries.game_id = games.id AND ledger_lines.seat_id = mine.id AND ledger_lines.other_seat_id = theirs.id) AS BIGINT) AS kopecks
    FROM seats AS mine JOIN seats AS theirs ON theirs.session_id = mine.session_id JOIN games ON games.session_id = mine.session_id JOIN game_results AS my_result ON my_result.game_id = games.id AND my_result.seat_id = mine.id JOIN game_results AS their_result ON their_result.game_id = games.id AND their_result.seat_id = theirs.id
    WHERE mine.player_id = $1::UUID AND theirs.player_id = $2::UUID AND games.status = 'finished') AS together
    """,
    ("player_id", "other_id"),
)
