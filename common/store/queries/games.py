"""Games, their events and results."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from common.store.tables import game_events, game_results, games, outbox, seats, sessions

_GAME = tuple(column for column in games.c if column.name != "draw")
_EVENT = tuple(column for column in game_events.c if column.name not in ("game_id", "previous"))
_game_id = games.c.id == given("game_id")
_me = seats.alias("me")
_stored = game_events.alias("stored")

_read = (
    sa.select(
        *_GAME,
        _me.c.role,
        _me.c.active,
        sessions.c.scorers,
        sessions.c.sums,
        sessions.c.version.label("session_version"),
    )
    .join(sessions, sessions.c.id == games.c.session_id)
    .join(_me, sa.and_(_me.c.session_id == sessions.c.id, _me.c.player_id == given("player_id")))
    .where(_game_id)
)
READ = _read
"""A game with what the player may do in it; no row for strangers."""

READ_FOR_EVENT = _read.add_columns(
    _stored.c.game_id.label("stored_game_id"), _stored.c.version.label("stored_version")
).outerjoin(_stored, _stored.c.id == given("event_id"))
"""The same, with the place of an event that was recorded before under the same id."""

LOCK = sa.select(games.c.id).where(_game_id).with_for_update()
"""Games are locked before their session, by everyone: no two can wait in a ring."""

LOCK_FOR_REPAIR = sa.select(*_GAME).where(_game_id).with_for_update()
LOCK_LIVE = (
    sa.select(games.c.id).where(games.c.session_id == given("session_id"), games.c.status == "live").with_for_update()
)

EVENTS = (
    sa.select(*_EVENT)
    .where(
        game_events.c.game_id == given("game_id"),
        game_events.c.version > given("since", type_=sa.Integer),
        game_events.c.version <= given("until", type_=sa.Integer),
    )
    .order_by(game_events.c.version)
)

_changed = (
    sa.update(games)
    .where(_game_id, games.c.status == "live", games.c.version == given("expected", type_=sa.Integer))
    .values(version=games.c.version + 1, state=given("state"))
    .returning(games.c.id, games.c.session_id, games.c.version)
    .cte("changed")
)
_touched = (
    sa.update(sessions)
    .where(sessions.c.id == _changed.c.session_id)
    .values(version=sessions.c.version + 1, touched_at=sa.func.now())
    .returning(sessions.c.version)
    .cte("touched")
)
_event = (
    insert(game_events)
    .from_select(
        [
            "id", "game_id", "version", "session_version", "kind", "seat_id", "color", "number", "own_ball", "fluke",
            "foul", "event_id", "text", "turns", "payer_seat_id", "recorded_by",
        ],
        sa.select(
            given("id", type_=sa.Uuid),
            _changed.c.id,
            _changed.c.version,
            _touched.c.version,
            given("kind", type_=sa.Text),
            given("seat_id", type_=sa.Uuid),
            given("color", type_=sa.Text),
            given("number", type_=sa.SmallInteger),
            given("own_ball", type_=sa.Boolean),
            given("fluke", type_=sa.Boolean),
            given("foul", type_=sa.Text),
            given("event_id", type_=sa.Uuid),
            given("text", type_=sa.Text),
            given("turns", type_=ARRAY(sa.Uuid)),
            given("payer_seat_id", type_=sa.Uuid),
            given("player_id", type_=sa.Uuid),
        ).select_from(_changed.join(_touched, sa.true())),
    )
    .returning(*_EVENT)
    .cte("event")
)  # fmt: skip
_told = (
    insert(outbox)
    .from_select(
        ["topic", "payload", "correlation_id", "traceparent", "schema"],
        sa.select(
            given("topic", type_=sa.Text),
            given("payload", type_=JSONB),
            given("correlation_id", type_=sa.Text),
            given("traceparent", type_=sa.Text),
            given("schema", type_=sa.SmallInteger),
        ).select_from(_event),
    )
    .cte("told")
)
RECORD = sa.select(_event).add_cte(_told)
"""Check the version, number the event, store it, keep the new state, tell: all or, with no row, nothing."""

START = (
    insert(games)
    .from_select(
        ["session_id", "number", "rules", "rules_sha256", "turns", "draw", "state"],
        sa.select(
            given("session_id", type_=sa.Uuid),
            sa.func.coalesce(sa.func.max(games.c.number), 0) + sa.literal_column("1"),
            given("rules", type_=JSONB),
            given("rules_sha256", type_=sa.LargeBinary),
            given("turns", type_=ARRAY(sa.Uuid)),
            given("draw", type_=JSONB),
            given("state", type_=JSONB),
        ).where(games.c.session_id == given("session_id")),
    )
    .returning(*_GAME)
)

END = (
    sa.update(games)
    .where(_game_id)
    .values(status=given("status"), winner_seat_ids=given("winner_seat_ids"), finished_at=sa.func.now())
    .returning(*_GAME)
)

REOPEN = (
    sa.update(games)
    .where(_game_id)
    .values(
        status=sa.literal_column("'live'"), winner_seat_ids=sa.literal_column("'{}'::uuid[]"), finished_at=sa.null()
    )
    .returning(*_GAME)
)
_finished = sa.and_(games.c.session_id == given("session_id"), games.c.status == "finished")
FINISHED = sa.select(*_GAME).where(_finished).order_by(games.c.number)
FINISHED_EVENTS = (
    sa.select(game_events.c.game_id, *_EVENT)
    .join(games, games.c.id == game_events.c.game_id)
    .where(_finished)
    .order_by(games.c.number, game_events.c.version)
)

_RESULT = ("seat_id", "points", "balls", "fouls", "net_kopecks")
"""The columns of a row, given as one array each."""
SAVE_RESULTS = insert(game_results).from_select(
    ["game_id", *_RESULT],
    sa.select(given("game_id", type_=sa.Uuid), *(sa.column(name) for name in _RESULT)).select_from(
        sa.func.unnest(*(given(name, type_=ARRAY(game_results.c[name].type.__class__)) for name in _RESULT))
        .table_valued(*_RESULT, name="result")
        .render_derived()
    ),
)
DELETE_RESULTS = sa.delete(game_results).where(game_results.c.game_id == given("game_id"))

CURRENT = (
    sa.select(*_GAME)
    .where(games.c.session_id == given("session_id"), games.c.status != "cancelled")
    .order_by((games.c.status == "live").desc(), games.c.number.desc())
    .limit(1)
)
"""The game on the session's board: the live one, or the last that was finished."""
