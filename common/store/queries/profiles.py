"""What a player has done, and with whom."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY

from common.store.tables import (
    game_events,
    game_results,
    games,
    ledger_entries,
    ledger_lines,
    player_totals,
    players,
    seats,
    sessions,
)

_me = given("player_id", type_=sa.Uuid)
_other = given("other_id", type_=sa.Uuid)
_limit = given("limit", type_=sa.Integer)
_mine, _theirs = seats.alias("mine"), seats.alias("theirs")
_zero = sa.literal_column("0", sa.Integer)

HAVE_MET = sa.select(
    sa.exists().where(
        _mine.c.player_id == _me, _theirs.c.session_id == _mine.c.session_id, _theirs.c.player_id == _other
    )
)
"""Whether two players have ever sat at one table."""

_query = given("query", type_=sa.Text)
_called = sa.func.lower(players.c.username) == _query
_met = (
    sa.select(
        _theirs.c.player_id.label("id"),
        sa.func.max(sa.func.greatest(_mine.c.joined_at, _theirs.c.joined_at)).label("last"),
    )
    .join(_mine, _mine.c.session_id == _theirs.c.session_id)
    .where(_mine.c.player_id == _me, _theirs.c.player_id.is_not(None))
    .group_by(_theirs.c.player_id)
)
_named_so = sa.select(players.c.id, sa.cast(sa.null(), sa.DateTime(True)).label("last")).where(_called)
_both = sa.union_all(_met, _named_so).subquery("both")
_found = sa.select(_both.c.id, sa.func.max(_both.c.last).label("last")).group_by(_both.c.id).subquery("found")
_named = sa.func.strpos(sa.func.lower(players.c.display_name), _query) > _zero
SEARCH = (
    sa.select(players.c.id, players.c.display_name, players.c.username, players.c.photo_url, players.c.language)
    .join(_found, _found.c.id == players.c.id)
    .where(
        players.c.id != _me,
        players.c.erased_at.is_(None),
        sa.or_(_query.is_(None), _called, sa.and_(_found.c.last.is_not(None), _named)),
    )
    .order_by(_found.c.last.desc().nulls_last(), players.c.id)
    .limit(_limit)
)
"""Those one has met whose name holds `query`, those met last first, and anybody whose username it is (lower case)."""

TOTALS = (
    sa.select(
        player_totals.c.game_type,
        player_totals.c.games,
        player_totals.c.wins,
        player_totals.c.points,
        player_totals.c.balls,
        player_totals.c.fouls,
        player_totals.c.net_kopecks,
    )
    .where(player_totals.c.player_id == _me, player_totals.c.games > _zero)
    .order_by(player_totals.c.games.desc(), player_totals.c.game_type)
)

_game_type = given("game_type", type_=sa.Text)
_before = given("before", type_=sa.Uuid)
_played = (
    seats.join(games, games.c.session_id == seats.c.session_id)
    .join(game_results, sa.and_(game_results.c.game_id == games.c.id, game_results.c.seat_id == seats.c.id))
    .join(sessions, sessions.c.id == games.c.session_id)
)
_this_kind = sa.and_(
    seats.c.player_id == _me,
    games.c.status == "finished",
    sa.or_(_game_type.is_(None), games.c.game_type == _game_type),
)
GAMES = (
    sa.select(
        games.c.id,
        games.c.session_id,
        games.c.game_type,
        games.c.finished_at,
        seats.c.id.label("seat_id"),
        (seats.c.id == sa.func.any(games.c.winner_seat_ids)).label("won"),
        game_results.c.points,
        game_results.c.balls,
        game_results.c.fouls,
        game_results.c.net_kopecks,
    )
    .select_from(_played)
    .where(_this_kind, sa.or_(_before.is_(None), games.c.id < _before))
    .order_by(games.c.id.desc())
    .limit(_limit)
)
"""A player's last finished games, the newest first."""

