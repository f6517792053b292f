"""Reports of evenings: who asked for which, and what they are made from."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, insert

from common.store.tables import game_results, games, report_requests, reports, seats

_REPORT = (
    reports.c.id,
    reports.c.session_id,
    reports.c.format,
    reports.c.language,
    reports.c.time_zone,
    reports.c.sums,
    reports.c.requested_at,
    reports.c.made_at,
    reports.c.size_bytes,
)
_WISH = ("session_id", "session_version", "format", "language", "time_zone", "sums")
_wished = sa.and_(*(reports.c[name] == given(name) for name in _WISH))

MAKE = (
    insert(reports)
    .values({name: given(name) for name in _WISH})
    .on_conflict_do_nothing(index_elements=[reports.c[name] for name in _WISH])
    .returning(*_REPORT)
)
"""No row for one that is there, or being made, already."""
FIND = sa.select(*_REPORT).where(_wished)
READ = sa.select(*_REPORT).where(reports.c.id == given("report_id"))
DROP_OLD = sa.delete(reports).where(
    reports.c.session_id == given("session_id"), reports.c.made_at < sa.func.now() - given("kept", type_=sa.Interval)
)
"""Those that were made so long ago that the storage has deleted them, or is about to."""
_forgotten = (
    sa.select(reports.c.id)
    .where(
        sa.func.coalesce(reports.c.made_at, reports.c.requested_at) < sa.func.now() - given("kept", type_=sa.Interval)
    )
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET = sa.delete(reports).where(reports.c.id.in_(_forgotten))
WANT = (
    insert(report_requests)
    .values(report_id=given("report_id"), player_id=given("player_id"))
    .on_conflict_do_nothing()
    .returning(report_requests.c.player_id)
)
"""No row for a player who has asked for it before."""
WANTED_BY = (
    sa.select(report_requests.c.player_id)
    .where(report_requests.c.report_id == given("report_id"))
    .order_by(report_requests.c.player_id)
)
MADE = (
    sa.update(reports)
    .where(reports.c.id == given("report_id"))
    .values(made_at=sa.func.now(), size_bytes=given("size_bytes"))
    .returning(reports.c.id)
)
"""No row for one that was withdrawn while it was made."""

_there = sa.select(seats.c.session_id).where(seats.c.player_id == given("player_id", type_=sa.Uuid))
WITHDRAW = sa.delete(reports).where(reports.c.session_id.in_(_there)).returning(reports.c.id, reports.c.format)
"""All reports of all evenings that a player was at."""

HOLD_NAMES = (
    sa.select(seats.c.id, seats.c.display_name)
    .where(seats.c.session_id == given("session_id"))
    .with_for_update(read=True)
)
"""The names at the table, which stay as they are until the end of the transaction."""

_scores = sa.func.jsonb_agg(
    aggregate_order_by(
        sa.func.jsonb_build_object(
            *(
                part
                for column in (
                    game_results.c.seat_id,
                    game_results.c.points,
                    game_results.c.balls,
                    game_results.c.fouls,
                    game_results.c.net_kopecks,
                )
                for part in (sa.text(f"'{column.name}'"), column)
            )
        ),
        game_results.c.seat_id,
    ),
    type_=JSONB,
)
PLAYED = (
    sa.select(
        games.c.number,
        games.c.game_type,
        games.c.winner_seat_ids,
        games.c.started_at,
        games.c.finished_at,
        _scores.label("scores"),
    )
    .join(game_results, game_results.c.game_id == games.c.id)
    .where(games.c.session_id == given("session_id"), games.c.status == sa.literal_column("'finished'"))
    .group_by(games.c.id)
    .order_by(games.c.number)
)
"""The finished games of a session with what they gave everyone, oldest first."""
