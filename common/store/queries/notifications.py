"""What players are told, and what they want to be told."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from common.store.tables import notification_settings, notifications, outbox, players

_player_id = given("player_id", type_=sa.Uuid)
_settings = notification_settings.c
_SETTINGS = (
    sa.func.coalesce(_settings.telegram, sa.true()).label("telegram"),
    sa.func.coalesce(_settings.reaches, sa.cast(sa.literal_column("'{}'"), JSONB)).label("reaches"),
    _settings.quiet_begin,
    _settings.quiet_end,
    sa.func.coalesce(_settings.time_zone, sa.literal_column("'Europe/Moscow'")).label("time_zone"),
    players.c.language,
)
_with_settings = players.outerjoin(notification_settings, _settings.player_id == players.c.id)

RECEIVERS = (
    sa.select(
        players.c.id, players.c.telegram_id.is_not(None).label("on_telegram"), sa.func.now().label("now"), *_SETTINGS
    )
    .select_from(_with_settings)
    .where(players.c.id == sa.func.any(given("player_ids", type_=ARRAY(sa.Uuid))), players.c.erased_at.is_(None))
    .order_by(players.c.id)
    .with_for_update(key_share=True, of=players)
)
"""Locked until the end of the transaction, in one order for all: numbers have no holes, nobody is erased meanwhile."""

SETTINGS = (
    sa.select(*_SETTINGS).select_from(_with_settings).where(players.c.id == _player_id, players.c.erased_at.is_(None))
)

_forgotten = (
    sa.select(notifications.c.id)
    .where(notifications.c.created_at < sa.func.now() - given("kept", type_=sa.Interval))
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET = sa.delete(notifications).where(notifications.c.id.in_(_forgotten))
"""What Telegram was asked to send of them goes too."""

_VALUES = ("telegram", "reaches", "quiet_begin", "quiet_end", "time_zone")
_set = insert(notification_settings).from_select(
    ["player_id", *_VALUES],
    sa.select(players.c.id, *(given(name, type_=_settings[name].type) for name in _VALUES)).where(
        players.c.id == _player_id, players.c.erased_at.is_(None)
    ),
)
SET = _set.on_conflict_do_update(
    index_elements=[_settings.player_id], set_={name: _set.excluded[name] for name in _VALUES}
)
"""All settings of a player anew."""

_switch = insert(notification_settings).from_select(
    ["player_id", "telegram"],
    sa.select(players.c.id, given("telegram", type_=sa.Boolean)).where(players.c.id == _player_id),
)
SWITCH_TELEGRAM = _switch.on_conflict_do_update(
    index_elements=[_settings.player_id], set_={"telegram": _switch.excluded.telegram}
)

_WORDS = ("kind", "subject", "title", "body", "link", "urgency")
_told = (
    sa.func.json_to_recordset(sa.cast(given("told", type_=sa.Text), sa.JSON))
    .table_valued(
        sa.column("place", sa.Integer),
        sa.column("player_id", sa.Uuid),
        *(sa.column(name, sa.Text) for name in _WORDS),
        sa.column("mentions", ARRAY(sa.Uuid)),
        sa.column("deliver_after", sa.DateTime(timezone=True)),
        name="told",
    )
    .render_derived(with_types=True)
)
_new = (
    sa.select(_told, sa.func.row_number().over(partition_by=_told.c.player_id, order_by=_told.c.place).label("further"))
    .where(
        ~sa.exists().where(
            notifications.c.player_id == _told.c.player_id,
            notifications.c.kind == _told.c.kind,
            notifications.c.subject == _told.c.subject,
        )
    )
    .cte("new")
)
_more = sa.select(_new.c.player_id, sa.func.count().label("count")).group_by(_new.c.player_id).subquery("more")
_counted = (
    sa.update(players)
    .where(players.c.id == _more.c.player_id)
    .values(notified=players.c.notified + _more.c.count)
    .returning(players.c.id, (players.c.notified - _more.c.count).label("before"))
    .cte("counted")
)
_cause = given("correlation_id", type_=sa.Text)
_MADE = ("player_id", *_WORDS, "mentions", "deliver_after")
_made = (
    insert(notifications)
    .from_select(
        ["number", *_MADE, "correlation_id"],
        sa.select(_counted.c.before + _new.c.further, *(_new.c[name] for name in _MADE), _cause)
        .select_from(_new.join(_counted, _counted.c.id == _new.c.player_id))
        .order_by(_new.c.place),
    )
    .returning(notifications.c.id, notifications.c.player_id, notifications.c.kind)
    .cte("made")
)
ANNOUNCE = insert(outbox).from_select(
    ["topic", "payload", "correlation_id", "traceparent"],
    sa.select(
        given("topic", type_=sa.Text),
        sa.func.jsonb_build_object(
            sa.text("'notification_id'"), _made.c.id,
            sa.text("'player_id'"), _made.c.player_id,
            sa.text("'kind'"), _made.c.kind,
        ),
        _cause,
        given("traceparent", type_=sa.Text),
    ).order_by(_made.c.id),
)  # fmt: skip
"""Notifications that their players do not have yet, each with a number and with the message that tells the world."""

_SHOWN = tuple(notifications.c[name] for name in ("id", "number", *_WORDS, "deliver_after", "created_at", "read_at"))
_before = given("before", type_=sa.Integer)
LIST = (
    sa.select(*_SHOWN)
    .where(
        notifications.c.player_id == _player_id,
        sa.or_(_before.is_(None), notifications.c.number < _before),
        sa.or_(~given("unread", type_=sa.Boolean), notifications.c.read_at.is_(None)),
    )
    .order_by(notifications.c.number.desc())
    .limit(given("limit", type_=sa.Integer))
)
"""A player's notifications, the newest first; `before` is the last number of the page before."""

TO_SEND = (
    sa.select(*_SHOWN, players.c.telegram_id, players.c.language)
    .join(players, players.c.id == notifications.c.player_id)
    .outerjoin(notification_settings, _settings.player_id == players.c.id)
    .where(
        notifications.c.id == given("notification_id"),
        notifications.c.deliver_after.is_not(None),
        players.c.telegram_id.is_not(None),
        sa.func.coalesce(_settings.telegram, sa.true()),
    )
)
"""What Telegram has to tell; no row where the player wants nothing from there, or wants it no more."""

_after = given("after", type_=sa.Integer)
NEWER = (
    sa.select(*_SHOWN)
    .where(notifications.c.player_id == _player_id, notifications.c.number > _after)
    .order_by(notifications.c.number)
    .limit(given("limit", type_=sa.Integer))
)

_unread = (
    sa.select(sa.func.count())
    .select_from(notifications)
    .where(notifications.c.player_id == players.c.id, notifications.c.read_at.is_(None))
    .scalar_subquery()
)
COUNTS = sa.select(players.c.id, players.c.notified, _unread.label("unread")).where(
    players.c.id == sa.func.any(given("player_ids", type_=ARRAY(sa.Uuid)))
)
"""How many notifications each of these players has had, and how many of them he has not read."""

_read = (
    sa.update(notifications)
    .where(
        notifications.c.player_id == _player_id,
        notifications.c.read_at.is_(None),
        sa.or_(
            notifications.c.number <= given("up_to", type_=sa.Integer),
            notifications.c.id == sa.func.any(given("ids", type_=ARRAY(sa.Uuid))),
        ),
    )
    .values(read_at=sa.func.now())
    .returning(notifications.c.id)
    .cte("read")
)
READ = sa.select(_read.c.id)
"""Those that a player has read now."""