EVENINGS = (
    sa.select(
        sessions.c.id,
        sessions.c.name,
        sessions.c.created_at,
        sa.func.count().label("games"),
        sa.func.count().filter(seats.c.id == sa.func.any(games.c.winner_seat_ids)).label("wins"),
        sa.cast(sa.func.sum(game_results.c.net_kopecks), sa.BigInteger).label("net_kopecks"),
    )
    .select_from(_played)
    .where(_this_kind)
    .group_by(sessions.c.id)
    .order_by(sessions.c.id.desc())
    .limit(_limit)
)
"""A player's last evenings with a finished game, the newest first."""

_with = game_results.alias("with_him")
_seats = sa.select(sa.func.count()).where(_with.c.game_id == games.c.id).scalar_subquery()
HISTORY = (
    sa.select(
        games.c.id.label("game_id"),
        games.c.game_type,
        games.c.finished_at,
        seats.c.id.label("seat"),
        (seats.c.id == sa.func.any(games.c.winner_seat_ids)).label("won"),
        game_results.c.fouls,
        _seats.label("seats"),
        sa.cast(games.c.rules[sa.literal_column("'balls'")], sa.Text).label("balls"),
    )
    .select_from(_played)
    .where(seats.c.player_id == _me, games.c.status == "finished")
    .order_by(games.c.finished_at, games.c.id)
    .limit(_limit)
)
"""A player's first finished games, in the order of their ends, with the balls of their rules where these have any."""

SHOTS = (
    sa.select(
        game_events.c.game_id,
        game_events.c.id,
        game_events.c.kind,
        game_events.c.seat_id,
        game_events.c.color,
        game_events.c.own_ball,
        game_events.c.fluke,
        game_events.c.event_id,
    )
    .where(game_events.c.game_id == sa.func.any(given("game_ids", type_=ARRAY(sa.Uuid))))
    .order_by(game_events.c.game_id, game_events.c.version)
)
"""All events of these games, in their order."""

_my_result, _their_result = game_results.alias("my_result"), game_results.alias("their_result")
_got = (
    sa.select(sa.func.coalesce(sa.func.sum(ledger_lines.c.kopecks), _zero))
    .join(ledger_entries, ledger_entries.c.id == ledger_lines.c.entry_id)
    .where(
        ledger_entries.c.game_id == games.c.id,
        ledger_lines.c.seat_id == _mine.c.id,
        ledger_lines.c.other_seat_id == _theirs.c.id,
    )
    .scalar_subquery()
)
_together = (
    sa.select(
        games.c.session_id,
        (_mine.c.id == sa.func.any(games.c.winner_seat_ids)).label("i_won"),
        (_theirs.c.id == sa.func.any(games.c.winner_seat_ids)).label("they_won"),
        sa.cast(_got, sa.BigInteger).label("kopecks"),
    )
    .select_from(
        _mine.join(_theirs, _theirs.c.session_id == _mine.c.session_id)
        .join(games, games.c.session_id == _mine.c.session_id)
        .join(_my_result, sa.and_(_my_result.c.game_id == games.c.id, _my_result.c.seat_id == _mine.c.id))
        .join(_their_result, sa.and_(_their_result.c.game_id == games.c.id, _their_result.c.seat_id == _theirs.c.id))
    )
    .where(_mine.c.player_id == _me, _theirs.c.player_id == _other, games.c.status == "finished")
    .subquery("together")
)


def _sum(kopecks: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(kopecks), _zero), sa.BigInteger)


VERSUS = sa.select(
    sa.func.count(sa.distinct(_together.c.session_id)).label("evenings"),
    sa.func.count().label("games"),
    sa.func.count().filter(_together.c.i_won, ~_together.c.they_won).label("wins"),
    sa.func.count().filter(_together.c.they_won, ~_together.c.i_won).label("losses"),
    _sum(sa.func.greatest(_together.c.kopecks, _zero)).label("got_kopecks"),
    _sum(sa.func.greatest(-_together.c.kopecks, _zero)).label("paid_kopecks"),
)
"""All finished games of two players: who has won more of them, and what each has paid the other, game by game."""
