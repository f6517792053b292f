"""Rendered by `make render` from common/store/queries/sessions.py: do not edit."""

from common.store.statement import Statement

CREATE = Statement(
    """
    WITH made AS
    (INSERT INTO sessions (code, name, scorers, sums, rules, best_of, seed) VALUES ($1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::JSONB, $6::INTEGER, $7::BYTEA) ON CONFLICT (code) DO NOTHING RETURNING sessions.id),
    player AS
    (SELECT players.id AS id, players.display_name AS display_name
    FROM players
    WHERE players.id = $8::UUID),
    host AS
    (INSERT INTO seats (session_id, player_id, display_name, role) SELECT made.id AS id, player.id AS id_1, player.display_name AS display_name, 'host'
    FROM made, player)
     SELECT made.id
    FROM made
    """,
    ("code", "name", "scorers", "sums", "rules", "best_of", "seed", "player_id"),
)

LOCK = Statement(
    """
    SELECT sessions.id
    FROM sessions
    WHERE sessions.id = $1::UUID FOR UPDATE
    """,
    ("session_id",),
)

LOCK_BY_CODE = Statement(
    """
    SELECT sessions.id
    FROM sessions
    WHERE sessions.code = $1::VARCHAR FOR UPDATE
    """,
    ("code",),
)

SHOW = Statement(
    """
    SELECT sessions.id, sessions.code, sessions.name, sessions.status, sessions.scorers, sessions.sums, sessions.rules, sessions.best_of, sessions.version, sessions.created_at, sessions.closed_at, sha256(sessions.seed) AS seed_sha256, (SELECT json_agg(json_build_object('id', seats.id, 'player_id', seats.player_id, 'display_name', seats.display_name, 'role', seats.role, 'active', seats.active) ORDER BY seats.id) AS json_agg_1
    FROM seats
    WHERE seats.session_id = sessions.id) AS seats, (SELECT games.id
    FROM games
    WHERE games.session_id = sessions.id AND games.status = 'live') AS current_game_id, (SELECT json_agg(json_build_array(games.game_type, games.state['turns'], games.winner_seat_ids) ORDER BY games.number) AS json_agg_2
    FROM games
    WHERE games.session_id = sessions.id AND games.status = 'finished' AND games.game_type != 'kolkhoz' AND sessions.best_of IS NOT NULL) AS pyramids
    FROM sessions
    WHERE sessions.id = $1::UUID
    """,
    ("session_id",),
)

LIST = Statement(
    """
    SELECT sessions.id, sessions.code, sessions.name, sessions.status, sessions.scorers, sessions.sums, sessions.rules, sessions.best_of, sessions.version, sessions.created_at, sessions.closed_at, sha256(sessions.seed) AS seed_sha256, (SELECT json_agg(json_build_object('id', seats.id, 'player_id', seats.player_id, 'display_name', seats.display_name, 'role', seats.role, 'active', seats.active) ORDER BY seats.id) AS json_agg_1
    FROM seats
    WHERE seats.session_id = sessions.id) AS seats, (SELECT games.id
    FROM games
    WHERE games.session_id = sessions.id AND games.status = 'live') AS current_game_id, (SELECT json_agg(json_build_array(games.game_type, games.state['turns'], games.winner_seat_ids) ORDER BY games.number) AS json_agg_2
    FROM games
    WHERE games.session_id = sessions.id AND games.status = 'finished' AND games.game_type != 'kolkhoz' AND sessions.best_of IS NOT NULL) AS pyramids
    FROM sessions JOIN seats AS me ON me.session_id = sessions.id AND me.player_id = $1::UUID
    WHERE ($2::VARCHAR IS NULL OR sessions.status = $2::VARCHAR) AND ($3::UUID IS NULL OR sessions.id < $3::UUID) ORDER BY sessions.id DESC
     LIMIT $4::INTEGER
    """,
    ("player_id", "status", "before", "limit"),
)

ATTENDED = Statement(
    """
    SELECT seats.session_id
    FROM seats JOIN sessions ON sessions.id = seats.session_id
    WHERE seats.player_id = $1::UUID AND seats.active AND sessions.status = 'open' ORDER BY seats.session_id
    """,
    ("player_id",),
)

ABANDONED = Statement(
    """
    SELECT sessions.id
    FROM sessions
    WHERE sessions.status = 'open' AND sessions.created_at < now() - $1::INTERVAL AND sessions.touched_at < now() - $1::INTERVAL ORDER BY sessions.touched_at
     LIMIT 1
    """,
    ("idle",),
)

IS_ABANDONED = Statement(
    """
    SELECT sessions.id
    FROM sessions
    WHERE sessions.status = 'open' AND sessions.created_at < now() - $1::INTERVAL AND sessions.touched_at < now() - $1::INTERVAL AND sessions.id = $2::UUID
    """,
    ("idle", "session_id"),
)

VERSIONS = Statement(
    """
    SELECT sessions.id, sessions.version
    FROM sessions
    WHERE sessions.id = any($1::UUID[])
    """,
    ("session_ids",),
)

JOIN = Statement(
    """
    WITH player AS
    (SELECT players.id AS id, players.display_name AS display_name
    FROM players
    WHERE players.id = $3::UUID)
     INSERT INTO seats (session_id, player_id, display_name, role) SELECT $1::UUID AS anon_1, player.id, player.display_name, $2::VARCHAR AS anon_2
    FROM player ON CONFLICT (session_id, player_id) DO UPDATE SET display_name = excluded.display_name, role = CASE WHEN (seats.role = 'host') THEN seats.role ELSE excluded.role END, active = true RETURNING seats.id
    """,
    ("session_id", "role", "player_id"),
)

ADD_GUEST = Statement(
    """
    INSERT INTO seats (session_id, display_name, role) VALUES ($1::UUID, $2::VARCHAR, 'player') RETURNING seats.id
    """,
    ("session_id", "display_name"),
)

CHANGE_SEAT = Statement(
    """
    UPDATE seats SET role=$1::VARCHAR, active=$2::BOOLEAN WHERE seats.id = $3::UUID
    """,
    ("role", "active", "seat_id"),
)

TOUCH = Statement(
    """
    UPDATE sessions SET version=(sessions.version + 1), touched_at=now() WHERE sessions.id = $1::UUID RETURNING sessions.version
    """,
    ("session_id",),
)

CHANGE = Statement(
    """
    UPDATE sessions SET name=$1::VARCHAR, scorers=$2::VARCHAR, sums=$3::VARCHAR, rules=$4::JSONB, best_of=$5::INTEGER, version=(sessions.version + 1), touched_at=now() WHERE sessions.id = $6::UUID RETURNING sessions.version
    """,
    ("name", "scorers", "sums", "rules", "best_of", "session_id"),
)

CLOSE = Statement(
    """
    UPDATE sessions SET status='closed', version=(sessions.version + 1), touched_at=now(), closed_at=now() WHERE sessions.id = $1::UUID RETURNING sessions.version
    """,
    ("session_id",),
)
