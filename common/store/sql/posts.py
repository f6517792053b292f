"""Rendered by `make render` from common/store/queries/posts.py: do not edit."""

from common.store.statement import Statement

MEET = Statement(
    """
    INSERT INTO telegram_chats (chat_id) VALUES ($1::BIGINT) ON CONFLICT DO NOTHING
    """,
    ("chat_id",),
)

SAY = Statement(
    """
    INSERT INTO telegram_posts (chat_id, text, link, language, correlation_id) VALUES ($1::BIGINT, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR) RETURNING telegram_posts.id
    """,
    ("chat_id", "text", "link", "language", "correlation_id"),
)

ACCEPT = Statement(
    """
    INSERT INTO telegram_posts (chat_id, notification_id, language, deliver_after) SELECT $1::BIGINT AS chat_id, notifications.id, $2::VARCHAR AS anon_1, notifications.deliver_after
    FROM notifications JOIN notifications AS told ON told.id = $3::UUID AND notifications.player_id = told.player_id AND notifications.number <= told.number AND notifications.created_at > told.created_at - interval '1 hour'
    WHERE notifications.deliver_after IS NOT NULL ORDER BY notifications.number ON CONFLICT (notification_id) DO UPDATE SET state = 'waiting', reason = NULL WHERE telegram_posts.notification_id = $3::UUID AND telegram_posts.state = 'refused'
    """,
    ("chat_id", "language", "notification_id"),
)

CHAT_OF = Statement(
    """
    SELECT telegram_posts.chat_id
    FROM telegram_posts
    WHERE telegram_posts.notification_id = $1::UUID
    """,
    ("notification_id",),
)

URGENT = Statement(
    """
    SELECT notifications.id, players.telegram_id
    FROM notifications JOIN players ON players.id = notifications.player_id LEFT OUTER JOIN notification_settings ON notification_settings.player_id = players.id LEFT OUTER JOIN telegram_chats ON telegram_chats.chat_id = players.telegram_id
    WHERE notifications.urgency = 'high' AND notifications.deliver_after <= coalesce($1::TIMESTAMP WITH TIME ZONE, now()) AND notifications.deliver_after > coalesce($1::TIMESTAMP WITH TIME ZONE, now()) - interval '1 hour' AND players.telegram_id IS NOT NULL AND coalesce(notification_settings.telegram, true) AND coalesce(telegram_chats.not_before <= coalesce($1::TIMESTAMP WITH TIME ZONE, now()), true) AND NOT (EXISTS (SELECT *
    FROM telegram_posts
    WHERE telegram_posts.notification_id = notifications.id AND telegram_posts.state != 'waiting')) AND NOT (EXISTS (SELECT *
    FROM telegram_posts
    WHERE telegram_posts.chat_id = players.telegram_id AND telegram_posts.state = 'sending')) ORDER BY notifications.deliver_after, notifications.number
     LIMIT 1
    """,
    ("now",),
)

LETTERS = Statement(
    """
    SELECT notifications.id, notifications.player_id, notifications.kind
    FROM notifications JOIN telegram_posts ON telegram_posts.notification_id = notifications.id
    WHERE telegram_posts.id = any($1::UUID[]) AND telegram_posts.state = 'refused'
    """,
    ("ids",),
)

PERSON = Statement(
    """
    SELECT players.id, players.language
    FROM players
    WHERE players.telegram_id = $1::BIGINT
    """,
    ("chat_id",),
)

LOCK = Statement(
    """
    SELECT telegram_chats.not_before, telegram_chats.due_at, telegram_chats.failures, coalesce($1::TIMESTAMP WITH TIME ZONE, now()) AS now
    FROM telegram_chats
    WHERE telegram_chats.chat_id = $2::BIGINT FOR UPDATE
    """,
    ("now", "chat_id"),
)

LINE = Statement(
    """
    SELECT telegram_posts.id, coalesce(telegram_posts.text, notifications.title || E'\n' || notifications.body) AS text, coalesce(telegram_posts.link, notifications.link) AS link, telegram_posts.language, telegram_posts.deliver_after, telegram_posts.state, telegram_posts.alone, coalesce(telegram_posts.correlation_id, notifications.correlation_id, '-') AS correlation_id, coalesce(notifications.urgency = 'low', false) AS quiet
    FROM telegram_posts LEFT OUTER JOIN notifications ON notifications.id = telegram_posts.notification_id
    WHERE telegram_posts.chat_id = $1::BIGINT AND telegram_posts.state IN ('waiting', 'sending') ORDER BY telegram_posts.id
     LIMIT 100
    """,
    ("chat_id",),
)

FORGET = Statement(
    """
    DELETE FROM telegram_posts WHERE telegram_posts.id IN (SELECT telegram_posts.id
    FROM telegram_posts
    WHERE telegram_posts.notification_id IS NULL AND (telegram_posts.state NOT IN ('waiting', 'sending')) AND telegram_posts.created_at < now() - $1::INTERVAL
     LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED)
    """,
    ("kept", "limit"),
)

