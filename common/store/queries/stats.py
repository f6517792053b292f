"""Totals of each player."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, insert

from common.store.tables import player_totals

_sums = ("wins", "points", "balls", "fouls", "net_kopecks")
_rows = (
    sa.func.unnest(
        given("player_id", type_=ARRAY(sa.Uuid)),
        *(given(name, type_=ARRAY(sa.BigInteger if name == "net_kopecks" else sa.Integer)) for name in _sums),
    )
    .table_valued("player_id", *_sums, name="result")
    .render_derived()
)

_added = insert(player_totals).from_select(
    ["player_id", "game_type", "games", *_sums],
    sa.select(
        sa.column("player_id"),
        given("game_type", type_=sa.Text),
        sa.literal_column("1"),
        *(sa.column(name) for name in _sums),
    )
    .select_from(_rows)
    .order_by(sa.column("player_id")),
)
ADD = _added.on_conflict_do_update(
    index_elements=[player_totals.c.player_id, player_totals.c.game_type],
    set_={name: player_totals.c[name] + _added.excluded[name] for name in ("games", *_sums)},
)
"""Add one game to the totals of its players, who are locked in one order by everyone, so that no two wait in a ring."""
