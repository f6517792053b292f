"""Rendered by `make render` from common/store/queries/templates.py: do not edit."""

from common.store.statement import Statement

LIST = Statement(
    """
    SELECT templates.id, templates.name, templates.rules, templates.owner_id IS NULL AS is_system
    FROM templates
    WHERE (templates.owner_id IS NULL OR templates.owner_id = $1::UUID) AND ($2::VARCHAR IS NULL OR templates.game_type = $2::VARCHAR) ORDER BY templates.id
    """,
    ("player_id", "game_type"),
)

RULES = Statement(
    """
    SELECT templates.rules
    FROM templates
    WHERE templates.id = $1::UUID AND (templates.owner_id IS NULL OR templates.owner_id = $2::UUID)
    """,
    ("template_id", "player_id"),
)
