"""Rendered by `make render` from common/store/queries/ledger.py: do not edit."""

from common.store.statement import Statement

SAVE = Statement(
    """
    WITH made AS
    (INSERT INTO ledger_entries (session_id, kind, game_id, payer_seat_id, payee_seat_id, kopecks, details, text, recorded_by) VALUES ($1::UUID, $2::VARCHAR, $3::UUID, $4::UUID, $5::UUID, $6::BIGINT, $7::JSONB, $8::VARCHAR, $9::UUID) RETURNING ledger_entries.id),
    made_lines AS
    (INSERT INTO ledger_lines (entry_id, seat_id, other_seat_id, kopecks) SELECT made.id AS id, payee, payer, kopecks
    FROM made JOIN unnest($10::UUID[], $11::UUID[], $12::BIGINT[]) AS anon_1(payer, payee, kopecks) ON true UNION ALL SELECT made.id AS id, payer, payee, -kopecks AS anon_2
    FROM made JOIN unnest($10::UUID[], $11::UUID[], $12::BIGINT[]) AS anon_1(payer, payee, kopecks) ON true)
     SELECT made.id
    FROM made
    """,
    ("session_id", "kind", "game_id", "payer_seat_id", "payee_seat_id", "kopecks", "details", "text", "player_id", "payers", "payees", "amounts"),
)

REVERSE = Statement(
    """
    WITH taken_back AS
    (INSERT INTO ledger_entries (session_id, kind, game_id, reverses_id, text, recorded_by) SELECT ledger_entries.session_id AS session_id, 'reversal', ledger_entries.game_id AS game_id, ledger_entries.id AS id, $1::VARCHAR AS anon_2, $2::UUID AS anon_3
    FROM ledger_entries
    WHERE ledger_entries.id = $3::UUID AND NOT (EXISTS (SELECT *
    FROM ledger_entries AS reversal
    WHERE reversal.reverses_id = ledger_entries.id)) RETURNING ledger_entries.id, ledger_entries.reverses_id),
    lines AS
    (INSERT INTO ledger_lines (entry_id, seat_id, other_seat_id, kopecks) SELECT taken_back.id AS id, ledger_lines.seat_id AS seat_id, ledger_lines.other_seat_id AS other_seat_id, -ledger_lines.kopecks AS anon_1
    FROM ledger_lines JOIN taken_back ON taken_back.reverses_id = ledger_lines.entry_id)
     SELECT taken_back.id
    FROM taken_back
    """,
    ("text", "player_id", "entry_id"),
)

REVERSE_GAME = Statement(
    """
    WITH taken_back AS
    (INSERT INTO ledger_entries (session_id, kind, game_id, reverses_id, text, recorded_by) SELECT ledger_entries.session_id AS session_id, 'reversal', ledger_entries.game_id AS game_id, ledger_entries.id AS id, $1::VARCHAR AS anon_2, $2::UUID AS anon_3
    FROM ledger_entries
    WHERE ledger_entries.game_id = $3::UUID AND ledger_entries.kind = 'game' AND NOT (EXISTS (SELECT *
    FROM ledger_entries AS reversal
    WHERE reversal.reverses_id = ledger_entries.id)) RETURNING ledger_entries.id, ledger_entries.reverses_id),
    lines AS
    (INSERT INTO ledger_lines (entry_id, seat_id, other_seat_id, kopecks) SELECT taken_back.id AS id, ledger_lines.seat_id AS seat_id, ledger_lines.other_seat_id AS other_seat_id, -ledger_lines.kopecks AS anon_1
    FROM ledger_lines JOIN taken_back ON taken_back.reverses_id = ledger_lines.entry_id)
     SELECT taken_back.id
    FROM taken_back
    """,
    ("text", "player_id", "game_id"),
)

CONFIRM = Statement(
    """
    INSERT INTO ledger_confirmations (entry_id, confirmed_by) VALUES ($1::UUID, $2::UUID)
    """,
    ("entry_id", "player_id"),
)

ENTRIES = Statement(
    """
    SELECT ledger_entries.id, ledger_entries.session_id, ledger_entries.kind, ledger_entries.game_id, ledger_entries.reverses_id, ledger_entries.payer_seat_id, ledger_entries.payee_seat_id, ledger_entries.kopecks, ledger_entries.details, ledger_entries.text, ledger_entries.recorded_by, ledger_entries.at, games.number AS game_number, reversal.id AS reversed_by, ledger_entries.kind != 'payment' OR ledger_confirmations.entry_id IS NOT NULL AS confirmed, (SELECT json_agg(json_build_array(ledger_lines.other_seat_id, ledger_lines.seat_id, ledger_lines.kopecks) ORDER BY ledger_lines.other_seat_id, ledger_lines.seat_id) AS json_agg_1
    FROM ledger_lines
    WHERE ledger_lines.entry_id = ledger_entries.id AND ledger_lines.kopecks > 0) AS transfers
    FROM ledger_entries LEFT OUTER JOIN games ON games.id = ledger_entries.game_id LEFT OUTER JOIN ledger_entries AS reversal ON reversal.reverses_id = ledger_entries.id LEFT OUTER JOIN ledger_confirmations ON ledger_confirmations.entry_id = ledger_entries.id
    WHERE ledger_entries.session_id = $1::UUID AND ($2::UUID IS NULL OR ledger_entries.id = $2::UUID) ORDER BY ledger_entries.id
    """,
    ("session_id", "entry_id"),
)

PLAYED = Statement(
    """
    SELECT array_agg(game_results.seat_id) AS seats, games.winner_seat_ids
    FROM game_results JOIN games ON games.id = game_results.game_id
    WHERE games.session_id = $1::UUID GROUP BY games.id
    """,
    ("session_id",),
)
