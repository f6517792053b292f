"""What is derived, beside what it is derived from."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import JSONB, insert

from common.store.tables import (
    game_results,
    games,
    ledger_entries,
    ledger_lines,
    player_games,
    player_totals,
    seats,
)

_game_id = games.c.id == given("game_id")

PAGE = (
    sa.select(games.c.id)
    .where(games.c.id > given("after", type_=sa.Uuid))
    .order_by(games.c.id)
    .limit(given("limit", type_=sa.Integer))
)
RULES = sa.select(games.c.rules, games.c.rules_sha256).where(_game_id)
SAVE_STATE = sa.update(games).where(_game_id).values(state=given("state", type_=JSONB))
SAVE_WINNERS = sa.update(games).where(_game_id).values(winner_seat_ids=given("winner_seat_ids"))
RESULTS = sa.select(
    game_results.c.seat_id,
    game_results.c.points,
    game_results.c.balls,
    game_results.c.fouls,
    game_results.c.net_kopecks,
).where(game_results.c.game_id == given("game_id"))
_owed = sa.cast(sa.func.sum(ledger_lines.c.kopecks), sa.BigInteger)
OWED = (
    sa.select(
        ledger_lines.c.other_seat_id.label("payer_seat_id"),
        ledger_lines.c.seat_id.label("payee_seat_id"),
        _owed.label("kopecks"),
    )
    .join(ledger_entries, ledger_entries.c.id == ledger_lines.c.entry_id)
    .where(ledger_entries.c.game_id == given("game_id"))
    .group_by(ledger_lines.c.other_seat_id, ledger_lines.c.seat_id)
    .having(sa.func.sum(ledger_lines.c.kopecks) > sa.literal_column("0"))
)
"""What each pair still owes by all entries of a game, reversals included."""

LOCK = sa.text("LOCK TABLE player_games, player_totals IN SHARE ROW EXCLUSIVE MODE")
_FIGURES = ("points", "balls", "fouls", "net_kopecks")
_played = insert(player_games).from_select(
    ["game_id", "player_id", "game_type", "version", "counted", "won", *_FIGURES],
    sa.select(
        games.c.id,
        seats.c.player_id,
        games.c.game_type,
        games.c.version,
        sa.true(),
        game_results.c.seat_id == sa.func.any(games.c.winner_seat_ids),
        *(game_results.c[name] for name in _FIGURES),
    )
    .join(game_results, game_results.c.game_id == games.c.id)
    .join(seats, seats.c.id == game_results.c.seat_id)
    .where(games.c.status == "finished", seats.c.player_id.is_not(None)),
)
_KEPT = ("game_type", "version", "counted", "won", *_FIGURES)
COUNT = _played.on_conflict_do_update(
    index_elements=[player_games.c.game_id, player_games.c.player_id],
    set_={name: _played.excluded[name] for name in _KEPT},
    where=sa.tuple_(*(player_games.c[name] for name in _KEPT)).is_distinct_from(
        sa.tuple_(*(_played.excluded[name] for name in _KEPT))
    ),
).returning(player_games.c.game_id, player_games.c.player_id)
"""Every finished game with what it gave each player; the rows that were not there, or were different."""

WITHDRAW = (
    sa.update(player_games)
    .where(player_games.c.counted, games.c.id == player_games.c.game_id, games.c.status != "finished")
    .values(counted=sa.false(), won=sa.false(), **{name: sa.literal_column("0") for name in _FIGURES})
    .returning(player_games.c.game_id, player_games.c.player_id)
)
"""Games that were reopened give nobody anything; the rows that said otherwise."""

_sums = (
    sa.select(
        player_games.c.player_id,
        player_games.c.game_type,
        sa.func.count().filter(player_games.c.counted).label("games"),
        sa.func.count().filter(player_games.c.won).label("wins"),
        *(sa.func.sum(player_games.c[name]).label(name) for name in _FIGURES),
    )
    .group_by(player_games.c.player_id, player_games.c.game_type)
    .cte("sums")
)
_TOTALS = ("games", "wins", *_FIGURES)
_totals = insert(player_totals).from_select(["player_id", "game_type", *_TOTALS], sa.select(*_sums.c))
TOTAL = _totals.on_conflict_do_update(
    index_elements=[player_totals.c.player_id, player_totals.c.game_type],
    set_={name: _totals.excluded[name] for name in _TOTALS},
    where=sa.tuple_(*(player_totals.c[name] for name in _TOTALS)).is_distinct_from(
        sa.tuple_(*(_totals.excluded[name] for name in _TOTALS))
    ),
).returning(player_totals.c.player_id, player_totals.c.game_type)
"""Every total as the sum of its games; those that were not there, or were different."""

STRAY = (
    sa.delete(player_totals)
    .where(
        ~sa.exists().where(
            player_games.c.player_id == player_totals.c.player_id, player_games.c.game_type == player_totals.c.game_type
        )
    )
    .returning(player_totals.c.player_id, player_totals.c.game_type)
)
"""Totals without a game."""