ABANDON = Statement(
    """
    UPDATE telegram_posts SET state='in_doubt', reason=$1::VARCHAR WHERE telegram_posts.chat_id = $2::BIGINT AND telegram_posts.state = 'sending' AND telegram_posts.claimed_at <= $3::TIMESTAMP WITH TIME ZONE RETURNING telegram_posts.id
    """,
    ("reason", "chat_id", "claimed_by"),
)

CLAIM = Statement(
    """
    UPDATE telegram_posts SET state='sending', claimed_at=$1::TIMESTAMP WITH TIME ZONE WHERE telegram_posts.id = any($2::UUID[])
    """,
    ("now", "ids"),
)

END = Statement(
    """
    UPDATE telegram_posts SET state=$1::VARCHAR, message_id=$2::BIGINT, reason=$3::VARCHAR WHERE telegram_posts.id = any($4::UUID[])
    """,
    ("state", "message_id", "reason", "ids"),
)

BACK = Statement(
    """
    UPDATE telegram_posts SET state='waiting', alone=$1::BOOLEAN WHERE telegram_posts.id = any($2::UUID[])
    """,
    ("alone", "ids"),
)

BLOCK = Statement(
    """
    UPDATE telegram_posts SET state='blocked', reason=$1::VARCHAR WHERE telegram_posts.chat_id = $2::BIGINT AND telegram_posts.state IN ('waiting', 'sending')
    """,
    ("reason", "chat_id"),
)

HOLD = Statement(
    """
    UPDATE telegram_chats SET not_before=$1::TIMESTAMP WITH TIME ZONE, failures=$2::INTEGER WHERE telegram_chats.chat_id = $3::BIGINT
    """,
    ("not_before", "failures", "chat_id"),
)

WAKE = Statement(
    """
    UPDATE telegram_chats SET due_at=$1::TIMESTAMP WITH TIME ZONE WHERE telegram_chats.chat_id = $2::BIGINT
    """,
    ("due_at", "chat_id"),
)

MOVE_POSTS = Statement(
    """
    UPDATE telegram_posts SET chat_id=$1::BIGINT WHERE telegram_posts.chat_id = $2::BIGINT
    """,
    ("moved_to", "chat_id"),
)

MOVE_BOARD = Statement(
    """
    UPDATE telegram_boards SET chat_id=$1::BIGINT, message_id=NULL, shown_sha256=NULL, stale=true WHERE telegram_boards.chat_id = $2::BIGINT AND NOT (EXISTS (SELECT *
    FROM telegram_boards AS other
    WHERE other.chat_id = $1::BIGINT))
    """,
    ("moved_to", "chat_id"),
)

FOLLOW = Statement(
    """
    INSERT INTO telegram_boards (chat_id, session_id, language) VALUES ($1::BIGINT, $2::UUID, $3::VARCHAR) ON CONFLICT (chat_id) DO UPDATE SET session_id = $2::UUID, language = $3::VARCHAR, message_id = NULL, shown_sha256 = NULL, stale = true
    """,
    ("chat_id", "session_id", "language"),
)

SITS_AT = Statement(
    """
    SELECT sessions.id
    FROM sessions JOIN seats ON seats.session_id = sessions.id JOIN players ON players.id = seats.player_id
    WHERE sessions.code = $1::VARCHAR AND sessions.status = 'open' AND seats.active AND players.telegram_id = $2::BIGINT
    """,
    ("code", "telegram_id"),
)

UNFOLLOW = Statement(
    """
    DELETE FROM telegram_boards WHERE telegram_boards.chat_id = $1::BIGINT
    """,
    ("chat_id",),
)

TURN_STALE = Statement(
    """
    UPDATE telegram_boards SET stale=true WHERE telegram_boards.session_id = $1::UUID AND NOT telegram_boards.stale RETURNING telegram_boards.chat_id
    """,
    ("session_id",),
)

IS_STALE = Statement(
    """
    SELECT EXISTS (SELECT *
    FROM telegram_boards
    WHERE telegram_boards.chat_id = $1::BIGINT AND telegram_boards.stale) AS anon_1
    """,
    ("chat_id",),
)

TAKE_BOARD = Statement(
    """
    UPDATE telegram_boards SET stale=false WHERE telegram_boards.chat_id = $1::BIGINT AND telegram_boards.stale RETURNING telegram_boards.session_id, telegram_boards.language, telegram_boards.message_id, telegram_boards.shown_sha256
    """,
    ("chat_id",),
)

SHOW_BOARD = Statement(
    """
    UPDATE telegram_boards SET message_id=$1::BIGINT, shown_sha256=$2::BYTEA WHERE telegram_boards.chat_id = $3::BIGINT AND telegram_boards.session_id = $4::UUID
    """,
    ("message_id", "shown_sha256", "chat_id", "session_id"),
)

PUT_BACK_BOARD = Statement(
    """
    UPDATE telegram_boards SET stale=true WHERE telegram_boards.chat_id = $1::BIGINT
    """,
    ("chat_id",),
)

LOSE_BOARD = Statement(
    """
    UPDATE telegram_boards SET message_id=NULL, shown_sha256=NULL, stale=true WHERE telegram_boards.chat_id = $1::BIGINT
    """,
    ("chat_id",),
)
