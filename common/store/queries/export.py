"""Everything that is kept about one person, as one document."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import aggregate_order_by

from common.store.tables import (
    game_events,
    game_results,
    games,
    ledger_confirmations,
    ledger_entries,
    ledger_lines,
    notification_settings,
    notifications,
    player_totals,
    players,
    report_requests,
    reports,
    seats,
    sessions,
    sign_ins,
    telegram_posts,
    template_stars,
    templates,
)

_me = given("player_id", type_=sa.Uuid)
_my_seats = sa.select(seats.c.id).where(seats.c.player_id == _me)
_my_sessions = sa.select(seats.c.session_id).where(seats.c.player_id == _me)
_my_games = sa.select(games.c.id).where(games.c.session_id.in_(_my_sessions))


def _object(columns: Mapping[str, Any]) -> sa.ColumnElement[Any]:
    pairs = [part for name, column in columns.items() for part in (sa.text(f"'{name}'"), column)]
    return sa.func.jsonb_build_object(*pairs)


def _named(*columns: sa.Column[Any]) -> dict[str, Any]:
    return {column.name: column for column in columns}


def _list(chosen: sa.Select[Any], order: sa.ColumnElement[Any], columns: Mapping[str, Any]) -> sa.ScalarSelect[Any]:
    """A JSON array of what `chosen` finds; empty where that is nothing."""
    rows = sa.func.jsonb_agg(aggregate_order_by(_object(columns), order))
    return chosen.with_only_columns(sa.func.coalesce(rows, sa.text("'[]'::jsonb"))).scalar_subquery()


_player = (
    sa.select(
        _object(
            _named(
                players.c.id,
                players.c.telegram_id,
                players.c.display_name,
                players.c.username,
                players.c.photo_url,
                players.c.language,
                players.c.created_at,
            )
        )
    )
    .where(players.c.id == _me)
    .scalar_subquery()
)
_sign_ins = _list(
    sa.select(sign_ins).where(sign_ins.c.player_id == _me),
    sign_ins.c.id,
    _named(sign_ins.c.id, sign_ins.c.device, sign_ins.c.created_at, sign_ins.c.last_seen_at, sign_ins.c.revoked_at),
)
_templates = _list(
    sa.select(templates).where(templates.c.owner_id == _me),
    templates.c.id,
    _named(templates.c.id, templates.c.name, templates.c.rules, templates.c.created_at),
)
_stars = _list(
    sa.select(template_stars)
    .join(templates, templates.c.id == template_stars.c.template_id)
    .where(template_stars.c.player_id == _me),
    templates.c.id,
    _named(templates.c.id, templates.c.name),
)
_sessions = _list(
    sa.select(seats).join(sessions, sessions.c.id == seats.c.session_id).where(seats.c.player_id == _me),
    seats.c.id,
    {
        **_named(sessions.c.id, sessions.c.code, sessions.c.name, sessions.c.status),
        **_named(sessions.c.created_at, sessions.c.closed_at),
        "seat_id": seats.c.id,
        **_named(seats.c.display_name, seats.c.role, seats.c.active, seats.c.joined_at),
    },
)
_games = _list(
    sa.select(games)
    .outerjoin(game_results, sa.and_(game_results.c.game_id == games.c.id, game_results.c.seat_id.in_(_my_seats)))
    .where(games.c.id.in_(_my_games)),
    games.c.id,
    {
        **_named(games.c.id, games.c.session_id, games.c.number, games.c.game_type, games.c.status),
        **_named(games.c.started_at, games.c.finished_at),
        **_named(game_results.c.seat_id, game_results.c.points, game_results.c.balls, game_results.c.fouls),
        **_named(game_results.c.net_kopecks),
        "won": game_results.c.seat_id == sa.func.any(games.c.winner_seat_ids),
    },
)
_events = _list(
    sa.select(game_events).where(
        game_events.c.game_id.in_(_my_games),
        sa.or_(game_events.c.recorded_by == _me, game_events.c.seat_id.in_(_my_seats)),
    ),
    game_events.c.at,
    {
        **_named(game_events.c.id, game_events.c.game_id, game_events.c.version, game_events.c.kind),
        **_named(game_events.c.seat_id, game_events.c.color, game_events.c.number, game_events.c.own_ball),
        **_named(game_events.c.fluke, game_events.c.foul, game_events.c.event_id, game_events.c.text),
        **_named(game_events.c.at),
        "recorded_by_me": game_events.c.recorded_by == _me,
    },
)
_lines = _list(
    sa.select(ledger_lines).where(
        ledger_lines.c.entry_id == ledger_entries.c.id, ledger_lines.c.seat_id.in_(_my_seats)
    ),
    ledger_lines.c.other_seat_id,
    _named(ledger_lines.c.seat_id, ledger_lines.c.other_seat_id, ledger_lines.c.kopecks),
)
_confirmed_at = (
    sa.select(ledger_confirmations.c.at)
    .where(ledger_confirmations.c.entry_id == ledger_entries.c.id, ledger_confirmations.c.confirmed_by == _me)
    .scalar_subquery()
)
_ledger = _list(
    sa.select(ledger_entries).where(
        ledger_entries.c.session_id.in_(_my_sessions),
        sa.or_(
            ledger_entries.c.recorded_by == _me,
            sa.exists().where(ledger_lines.c.entry_id == ledger_entries.c.id, ledger_lines.c.seat_id.in_(_my_seats)),
        ),
    ),
    ledger_entries.c.id,
    {
        **_named(ledger_entries.c.id, ledger_entries.c.session_id, ledger_entries.c.kind, ledger_entries.c.game_id),
        **_named(ledger_entries.c.reverses_id, ledger_entries.c.kopecks, ledger_entries.c.text, ledger_entries.c.at),
        "recorded_by_me": ledger_entries.c.recorded_by == _me,
        "confirmed_by_me_at": _confirmed_at,
        "lines": _lines,
    },
)
_totals = _list(
    sa.select(player_totals).where(player_totals.c.player_id == _me),
    player_totals.c.game_type,
    _named(*(column for column in player_totals.c if column.name != "player_id")),
)
_notifications = _list(
    sa.select(notifications).where(notifications.c.player_id == _me),
    notifications.c.number,
    _named(*(notifications.c[name] for name in ("id", "kind", "title", "body", "link", "created_at", "read_at"))),
)
_wishes = _list(
    sa.select(notification_settings).where(notification_settings.c.player_id == _me),
    notification_settings.c.player_id,
    _named(*(column for column in notification_settings.c if column.name != "player_id")),
)
_reports = _list(
    sa.select(report_requests)
    .join(reports, reports.c.id == report_requests.c.report_id)
    .where(report_requests.c.player_id == _me),
    reports.c.id,
    {
        **_named(reports.c.id, reports.c.session_id, reports.c.format, reports.c.language, reports.c.time_zone),
        **_named(reports.c.sums, report_requests.c.requested_at, reports.c.made_at, reports.c.size_bytes),
    },
)
_posts = _list(
    # A private chat has the number of the person in it.
    sa.select(telegram_posts)
    .join(players, players.c.telegram_id == telegram_posts.c.chat_id)
    .where(players.c.id == _me),
    telegram_posts.c.id,
    _named(*(telegram_posts.c[name] for name in ("notification_id", "text", "state", "created_at", "reason"))),
)
EXPORT = sa.select(
    _object(
        {
            "player": _player,
            "sign_ins": _sign_ins,
            "templates": _templates,
            "starred_templates": _stars,
            "sessions": _sessions,
            "games": _games,
            "events": _events,
            "ledger": _ledger,
            "totals": _totals,
            "notifications": _notifications,
            "notification_settings": _wishes,
            "reports": _reports,
            "telegram_posts": _posts,
        }
    )
).where(sa.exists().where(players.c.id == _me, players.c.erased_at.is_(None)))
"""One statement, so that all parts are of the same moment; no row for a player who is gone."""
