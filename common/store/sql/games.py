"""Rendered by `make render` from common/store/queries/games.py: do not edit."""

from common.store.statement import Statement

READ = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at, sessions.scorers, sessions.version AS session_version, me.role, me.active
    FROM games JOIN sessions ON sessions.id = games.session_id JOIN seats AS me ON me.session_id = sessions.id AND me.player_id = $1::UUID
    WHERE games.id = $2::UUID
    """,
    ("player_id", "game_id"),
)

READ_FOR_EVENT = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at, sessions.scorers, sessions.version AS session_version, me.role, me.active, stored.game_id AS stored_game_id, stored.version AS stored_version
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

EVENTS = Statement(
    """
    SELECT game_events.id, game_events.version, game_events.session_version, game_events.kind, game_events.seat_id, game_events.color, game_events.own_ball, game_events.fluke, game_events.foul, game_events.event_id, game_events.text, game_events.payer_seat_id, game_events.recorded_by, game_events.at
    FROM game_events
    WHERE game_events.game_id = $1::UUID AND game_events.version > $2::INTEGER AND game_events.version <= $3::INTEGER ORDER BY game_events.version
    """,
    ("game_id", "since", "until"),
)

RECORD = Statement(
    """
    WITH changed AS
    (UPDATE games SET version=(games.version + 1), state=$15::JSONB WHERE games.id = $16::UUID AND games.status = 'live' AND games.version = $17::INTEGER RETURNING games.id, games.session_id, games.version),
    touched AS
    (UPDATE sessions SET version=(sessions.version + 1) FROM changed WHERE sessions.id = changed.session_id RETURNING sessions.version),
    event AS
    (INSERT INTO game_events (id, game_id, version, session_version, kind, seat_id, color, own_ball, fluke, foul, event_id, text, payer_seat_id, recorded_by) SELECT $4::UUID AS anon_4, changed.id AS id, changed.version AS version, touched.version AS version_1, $5::VARCHAR AS anon_5, $6::UUID AS anon_6, $7::VARCHAR AS anon_7, $8::BOOLEAN AS anon_8, $9::BOOLEAN AS anon_9, $10::VARCHAR AS anon_10, $11::UUID AS anon_11, $12::VARCHAR AS anon_12, $13::UUID AS anon_13, $14::UUID AS anon_14
    FROM changed JOIN touched ON true RETURNING game_events.id, game_events.version, game_events.session_version, game_events.kind, game_events.seat_id, game_events.color, game_events.own_ball, game_events.fluke, game_events.foul, game_events.event_id, game_events.text, game_events.payer_seat_id, game_events.recorded_by, game_events.at),
    told AS
    (INSERT INTO outbox (topic, payload, correlation_id) SELECT $1::VARCHAR AS anon_1, $2::JSONB AS anon_2, $3::VARCHAR AS anon_3
    FROM event)
     SELECT event.id, event.version, event.session_version, event.kind, event.seat_id, event.color, event.own_ball, event.fluke, event.foul, event.event_id, event.text, event.payer_seat_id, event.recorded_by, event.at
    FROM event
    """,
    ("topic", "payload", "correlation_id", "id", "kind", "seat_id", "color", "own_ball", "fluke", "foul", "event_id", "text", "payer_seat_id", "player_id", "state", "game_id", "expected"),
)

START = Statement(
    """
    INSERT INTO games (session_id, number, rules, turns, state) SELECT $1::UUID AS anon_1, coalesce(max(games.number), 0) + 1 AS anon_2, $2::JSONB AS anon_3, $3::UUID[] AS anon_4, $4::JSONB AS anon_5
    FROM games
    WHERE games.session_id = $1::UUID RETURNING games.id, games.session_id, games.number, games.game_type, games.rules, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    """,
    ("session_id", "rules", "turns", "state"),
)

END = Statement(
    """
    UPDATE games SET status=$1::VARCHAR, winner_seat_ids=$2::UUID[], finished_at=now() WHERE games.id = $3::UUID RETURNING games.id, games.session_id, games.number, games.game_type, games.rules, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    """,
    ("status", "winner_seat_ids", "game_id"),
)

HISTORY = Statement(
    """
    SELECT games.turns, CAST(games.state ->> 'last_potter' AS UUID) AS last_potter
    FROM games
    WHERE games.session_id = $1::UUID AND games.status != 'cancelled' ORDER BY games.number
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

SAVE_TRANSFERS = Statement(
    """
    INSERT INTO transfers (game_id, payer_seat_id, payee_seat_id, kopecks) SELECT $1::UUID AS anon_1, payer_seat_id, payee_seat_id, kopecks
    FROM unnest($2::UUID[], $3::UUID[], $4::BIGINT[]) AS anon_2(payer_seat_id, payee_seat_id, kopecks)
    """,
    ("game_id", "payer_seat_id", "payee_seat_id", "kopecks"),
)

CURRENT = Statement(
    """
    SELECT games.id, games.session_id, games.number, games.game_type, games.rules, games.status, games.turns, games.version, games.state, games.winner_seat_ids, games.started_at, games.finished_at
    FROM games
    WHERE games.session_id = $1::UUID AND games.status != 'cancelled' ORDER BY games.status = 'live' DESC, games.number DESC
     LIMIT 1
    """,
    ("session_id",),
)
