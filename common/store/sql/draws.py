"""Rendered by `make render` from common/store/queries/draws.py: do not edit."""

from common.store.statement import Statement

SEED = Statement(
    """
    SELECT sessions.seed
    FROM sessions
    WHERE sessions.id = $1::UUID
    """,
    ("session_id",),
)

REVEALED_SEED = Statement(
    """
    SELECT sessions.seed
    FROM sessions
    WHERE sessions.id = $1::UUID AND sessions.status = 'closed'
    """,
    ("session_id",),
)

GAMES = Statement(
    """
    SELECT games.id, games.number, games.status, games.rules ->> 'turns' AS mode, games.rules ->> 'breaks' AS breaks, games.turns, games.draw, CAST(games.state ->> 'last_potter' AS UUID) AS last_potter, array((SELECT game_events.kind
    FROM game_events
    WHERE game_events.game_id = games.id AND game_events.kind IN ('reorder', 'reopen'))) AS changes
    FROM games
    WHERE games.session_id = $1::UUID ORDER BY games.number
    """,
    ("session_id",),
)

EVENTS_OF_REORDERED = Statement(
    """
    SELECT game_events.game_id, game_events.id, game_events.kind, game_events.event_id, game_events.turns
    FROM game_events
    WHERE game_events.game_id IN (SELECT game_events.game_id
    FROM game_events JOIN games ON games.id = game_events.game_id
    WHERE games.session_id = $1::UUID AND game_events.kind = 'reorder') ORDER BY game_events.game_id, game_events.version
    """,
    ("session_id",),
)
