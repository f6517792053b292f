"""Rendered by `make render` from common/store/queries/export.py: do not edit."""

from common.store.statement import Statement

EXPORT = Statement(
    """
    SELECT jsonb_build_object('player', (SELECT jsonb_build_object('id', players.id, 'telegram_id', players.telegram_id, 'display_name', players.display_name, 'username', players.username, 'photo_url', players.photo_url, 'language', players.language, 'created_at', players.created_at) AS jsonb_build_object_2
    FROM players
    WHERE players.id = $1::UUID), 'sign_ins', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', sign_ins.id, 'device', sign_ins.device, 'created_at', sign_ins.created_at, 'last_seen_at', sign_ins.last_seen_at, 'revoked_at', sign_ins.revoked_at) ORDER BY sign_ins.id), '[]'::jsonb) AS coalesce_1
    FROM sign_ins
    WHERE sign_ins.player_id = $1::UUID), 'templates', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', templates.id, 'name', templates.name, 'rules', templates.rules, 'created_at', templates.created_at) ORDER BY templates.id), '[]'::jsonb) AS coalesce_2
    FROM templates
    WHERE templates.owner_id = $1::UUID), 'starred_templates', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', templates.id, 'name', templates.name) ORDER BY templates.id), '[]'::jsonb) AS coalesce_3
    FROM template_stars JOIN templates ON templates.id = template_stars.template_id
    WHERE template_stars.player_id = $1::UUID), 'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', sessions.id, 'code', sessions.code, 'name', sessions.name, 'status', sessions.status, 'created_at', sessions.created_at, 'closed_at', sessions.closed_at, 'seat_id', seats.id, 'display_name', seats.display_name, 'role', seats.role, 'active', seats.active, 'joined_at', seats.joined_at) ORDER BY seats.id), '[]'::jsonb) AS coalesce_4
    FROM seats JOIN sessions ON sessions.id = seats.session_id
    WHERE seats.player_id = $1::UUID), 'games', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', games.id, 'session_id', games.session_id, 'number', games.number, 'game_type', games.game_type, 'status', games.status, 'started_at', games.started_at, 'finished_at', games.finished_at, 'seat_id', game_results.seat_id, 'points', game_results.points, 'balls', game_results.balls, 'fouls', game_results.fouls, 'net_kopecks', game_results.net_kopecks, 'won', game_results.seat_id = any(games.winner_seat_ids)) ORDER BY games.id), '[]'::jsonb) AS coalesce_5
    FROM games LEFT OUTER JOIN game_results ON game_results.game_id = games.id AND game_results.seat_id IN (SELECT seats.id
    FROM seats
    WHERE seats.player_id = $1::UUID)
    WHERE games.id IN (SELECT games.id
    FROM games
    WHERE games.session_id IN (SELECT seats.session_id
    FROM seats
    WHERE seats.player_id = $1::UUID))), 'events', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', game_events.id, 'game_id', game_events.game_id, 'version', game_events.version, 'kind', game_events.kind, 'seat_id', game_events.seat_id, 'color', game_events.color, 'number', game_events.number, 'own_ball', game_events.own_ball, 'fluke', game_events.fluke, 'foul', game_events.foul, 'event_id', game_events.event_id, 'text', game_events.text, 'at', game_events.at, 'recorded_by_me', game_events.recorded_by = $1::UUID) ORDER BY game_events.at), '[]'::jsonb) AS coalesce_6
    FROM game_events
    WHERE game_events.game_id IN (SELECT games.id
    FROM games
    WHERE games.session_id IN (SELECT seats.session_id
    FROM seats
    WHERE seats.player_id = $1::UUID)) AND (game_events.recorded_by = $1::UUID OR game_events.seat_id IN (SELECT seats.id
    FROM seats
    WHERE seats.player_id = $1::UUID))), 'ledger', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', ledger_entries.id, 'session_id', ledger_entries.session_id, 'kind', ledger_entries.kind, 'game_id', ledger_entries.game_id, 'reverses_id', ledger_entries.reverses_id, 'kopecks', ledger_entries.kopecks, 'text', ledger_entries.text, 'at', ledger_entries.at, 'recorded_by_me', ledger_entries.recorded_by = $1::UUID, 'confirmed_by_me_at', (SELECT ledger_confirmations.at
    FROM ledger_confirmations
    WHERE ledger_confirmations.entry_id = ledger_entries.id AND ledger_confirmations.confirmed_by = $1::UUID), 'lines', (SELECT coalesce(jsonb_agg(jsonb_build_object('seat_id', ledger_lines.seat_id, 'other_seat_id', ledger_lines.other_seat_id, 'kopecks', ledger_lines.kopecks) ORDER BY ledger_lines.other_seat_id), '[]'::jsonb) AS coalesce_8
    FROM ledger_lines
    WHERE ledger_lines.entry_id = ledger_entries.id AND ledger_lines.seat_id IN (SELECT seats.id
    FROM seats
    WHERE seats.player_id = $1::UUID))) ORDER BY ledger_entries.id), '[]'::jsonb) AS coalesce_7
    FROM ledger_entries
    WHERE ledger_entries.session_id IN (SELECT seats.session_id
    FROM seats
    WHERE seats.player_id = $1::UUID) AND (ledger_entries.recorded_by = $1::UUID OR (EXISTS (SELECT *
    FROM ledger_lines
    WHERE ledger_lines.entry_id = ledger_entries.id AND ledger_lines.seat_id IN (SELECT seats.id
    FROM seats
    WHERE seats.player_id = $1::UUID))))), 'totals', (SELECT coalesce(jsonb_agg(jsonb_build_object('game_type', player_totals.game_type, 'games', player_totals.games, 'wins', player_totals.wins, 'points', player_totals.points, 'balls', player_totals.balls, 'fouls', player_totals.fouls, 'net_kopecks', player_totals.net_kopecks) ORDER BY player_totals.game_type), '[]'::jsonb) AS coalesce_9
    FROM player_totals
    WHERE player_totals.player_id = $1::UUID), 'notifications', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', notifications.id, 'kind', notifications.kind, 'title', notifications.title, 'body', notifications.body, 'link', notifications.link, 'created_at', notifications.created_at, 'read_at', notifications.read_at) ORDER BY notifications.number), '[]'::jsonb) AS coalesce_10
    FROM notifications
    WHERE notifications.player_id = $1::UUID), 'notification_settings', (SELECT coalesce(jsonb_agg(jsonb_build_object('telegram', notification_settings.telegram, 'reaches', notification_settings.reaches, 'quiet_begin', notification_settings.quiet_begin, 'quiet_end', notification_settings.quiet_end, 'time_zone', notification_settings.time_zone) ORDER BY notification_settings.player_id), '[]'::jsonb) AS coalesce_11
    FROM notification_settings
    WHERE notification_settings.player_id = $1::UUID), 'reports', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', reports.id, 'session_id', reports.session_id, 'format', reports.format, 'language', reports.language, 'time_zone', reports.time_zone, 'sums', reports.sums, 'requested_at', report_requests.requested_at, 'made_at', reports.made_at, 'size_bytes', reports.size_bytes) ORDER BY reports.id), '[]'::jsonb) AS coalesce_12
    FROM report_requests JOIN reports ON reports.id = report_requests.report_id
    WHERE report_requests.player_id = $1::UUID), 'telegram_posts', (SELECT coalesce(jsonb_agg(jsonb_build_object('notification_id', telegram_posts.notification_id, 'text', telegram_posts.text, 'state', telegram_posts.state, 'created_at', telegram_posts.created_at, 'reason', telegram_posts.reason) ORDER BY telegram_posts.id), '[]'::jsonb) AS coalesce_13
    FROM telegram_posts JOIN players ON players.telegram_id = telegram_posts.chat_id
    WHERE players.id = $1::UUID)) AS jsonb_build_object_1
    WHERE EXISTS (SELECT *
    FROM players
    WHERE players.id = $1::UUID AND players.erased_at IS NULL)
    """,
    ("player_id",),
)
