"""Rendered by `make render` from common/store/queries/reports.py: do not edit."""

from common.store.statement import Statement

MAKE = Statement(
    """
    INSERT INTO reports (session_id, session_version, format, language, time_zone, sums) VALUES ($1::UUID, $2::INTEGER, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::BOOLEAN) ON CONFLICT (session_id, session_version, format, language, time_zone, sums) DO NOTHING RETURNING reports.id, reports.session_id, reports.format, reports.language, reports.time_zone, reports.sums, reports.requested_at, reports.made_at, reports.size_bytes
    """,
    ("session_id", "session_version", "format", "language", "time_zone", "sums"),
)

FIND = Statement(
    """
    SELECT reports.id, reports.session_id, reports.format, reports.language, reports.time_zone, reports.sums, reports.requested_at, reports.made_at, reports.size_bytes
    FROM reports
    WHERE reports.session_id = $1::UUID AND reports.session_version = $2::INTEGER AND reports.format = $3::VARCHAR AND reports.language = $4::VARCHAR AND reports.time_zone = $5::VARCHAR AND reports.sums = $6::BOOLEAN
    """,
    ("session_id", "session_version", "format", "language", "time_zone", "sums"),
)

READ = Statement(
    """
    SELECT reports.id, reports.session_id, reports.format, reports.language, reports.time_zone, reports.sums, reports.requested_at, reports.made_at, reports.size_bytes
    FROM reports
    WHERE reports.id = $1::UUID
    """,
    ("report_id",),
)

DROP_OLD = Statement(
    """
    DELETE FROM reports WHERE reports.session_id = $1::UUID AND reports.made_at < now() - $2::INTERVAL
    """,
    ("session_id", "kept"),
)

FORGET = Statement(
    """
    DELETE FROM reports WHERE reports.id IN (SELECT reports.id
    FROM reports
    WHERE coalesce(reports.made_at, reports.requested_at) < now() - $1::INTERVAL
     LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED)
    """,
    ("kept", "limit"),
)

WANT = Statement(
    """
    INSERT INTO report_requests (report_id, player_id) VALUES ($1::UUID, $2::UUID) ON CONFLICT DO NOTHING RETURNING report_requests.player_id
    """,
    ("report_id", "player_id"),
)

WANTED_BY = Statement(
    """
    SELECT report_requests.player_id
    FROM report_requests
    WHERE report_requests.report_id = $1::UUID ORDER BY report_requests.player_id
    """,
    ("report_id",),
)

MADE = Statement(
    """
    UPDATE reports SET made_at=now(), size_bytes=$1::INTEGER WHERE reports.id = $2::UUID RETURNING reports.id
    """,
    ("size_bytes", "report_id"),
)

WITHDRAW = Statement(
    """
    DELETE FROM reports WHERE reports.session_id IN (SELECT seats.session_id
    FROM seats
    WHERE seats.player_id = $1::UUID) RETURNING reports.id, reports.format
    """,
    ("player_id",),
)

HOLD_NAMES = Statement(
    """
    SELECT seats.id, seats.display_name
    FROM seats
    WHERE seats.session_id = $1::UUID FOR SHARE
    """,
    ("session_id",),
)

PLAYED = Statement(
    """
    SELECT games.number, games.game_type, games.winner_seat_ids, games.started_at, games.finished_at, jsonb_agg(jsonb_build_object('seat_id', game_results.seat_id, 'points', game_results.points, 'balls', game_results.balls, 'fouls', game_results.fouls, 'net_kopecks', game_results.net_kopecks) ORDER BY game_results.seat_id) AS scores
    FROM games JOIN game_results ON game_results.game_id = games.id
    WHERE games.session_id = $1::UUID AND games.status = 'finished' GROUP BY games.id ORDER BY games.number
    """,
    ("session_id",),
)
