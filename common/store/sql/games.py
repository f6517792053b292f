"""Rendered by `make render` from common/store/queries/games.py: do not edit."""

from common.store.statement import Statement

READ = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at, me.role, me.active, sessions.scorers, sessions.sums, sessions.version AS session_version
    FROM games JOIN sessions ON sessions.id = games.session_id JOIN seats AS me ON me.session_id = sessions.id AND me.player_id = $1::UUID
    WHERE games.id = $2::UUID
    """,
    ("player_id", "game_id"),
)

READ_FOR_EVENT = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at, me.role, me.active, sessions.scorers, sessions.sums, sessions.version AS session_version, stored.game_id AS stored_game_id, stored.version AS stored_version
    FROM games JOIN sessions ON sessions.id = games.session_id JOIN seats AS me ON me.session_id = sessions.id AND me.player_id = $1::UUID LEFT OUTER JOIN game_events AS stored ON stored.id = $2::UUID
    WHERE games.id = $3::UUID
    """,
    ("player_id", "event_id", "game_id"),
)

LOCK = Statement(
    """
    SELECT games.id
    FROM games
    WHERE games.id = $1::UUID FOR UPDATE
    """,
    ("game_id",),
)

LOCK_FOR_REPAIR = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    FROM games
    WHERE games.id = $1::UUID FOR UPDATE
    """,
    ("game_id",),
)

LOCK_LIVE = Statement(
    """
    SELECT games.id
    FROM games
    WHERE games.session_id = $1::UUID AND games.status = 'live' FOR UPDATE
    """,
    ("session_id",),
)

EVENTS = Statement(
    """
    SELECT game_events.id, game_events.version, game_events.session_version, game_events.kind, game_events.seat_id, game_events.color, game_events.number, game_events.own_ball, game_events.fluke, game_events.foul, game_events.event_id, game_events.text, game_events.turns, game_events.payer_seat_id, game_events.recorded_by, game_events.at
    FROM game_events
    WHERE game_events.game_id = $1::UUID AND game_events.version > $2::INTEGER AND game_events.version <= $3::INTEGER ORDER BY game_events.version
    """,
    ("game_id", "since", "until"),
)

RECORD = Statement(
    """
    WITH changed AS
    (UPDATE games SET version=(games.version + 1), state=$19::JSONB WHERE games.id = $20::UUID AND games.status = 'live' AND games.version = $21::INTEGER RETURNING games.id, games.session_id, games.version),
    touched AS
    (UPDATE sessions SET version=(sessions.version + 1), touched_at=now() FROM changed WHERE sessions.id = changed.session_id RETURNING sessions.version),
    event AS
    (INSERT INTO game_events (id, game_id, version, session_version, kind, seat_id, color, number, own_ball, fluke, foul, event_id, text, turns, payer_seat_id, recorded_by) SELECT $6::UUID AS anon_6, changed.id AS id, changed.version AS version, touched.version AS version_1, $7::VARCHAR AS anon_7, $8::UUID AS anon_8, $9::VARCHAR AS anon_9, $10::SMALLINT AS anon_10, $11::BOOLEAN AS anon_11, $12::BOOLEAN AS anon_12, $13::VARCHAR AS anon_13, $14::UUID AS anon_14, $15::VARCHAR AS anon_15, $16::UUID[] AS anon_16, $17::UUID AS anon_17, $18::UUID AS anon_18
    FROM changed JOIN touched ON true RETURNING game_events.id, game_events.version, game_events.session_version, game_events.kind, game_events.seat_id, game_events.color, game_events.number, game_events.own_ball, game_events.fluke, game_events.foul, game_events.event_id, game_events.text, game_events.turns, game_events.payer_seat_id, game_events.recorded_by, game_events.at),
    told AS
    (INSERT INTO outbox (topic, payload, correlation_id, traceparent, schema) SELECT $1::VARCHAR AS anon_1, $2::JSONB AS anon_2, $3::VARCHAR AS anon_3, $4::VARCHAR AS anon_4, $5::SMALLINT AS anon_5
    FROM event)
     SELECT event.id, event.version, event.session_version, event.kind, event.seat_id, event.color, event.number, event.own_ball, event.fluke, event.foul, event.event_id, event.text, event.turns, event.payer_seat_id, event.recorded_by, event.at
    FROM event
    """,
    ("topic", "payload", "correlation_id", "traceparent", "schema", "id", "kind", "seat_id", "color", "number", "own_ball", "fluke", "foul", "event_id", "text", "turns", "payer_seat_id", "player_id", "state", "game_id", "expected"),
)

START = Statement(
    """
    INSERT INTO games (session_id, number, rules, rules_sha256, turns, draw, state) SELECT $1::UUID AS anon_1, coalesce(max(games.number), 0) + 1 AS anon_2, $2::JSONB AS anon_3, $3::BYTEA AS anon_4, $4::UUID[] AS anon_5, $5::JSONB AS anon_6, $6::JSONB AS anon_7
    FROM games
    WHERE games.session_id = $1::UUID RETURNING games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    """,
    ("session_id", "rules", "rules_sha256", "turns", "draw", "state"),
)

END = Statement(
    """
    UPDATE games SET status=$1::VARCHAR, winner_seat_ids=$2::UUID[], finished_at=now() WHERE games.id = $3::UUID RETURNING games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    """,
    ("status", "winner_seat_ids", "game_id"),
)

REOPEN = Statement(
    """
    UPDATE games SET status='live', winner_seat_ids='{}'::uuid[], finished_at=NULL WHERE games.id = $1::UUID RETURNING games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    """,
    ("game_id",),
)

FINISHED = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    FROM games
    WHERE games.session_id = $1::UUID AND games.status = 'finished' ORDER BY games.number
    """,
    ("session_id",),
)

FINISHED_EVENTS = Statement(
    """
    SELECT game_events.game_id, game_events.id, game_events.version, game_events.session_version, game_events.kind, game_events.seat_id, game_events.color, game_events.number, game_events.own_ball, game_events.fluke, game_events.foul, game_events.event_id, game_events.text, game_events.turns, game_events.payer_seat_id, game_events.recorded_by, game_events.at
    FROM game_events JOIN games ON games.id = game_events.game_id
    WHERE games.session_id = $1::UUID AND games.status = 'finished' ORDER BY games.number, game_events.version
    """,
    ("session_id",),
)

SAVE_RESULTS = Statement(
    """
    INSERT INTO game_results (game_id, seat_id, points, balls, fouls, net_kopecks) SELECT $1::UUID AS anon_1, seat_id, points, balls, fouls, net_kopecks
    FROM unnest($2::UUID[], $3::INTEGER[], $4::INTEGER[], $5::INTEGER[], $6::BIGINT[]) AS anon_2(seat_id, points, balls, fouls, net_kopecks)
    """,
    ("game_id", "seat_id", "points", "balls", "fouls", "net_kopecks"),
)

DELETE_RESULTS = Statement(
    """
    DELETE FROM game_results WHERE game_results.game_id = $1::UUID
    """,
    ("game_id",),
)

CURRENT = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.rules_sha256, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    FROM games
    WHERE games.session_id = $1::UUID AND games.status != 'cancelled' ORDER BY games.status = 'live' DESC, games.number DESC
     LIMIT 1
    """,
    ("session_id",),
)
