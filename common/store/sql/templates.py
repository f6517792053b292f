"""Rendered by `make render` from common/store/queries/templates.py: do not edit."""

from common.store.statement import Statement

LIST = Statement(
    """
    SELECT templates.id, templates.name, templates.rules, templates.owner_id IS NULL AS is_system, EXISTS (SELECT *
    FROM template_stars
    WHERE template_stars.template_id = templates.id AND template_stars.player_id = $1::UUID) AS starred
    FROM templates
    WHERE (templates.owner_id IS NULL OR templates.owner_id = $1::UUID) AND ($2::VARCHAR IS NULL OR templates.game_type = $2::VARCHAR) ORDER BY starred DESC, templates.id
    """,
    ("player_id", "game_type"),
)

SHOW = Statement(
    """
    SELECT templates.id, templates.name, templates.rules, templates.owner_id IS NULL AS is_system, EXISTS (SELECT *
    FROM template_stars
    WHERE template_stars.template_id = templates.id AND template_stars.player_id = $1::UUID) AS starred
    FROM templates
    WHERE templates.id = $2::UUID AND (templates.owner_id IS NULL OR templates.owner_id = $1::UUID)
    """,
    ("player_id", "template_id"),
)

RULES = Statement(
    """
    SELECT templates.rules
    FROM templates
    WHERE templates.id = $1::UUID AND (templates.owner_id IS NULL OR templates.owner_id = $2::UUID)
    """,
    ("template_id", "player_id"),
)

CREATE = Statement(
    """
    INSERT INTO templates (owner_id, name, rules) SELECT $1::UUID AS anon_1, $2::VARCHAR AS anon_2, $3::JSONB AS anon_3
    WHERE (SELECT count(*) AS count_1
    FROM templates
    WHERE templates.owner_id = $1::UUID) < $4::INTEGER RETURNING templates.id
    """,
    ("player_id", "name", "rules", "most"),
)

REPLACE = Statement(
    """
    UPDATE templates SET name=$1::VARCHAR, rules=$2::JSONB WHERE templates.id = $3::UUID AND templates.owner_id = $4::UUID RETURNING templates.id
    """,
    ("name", "rules", "template_id", "player_id"),
)

DELETE = Statement(
    """
    DELETE FROM templates WHERE templates.id = $1::UUID AND templates.owner_id = $2::UUID RETURNING templates.id
    """,
    ("template_id", "player_id"),
)

STAR = Statement(
    """
    INSERT INTO template_stars (player_id, template_id) SELECT $1::UUID AS anon_1, templates.id
    FROM templates
    WHERE templates.id = $2::UUID AND (templates.owner_id IS NULL OR templates.owner_id = $1::UUID) ON CONFLICT DO NOTHING
    """,
    ("player_id", "template_id"),
)

UNSTAR = Statement(
    """
    DELETE FROM template_stars WHERE template_stars.player_id = $1::UUID AND template_stars.template_id = $2::UUID
    """,
    ("player_id", "template_id"),
)
