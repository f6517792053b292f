"""Rendered by `make render` from common/store/queries/guests.py: do not edit."""

from common.store.statement import Statement

LINK = Statement(
    """
    INSERT INTO guest_links (seat_id, sha256) VALUES ($1::UUID, $2::BYTEA) ON CONFLICT (seat_id) DO UPDATE SET sha256 = excluded.sha256, created_at = now()
    """,
    ("seat_id", "sha256"),
)

LOCK_GAMES = Statement(
    """
    SELECT games.id
    FROM games
    WHERE games.session_id = $1::UUID ORDER BY games.id FOR UPDATE
    """,
    ("session_id",),
)

USE = Statement(
    """
    DELETE FROM guest_links USING seats WHERE seats.id = guest_links.seat_id AND seats.session_id = $1::UUID AND guest_links.seat_id = $2::UUID AND guest_links.sha256 = $3::BYTEA AND guest_links.created_at > now() - $4::INTERVAL RETURNING guest_links.seat_id
    """,
    ("session_id", "seat_id", "sha256", "life"),
)

GIVE_UP = Statement(
    """
    DELETE FROM seats WHERE seats.id = $1::UUID AND seats.role != 'host' AND NOT (EXISTS (SELECT *
    FROM games
    WHERE games.session_id = seats.session_id AND games.state['scores'] ? CAST(seats.id AS TEXT))) AND NOT (EXISTS (SELECT *
    FROM ledger_entries LEFT OUTER JOIN ledger_lines ON ledger_lines.entry_id = ledger_entries.id
    WHERE ledger_entries.session_id = seats.session_id AND (ledger_entries.payer_seat_id = seats.id OR ledger_entries.payee_seat_id = seats.id OR ledger_lines.seat_id = seats.id))) RETURNING seats.id
    """,
    ("seat_id",),
)

CLAIM = Statement(
    """
    UPDATE seats SET player_id=players.id, display_name=players.display_name, role=$1::VARCHAR, active=$2::BOOLEAN FROM players WHERE seats.id = $3::UUID AND players.id = $4::UUID RETURNING seats.id
    """,
    ("role", "active", "seat_id", "player_id"),
)

RESULTS = Statement(
    """
    SELECT games.id, games.game_type, games.version, game_results.seat_id = any(games.winner_seat_ids) AS won, game_results.points, game_results.balls, game_results.fouls, game_results.net_kopecks
    FROM game_results JOIN games ON games.id = game_results.game_id
    WHERE game_results.seat_id = $1::UUID AND games.session_id = $2::UUID AND games.status = 'finished' ORDER BY games.id
    """,
    ("seat_id", "session_id"),
)
