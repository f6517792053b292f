"""What goes out to Telegram: chats, their posts, and the boards of groups."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import ARRAY, insert

from common.store.tables import (
    notification_settings,
    notifications,
    players,
    seats,
    sessions,
    telegram_boards,
    telegram_chats,
    telegram_posts,
)

_NOW = sa.func.coalesce(given("now", type_=sa.DateTime(timezone=True)), sa.func.now())
"""The database's clock, the same for all instances; tests have one of their own."""
_ids = sa.func.any(given("ids", type_=ARRAY(sa.Uuid)))
_chat = given("chat_id", type_=sa.BigInteger)
_other = telegram_boards.alias("other")

MEET = insert(telegram_chats).values(chat_id=_chat).on_conflict_do_nothing()

SAY = insert(telegram_posts).values(
    chat_id=_chat,
    text=given("text"),
    link=given("link"),
    language=given("language"),
    correlation_id=given("correlation_id"),
)

_told = notifications.alias("told")
_wanted = (
    sa.select(
        _chat.label("chat_id"), notifications.c.id, given("language", type_=sa.Text), notifications.c.deliver_after
    )
    .join(
        _told,
        sa.and_(
            _told.c.id == given("notification_id"),
            notifications.c.player_id == _told.c.player_id,
            notifications.c.number <= _told.c.number,
            notifications.c.created_at > _told.c.created_at - sa.literal_column("interval '1 hour'"),
        ),
    )
    .where(notifications.c.deliver_after.is_not(None))
    .order_by(notifications.c.number)
)
ACCEPT = (
    insert(telegram_posts)
    .from_select(["chat_id", "notification_id", "language", "deliver_after"], _wanted)
    .on_conflict_do_update(
        index_elements=["notification_id"],
        set_={"state": "waiting", "reason": sa.null()},
        where=sa.and_(
            telegram_posts.c.notification_id == given("notification_id"), telegram_posts.c.state == "refused"
        ),
    )
)
"""A notification, after those of the player's own that came just before it and whose messages are still on their way.

One that was refused is tried again: an operator has replayed its message.
"""

CHAT_OF = sa.select(telegram_posts.c.chat_id).where(telegram_posts.c.notification_id == given("notification_id"))

_not_yet = sa.and_(
    ~sa.exists().where(
        telegram_posts.c.notification_id == notifications.c.id, telegram_posts.c.state != sa.literal_column("'waiting'")
    ),
    ~sa.exists().where(
        telegram_posts.c.chat_id == players.c.telegram_id, telegram_posts.c.state == sa.literal_column("'sending'")
    ),
)
URGENT = (
    sa.select(notifications.c.id, players.c.telegram_id)
    .join(players, players.c.id == notifications.c.player_id)
    .outerjoin(notification_settings, notification_settings.c.player_id == players.c.id)
    .outerjoin(telegram_chats, telegram_chats.c.chat_id == players.c.telegram_id)
    .where(
        notifications.c.urgency == sa.literal_column("'high'"),
        notifications.c.deliver_after <= _NOW,
        notifications.c.deliver_after > _NOW - sa.literal_column("interval '1 hour'"),
        players.c.telegram_id.is_not(None),
        sa.func.coalesce(notification_settings.c.telegram, sa.true()),
        sa.func.coalesce(telegram_chats.c.not_before <= _NOW, sa.true()),
        _not_yet,
    )
    .order_by(notifications.c.deliver_after, notifications.c.number)
    .limit(1)
)
"""What is urgent and has waited longest, though its chat need not be left alone."""

LETTERS = (
    sa.select(notifications.c.id, notifications.c.player_id, notifications.c.kind)
    .join(telegram_posts, telegram_posts.c.notification_id == notifications.c.id)
    .where(telegram_posts.c.id == _ids, telegram_posts.c.state == "refused")
)

PERSON = sa.select(players.c.id, players.c.language).where(players.c.telegram_id == _chat)
"""A private chat has its person's own id."""

LOCK = (
    sa.select(telegram_chats.c.not_before, telegram_chats.c.due_at, telegram_chats.c.failures, _NOW.label("now"))
    .where(telegram_chats.c.chat_id == _chat)
    .with_for_update()
)

_cause = sa.func.coalesce(telegram_posts.c.correlation_id, notifications.c.correlation_id, sa.literal_column("'-'"))
LINE = (
    sa.select(
        telegram_posts.c.id,
        sa.func.coalesce(
            telegram_posts.c.text, notifications.c.title + sa.literal_column(r"E'\n'") + notifications.c.body
        ).label("text"),
        sa.func.coalesce(telegram_posts.c.link, notifications.c.link).label("link"),
        telegram_posts.c.language,
        telegram_posts.c.deliver_after,
        telegram_posts.c.state,
        telegram_posts.c.alone,
        _cause.label("correlation_id"),
        sa.func.coalesce(notifications.c.urgency == sa.literal_column("'low'"), sa.false()).label("quiet"),
    )
    .outerjoin(notifications, notifications.c.id == telegram_posts.c.notification_id)
    .where(telegram_posts.c.chat_id == _chat, telegram_posts.c.state.in_(["waiting", "sending"]))
    .order_by(telegram_posts.c.id)
    .limit(100)
)
"""The oldest of a chat's posts that have no end yet."""

