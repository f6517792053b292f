"""Named rules, with the system's own: the prices that clubs play for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

# Every default is written out: a template must not change when a default of the code does.
KOLKHOZ = {
    "game_type": "kolkhoz",
    "balls": [{"color": "white", "value": 1, "count": 15}],
    "settlement": "direct",
    "last_ball_value": None,
    "foul": {"mode": "own_minus", "points": 1},
    "flukes": "count",
    "pot_keeps_turn": True,
    "negative_points": True,
    "ends": "balls_gone",
    "turns": "fair",
}
PYRAMID = {
    "target": 8,
    "price_per": "player",
    "foul": {"mode": "opponent_plus", "points": 1},
    "turns": "fair",
}
TEMPLATES = [
    ("Колхоз, 25 ₽ за очко", {**KOLKHOZ, "point_price_kopecks": 25_00}),
    ("Колхоз, 50 ₽ за очко", {**KOLKHOZ, "point_price_kopecks": 50_00}),
    ("Колхоз, 200 ₽ за очко", {**KOLKHOZ, "point_price_kopecks": 200_00}),
    ("Американка, 500 ₽", {**PYRAMID, "game_type": "free_pyramid", "game_price_kopecks": 500_00}),
    ("Московская, 1000 ₽", {**PYRAMID, "game_type": "combined_pyramid", "game_price_kopecks": 1000_00}),
]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    templates = op.create_table(
        "templates",
        sa.Column("id", sa.Uuid, server_default=sa.func.uuidv7()),
        sa.Column("owner_id", sa.Uuid),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("game_type", sa.Text, sa.Computed("rules ->> 'game_type'", persisted=True), nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="templates_pkey"),
        sa.ForeignKeyConstraint(["owner_id"], ["players.id"], name="templates_owner_id_fkey", ondelete="CASCADE"),
        comment="Named rules; those without an owner are the system's",
    )
    op.create_index("templates_owner_id_idx", "templates", ["owner_id"])
    for name, rules in TEMPLATES:
        op.execute(templates.insert().values(name=name, rules=rules))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("templates")
