"""Evenings and their seats."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, insert

from common.store.tables import games, players, seats, sessions

_session_id = sessions.c.id == given("session_id")
_player = sa.select(players.c.id, players.c.display_name).where(players.c.id == given("player_id")).cte("player")

_made = (
    insert(sessions)
    .values(
        code=given("code"),
        name=given("name"),
        scorers=given("scorers"),
        sums=given("sums"),
        rules=given("rules"),
        best_of=given("best_of"),
        seed=given("seed"),
    )
    .on_conflict_do_nothing(index_elements=[sessions.c.code])
    .returning(sessions.c.id)
    .cte("made")
)
_host = (
    insert(seats)
    .from_select(
        ["session_id", "player_id", "display_name", "role"],
        sa.select(_made.c.id, _player.c.id, _player.c.display_name, sa.literal_column("'host'")),
    )
    .cte("host")
)
CREATE = sa.select(_made.c.id).add_cte(_host)
"""A session with its host's seat; no row when the code is taken."""

LOCK = sa.select(sessions.c.id).where(_session_id).with_for_update()
LOCK_BY_CODE = sa.select(sessions.c.id).where(sessions.c.code == given("code")).with_for_update()
"""Locked alone: what depends on the lock is read after it, in a statement that sees what the last holder wrote."""

_me = seats.alias("me")
_seats = (
    sa.select(
        sa.func.json_agg(
            aggregate_order_by(
                sa.func.json_build_object(
                    sa.text("'id'"), seats.c.id,
                    sa.text("'player_id'"), seats.c.player_id,
                    sa.text("'display_name'"), seats.c.display_name,
                    sa.text("'role'"), seats.c.role,
                    sa.text("'active'"), seats.c.active,
                ),
                seats.c.id,
            )
        )
    )
    .where(seats.c.session_id == sessions.c.id)
    .scalar_subquery()
)  # fmt: skip
_live_game = (
    sa.select(games.c.id).where(games.c.session_id == sessions.c.id, games.c.status == "live").scalar_subquery()
)
_pyramids = (
    sa.select(
        sa.func.json_agg(
            aggregate_order_by(
                sa.func.json_build_array(games.c.game_type, games.c.state["turns"], games.c.winner_seat_ids),
                games.c.number,
            )
        )
    )
    .where(
        games.c.session_id == sessions.c.id,
        games.c.status == "finished",
        games.c.game_type != "kolkhoz",
        sessions.c.best_of.is_not(None),
    )
    .scalar_subquery()
)
"""What a series is counted from; nothing where no series is played."""
_shown = sa.select(
    sessions.c.id,
    sessions.c.code,
    sessions.c.name,
    sessions.c.status,
    sessions.c.scorers,
    sessions.c.sums,
    sessions.c.rules,
    sessions.c.best_of,
    sessions.c.version,
    sessions.c.created_at,
    sessions.c.closed_at,
    sa.func.sha256(sessions.c.seed).label("seed_sha256"),
    _seats.label("seats"),
    _live_game.label("current_game_id"),
    _pyramids.label("pyramids"),
)
SHOW = _shown.where(_session_id)
_mine = _shown.join(_me, sa.and_(_me.c.session_id == sessions.c.id, _me.c.player_id == given("player_id")))

_status = given("status", type_=sa.Text)
_before = given("before", type_=sa.Uuid)
LIST = (
    _mine.where(
        sa.or_(_status.is_(None), sessions.c.status == _status), sa.or_(_before.is_(None), sessions.c.id < _before)
    )
    .order_by(sessions.c.id.desc())
    .limit(given("limit", type_=sa.Integer))
)
"""A player's sessions, the newest first; `before` is the last id of the page before."""

ATTENDED = (
    sa.select(seats.c.session_id)
    .join(sessions, sessions.c.id == seats.c.session_id)
    .where(seats.c.player_id == given("player_id"), seats.c.active, sessions.c.status == "open")
    .order_by(seats.c.session_id)
)
"""The open sessions that a player sits in."""

_long_ago = sa.func.now() - given("idle", type_=sa.Interval)
_abandoned = sa.select(sessions.c.id).where(
    sessions.c.status == "open", sessions.c.created_at < _long_ago, sessions.c.touched_at < _long_ago
)
ABANDONED = _abandoned.order_by(sessions.c.touched_at).limit(sa.literal_column("1"))
IS_ABANDONED = _abandoned.where(_session_id)
"""The same for one session."""

VERSIONS = sa.select(sessions.c.id, sessions.c.version).where(
    sessions.c.id == sa.func.any(given("session_ids", type_=ARRAY(sa.Uuid)))
)

_join = insert(seats).from_select(
    ["session_id", "player_id", "display_name", "role"],
    sa.select(given("session_id", type_=sa.Uuid), _player.c.id, _player.c.display_name, given("role", type_=sa.Text)),
)
JOIN = _join.on_conflict_do_update(
    index_elements=[seats.c.session_id, seats.c.player_id],
    set_={
        "active": sa.true(),
        "role": sa.case((seats.c.role == "host", seats.c.role), else_=_join.excluded.role),
        "display_name": _join.excluded.display_name,
    },
).returning(seats.c.id)
"""A seat for a player, or the one he had before he left; a host who found no heir is host again."""

ADD_GUEST = (
    insert(seats)
    .values(session_id=given("session_id"), display_name=given("display_name"), role="player")
    .returning(seats.c.id)
)
CHANGE_SEAT = sa.update(seats).where(seats.c.id == given("seat_id")).values(role=given("role"), active=given("active"))
_touched = {"version": sessions.c.version + 1, "touched_at": sa.func.now()}
TOUCH = sa.update(sessions).where(_session_id).values(**_touched).returning(sessions.c.version)
"""One more visible change; the new version."""

CHANGE = (
    sa.update(sessions)
    .where(_session_id)
    .values(
        **_touched,
        name=given("name"),
        scorers=given("scorers"),
        sums=given("sums"),
        rules=given("rules"),
        best_of=given("best_of"),
    )
    .returning(sessions.c.version)
)
"""Other settings; the new version."""

CLOSE = (
    sa.update(sessions)
    .where(_session_id)
    .values(**_touched, status="closed", closed_at=sa.func.now())
    .returning(sessions.c.version)
)
