"""The games of the people whom a player has met."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import aggregate_order_by

from common.store.tables import game_results, games, players, seats

_me = given("player_id", type_=sa.Uuid)
_mine, _theirs, _seats = seats.alias("mine"), seats.alias("theirs"), seats.alias("their_seats")
_met = (
    sa.select(_theirs.c.player_id.label("id"))
    .select_from(_mine.join(_theirs, _theirs.c.session_id == _mine.c.session_id))
    .where(_mine.c.player_id == _me, _theirs.c.player_id.is_not(None))
    .distinct()
    .cte("met")
)

PEOPLE = sa.select(
    players.c.id, players.c.display_name, players.c.username, players.c.photo_url, players.c.language
).where(players.c.id.in_(sa.select(_met.c.id)), players.c.erased_at.is_(None))
"""Everyone who has sat at a table with a player; he is one of them."""

_game_type = given("game_type", type_=sa.Text)
_within = given("within", type_=sa.Interval)
_theirs_too = games.alias("theirs_too")
_played = sa.select(_theirs_too.c.id).select_from(
    _seats.join(_met, _met.c.id == _seats.c.player_id)
    .join(_theirs_too, _theirs_too.c.session_id == _seats.c.session_id)
    .join(
        game_results,
        sa.and_(game_results.c.game_id == _theirs_too.c.id, game_results.c.seat_id == _seats.c.id),
    )
)
_newest = (
    sa.select(games.c.id, games.c.game_type, games.c.state, games.c.winner_seat_ids, games.c.finished_at)
    .where(
        games.c.status == "finished",
        sa.or_(_game_type.is_(None), games.c.game_type == _game_type),
        sa.or_(_within.is_(None), games.c.finished_at > sa.func.now() - _within),
        games.c.id.in_(_played),
    )
    .order_by(games.c.finished_at.desc(), games.c.id.desc())
    .limit(given("limit", type_=sa.Integer))
    .cte("newest")
)
_part = sa.func.json_build_object(
    sa.literal_column("'seat_id'"),
    seats.c.id,
    sa.literal_column("'player_id'"),
    seats.c.player_id,
    sa.literal_column("'points'"),
    game_results.c.points,
    sa.literal_column("'won'"),
    seats.c.id == sa.func.any(_newest.c.winner_seat_ids),
)
_parts = (
    sa.select(sa.cast(sa.func.json_agg(aggregate_order_by(_part, seats.c.id)), sa.Text))
    .select_from(game_results.join(seats, seats.c.id == game_results.c.seat_id))
    .where(game_results.c.game_id == _newest.c.id)
    .scalar_subquery()
)
GAMES = sa.select(
    _newest.c.game_type,
    sa.cast(_newest.c.state[sa.literal_column("'turns'")], sa.Text).label("turns"),
    _parts.label("parts"),
).order_by(_newest.c.finished_at, _newest.c.id)
"""The newest finished games in which one of them has played, the oldest of these first, with everyone's part."""
