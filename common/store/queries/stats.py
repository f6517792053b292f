"""What each game gave each player, and the totals, which are its sums.

A message may come twice, late, or after a newer one. Each says which version of the game it is about, and each row
keeps the version that it stands for: it is only ever replaced by something newer, and the totals change by the
difference.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, insert

from common.store.tables import player_games, player_totals

_FIGURES = ("points", "balls", "fouls", "net_kopecks")
_KEPT = ("game_type", "version", "counted", "won", *_FIGURES)
_TOTALS = ("games", "wins", *_FIGURES)
_Version = sa.ColumnElement[int]


def _apply(
    rows: sa.TableValuedAlias,
    gave: Mapping[str, sa.ColumnElement[Any]],
    is_newer: Callable[[_Version, _Version], sa.ColumnElement[bool]],
) -> sa.Select[tuple[object]]:
    """Keep what a game gave its players, where that is newer than what is kept, and add the difference to their totals.

    Rows are written in the order of players by everyone, so that no two wait in a ring.
    """
    columns = {
        "game_id": given("game_id", type_=sa.Uuid),
        "player_id": rows.c.player_id,
        "game_type": given("game_type", type_=sa.Text),
        "version": given("version", type_=sa.Integer),
        **gave,
    }
    keep = insert(player_games).from_select(
        list(columns), sa.select(*columns.values()).select_from(rows).order_by(rows.c.player_id)
    )
    kept = (
        keep.on_conflict_do_update(
            index_elements=[player_games.c.game_id, player_games.c.player_id],
            set_={name: keep.excluded[name] for name in _KEPT},
            where=is_newer(keep.excluded.version, player_games.c.version),
        )
        .returning(
            player_games.c.player_id,
            player_games.c.game_type,
            _gained("counted::int").label("games"),
            _gained("won::int").label("wins"),
            *(_gained(name).label(name) for name in _FIGURES),
        )
        .cte("kept")
    )
    add = insert(player_totals).from_select(
        ["player_id", "game_type", *_TOTALS], sa.select(kept).order_by(kept.c.player_id)
    )
    added = add.on_conflict_do_update(
        index_elements=[player_totals.c.player_id, player_totals.c.game_type],
        set_={name: player_totals.c[name] + add.excluded[name] for name in _TOTALS},
    ).cte("added")
    return sa.select(kept.c.player_id).add_cte(added)


def _gained(column: str) -> sa.ColumnClause[int]:
    """What a row says now, less what it said before: nothing, if it is new."""
    return sa.literal_column(f"new.{column} - coalesce(old.{column}, 0)", sa.Integer)


def _array(name: str) -> sa.BindParameter[object]:
    return given(name, type_=ARRAY(player_games.c[name].type.__class__))


_results = (
    sa.func.unnest(*(_array(name) for name in ("player_id", "won", *_FIGURES)))
    .table_valued("player_id", "won", *_FIGURES, name="result")
    .render_derived()
)
FINISH = _apply(
    _results,
    {"counted": sa.true(), "won": _results.c.won, **{name: _results.c[name] for name in _FIGURES}},
    lambda new, kept: new >= kept,
)
"""A finished game counts; a game that was finished again at once has the version of its reopening, and wins."""

_players = sa.func.unnest(_array("player_id")).table_valued("player_id", name="player").render_derived()
WITHDRAW = _apply(
    _players,
    {"counted": sa.false(), "won": sa.false(), **{name: sa.literal_column("0") for name in _FIGURES}},
    lambda new, kept: new > kept,
)
"""A reopened game gives nobody anything, until it is finished again."""