_forgotten = (
    sa.select(telegram_posts.c.id)
    .where(
        telegram_posts.c.notification_id.is_(None),
        telegram_posts.c.state.not_in([sa.literal_column("'waiting'"), sa.literal_column("'sending'")]),
        telegram_posts.c.created_at < sa.func.now() - given("kept", type_=sa.Interval),
    )
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET = sa.delete(telegram_posts).where(telegram_posts.c.id.in_(_forgotten))
"""A post of a notification stays as long as that does: it is what keeps Telegram from being asked again."""

ABANDON = (
    sa.update(telegram_posts)
    .where(
        telegram_posts.c.chat_id == _chat,
        telegram_posts.c.state == "sending",
        telegram_posts.c.claimed_at <= given("claimed_by", type_=sa.DateTime(timezone=True)),
    )
    .values(state=sa.literal_column("'in_doubt'"), reason=given("reason"))
    .returning(telegram_posts.c.id)
)
"""Those whose process has died between sending and noting it."""

CLAIM = (
    sa.update(telegram_posts)
    .where(telegram_posts.c.id == _ids)
    .values(state=sa.literal_column("'sending'"), claimed_at=given("now", type_=sa.DateTime(timezone=True)))
)

END = (
    sa.update(telegram_posts)
    .where(telegram_posts.c.id == _ids)
    .values(state=given("state"), message_id=given("message_id"), reason=given("reason"))
)

BACK = (
    sa.update(telegram_posts)
    .where(telegram_posts.c.id == _ids)
    .values(state=sa.literal_column("'waiting'"), alone=given("alone"))
)
"""Into the line again, at the old place."""

BLOCK = (
    sa.update(telegram_posts)
    .where(telegram_posts.c.chat_id == _chat, telegram_posts.c.state.in_(["waiting", "sending"]))
    .values(state=sa.literal_column("'blocked'"), reason=given("reason"))
)

HOLD = (
    sa.update(telegram_chats)
    .where(telegram_chats.c.chat_id == _chat)
    .values(not_before=given("not_before"), failures=given("failures"))
)

WAKE = sa.update(telegram_chats).where(telegram_chats.c.chat_id == _chat).values(due_at=given("due_at"))

MOVE_POSTS = (
    sa.update(telegram_posts)
    .where(telegram_posts.c.chat_id == _chat)
    .values(chat_id=given("moved_to", type_=sa.BigInteger))
)
MOVE_BOARD = (
    sa.update(telegram_boards)
    .where(
        telegram_boards.c.chat_id == _chat,
        ~sa.exists().where(_other.c.chat_id == given("moved_to", type_=sa.BigInteger)),
    )
    .values(
        chat_id=given("moved_to", type_=sa.BigInteger), message_id=sa.null(), shown_sha256=sa.null(), stale=sa.true()
    )
)
"""Messages stay behind in the old group: the board begins anew."""

FOLLOW = (
    insert(telegram_boards)
    .values(chat_id=_chat, session_id=given("session_id"), language=given("language"))
    .on_conflict_do_update(
        index_elements=["chat_id"],
        set_={
            "session_id": given("session_id"),
            "language": given("language"),
            "message_id": sa.null(),
            "shown_sha256": sa.null(),
            "stale": sa.true(),
        },
    )
)
"""One evening at a time: another begins a message of its own."""

SITS_AT = (
    sa.select(sessions.c.id)
    .join(seats, seats.c.session_id == sessions.c.id)
    .join(players, players.c.id == seats.c.player_id)
    .where(
        sessions.c.code == given("code"),
        sessions.c.status == sa.literal_column("'open'"),
        seats.c.active,
        players.c.telegram_id == given("telegram_id", type_=sa.BigInteger),
    )
)
"""The open evening of this code, for someone who sits at it."""

UNFOLLOW = sa.delete(telegram_boards).where(telegram_boards.c.chat_id == _chat)

TURN_STALE = (
    sa.update(telegram_boards)
    .where(telegram_boards.c.session_id == given("session_id"), ~telegram_boards.c.stale)
    .values(stale=sa.true())
    .returning(telegram_boards.c.chat_id)
)

IS_STALE = sa.select(sa.exists().where(telegram_boards.c.chat_id == _chat, telegram_boards.c.stale))

TAKE_BOARD = (
    sa.update(telegram_boards)
    .where(telegram_boards.c.chat_id == _chat, telegram_boards.c.stale)
    .values(stale=sa.false())
    .returning(
        telegram_boards.c.session_id,
        telegram_boards.c.language,
        telegram_boards.c.message_id,
        telegram_boards.c.shown_sha256,
    )
)
"""What is told from now on makes it stale again."""

SHOW_BOARD = (
    sa.update(telegram_boards)
    .where(telegram_boards.c.chat_id == _chat, telegram_boards.c.session_id == given("session_id"))
    .values(message_id=given("message_id"), shown_sha256=given("shown_sha256"))
)

PUT_BACK_BOARD = sa.update(telegram_boards).where(telegram_boards.c.chat_id == _chat).values(stale=sa.true())
LOSE_BOARD = (
    sa.update(telegram_boards)
    .where(telegram_boards.c.chat_id == _chat)
    .values(stale=sa.true(), message_id=sa.null(), shown_sha256=sa.null())
)
