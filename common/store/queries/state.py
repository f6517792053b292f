"""How things stand, in figures for an operator: read each few seconds, so it touches little, by partial indexes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import INTERVAL

from common.store.tables import (
    game_results,
    games,
    ledger_confirmations,
    ledger_entries,
    ledger_lines,
    outbox,
    sessions,
    telegram_posts,
)

_RECENT = "-1 day"
_recently = sa.select(sa.func.uuidv7(sa.literal_column(f"'{_RECENT}'", INTERVAL))).scalar_subquery()
"""Ids tell the time: what was made since is found by its primary key."""
_due = outbox.c.not_before <= sa.func.now()
_no_kind = sa.literal_column("''", sa.Text)


def _figure(name: str, value: sa.ColumnElement[Any], kind: sa.ColumnElement[str] = _no_kind) -> sa.Select[Any]:
    return sa.select(
        sa.literal_column(f"'{name}'", sa.Text).label("name"), kind.label("kind"), value.cast(sa.Float).label("value")
    )


def _off(sums: sa.Subquery) -> sa.Select[Any]:
    return sa.select(sa.func.coalesce(sa.func.sum(sa.func.abs(sums.c.total)), sa.literal_column("0")))


_by_entry = (
    sa.select(sa.func.sum(ledger_lines.c.kopecks).label("total"))
    .join(ledger_entries, ledger_entries.c.id == ledger_lines.c.entry_id)
    .where(ledger_entries.c.id >= _recently)
    .group_by(ledger_lines.c.entry_id)
    .subquery("by_entry")
)
_by_game = (
    sa.select(sa.func.sum(game_results.c.net_kopecks).label("total"))
    .where(game_results.c.game_id >= _recently)
    .group_by(game_results.c.game_id)
    .subquery("by_game")
)
_waited = sa.func.extract("epoch", sa.func.clock_timestamp() - sa.func.min(outbox.c.not_before))

SHOW = sa.union_all(
    _figure("sessions_open", sa.func.count()).select_from(sessions).where(sessions.c.status == sa.text("'open'")),
    _figure("games_in_play", sa.func.count(), games.c.game_type)
    .where(games.c.status == sa.text("'live'"))
    .group_by(games.c.game_type),
    _figure("outbox_messages", sa.func.count()).select_from(outbox).where(_due),
    _figure("outbox_oldest_seconds", sa.func.coalesce(_waited, sa.literal_column("0"))).where(_due),
    _figure("telegram_posts_waiting", sa.func.count())
    .select_from(telegram_posts)
    .where(telegram_posts.c.state.in_([sa.literal_column("'waiting'"), sa.literal_column("'sending'")])),
    _figure("payments_confirmed", sa.func.count())
    .select_from(ledger_confirmations)
    .where(ledger_confirmations.c.entry_id >= _recently),
    _figure(
        "ledger_imbalance_kopecks",
        _off(_by_entry).scalar_subquery() + _off(_by_game).scalar_subquery(),
    ),
)
"""Rows of a name, a kind where there are several figures of the name, and a value."""
