"""Rendered by `make render` from common/store/queries/state.py: do not edit."""

from common.store.statement import Statement

SHOW = Statement(
    """
    SELECT 'sessions_open' AS name, '' AS kind, CAST(count(*) AS FLOAT) AS value
    FROM sessions
    WHERE sessions.status = 'open' UNION ALL SELECT 'games_in_play' AS name, games.game_type AS kind, CAST(count(*) AS FLOAT) AS value
    FROM games
    WHERE games.status = 'live' GROUP BY games.game_type UNION ALL SELECT 'outbox_messages' AS name, '' AS kind, CAST(count(*) AS FLOAT) AS value
    FROM outbox
    WHERE outbox.not_before <= now() UNION ALL SELECT 'outbox_oldest_seconds' AS name, '' AS kind, CAST(coalesce(EXTRACT(epoch FROM clock_timestamp() - min(outbox.not_before)), 0) AS FLOAT) AS value
    FROM outbox
    WHERE outbox.not_before <= now() UNION ALL SELECT 'telegram_posts_waiting' AS name, '' AS kind, CAST(count(*) AS FLOAT) AS value
    FROM telegram_posts
    WHERE telegram_posts.state IN ('waiting', 'sending') UNION ALL SELECT 'payments_confirmed' AS name, '' AS kind, CAST(count(*) AS FLOAT) AS value
    FROM ledger_confirmations
    WHERE ledger_confirmations.entry_id >= (SELECT uuidv7('-1 day') AS uuidv7_1) UNION ALL SELECT 'ledger_imbalance_kopecks' AS name, '' AS kind, CAST((SELECT coalesce(sum(abs(by_entry.total)), 0) AS coalesce_1
    FROM (SELECT sum(ledger_lines.kopecks) AS total
    FROM ledger_lines JOIN ledger_entries ON ledger_entries.id = ledger_lines.entry_id
    WHERE ledger_entries.id >= (SELECT uuidv7('-1 day') AS uuidv7_1) GROUP BY ledger_lines.entry_id) AS by_entry) + (SELECT coalesce(sum(abs(by_game.total)), 0) AS coalesce_2
    FROM (SELECT sum(game_results.net_kopecks) AS total
    FROM game_results
    WHERE game_results.game_id >= (SELECT uuidv7('-1 day') AS uuidv7_1) GROUP BY game_results.game_id) AS by_game) AS FLOAT) AS value
    """,
    (),
)
