"""Rendered by `make render` from common/store/queries/condition.py: do not edit."""

from common.store.statement import Statement

ONE_SIDED = Statement(
    """
    SELECT count(*) AS count_1
    FROM (SELECT ledger_lines.entry_id AS entry_id
    FROM ledger_lines GROUP BY ledger_lines.entry_id
    HAVING sum(ledger_lines.kopecks) != 0) AS one_sided
    """,
    (),
)

UNLIKE = Statement(
    """
    SELECT count(*) AS count_1
    FROM (SELECT DISTINCT "both".game_id AS game_id
    FROM (SELECT game_results.game_id AS game_id, game_results.seat_id AS seat_id, game_results.net_kopecks AS kopecks
    FROM game_results UNION ALL SELECT ledger_entries.game_id AS game_id, ledger_lines.seat_id AS seat_id, -ledger_lines.kopecks AS anon_1
    FROM ledger_entries JOIN ledger_lines ON ledger_lines.entry_id = ledger_entries.id
    WHERE ledger_entries.game_id IS NOT NULL) AS "both" GROUP BY "both".game_id, "both".seat_id
    HAVING sum("both".kopecks) != 0) AS unlike
    """,
    (),
)

OUTBOX = Statement(
    """
    SELECT count(*) AS count_1, CAST(coalesce(EXTRACT(epoch FROM now() - min(outbox.not_before)), 0) AS FLOAT) AS coalesce_1
    FROM outbox
    WHERE outbox.not_before <= now()
    """,
    (),
)
