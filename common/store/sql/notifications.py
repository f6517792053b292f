"""Rendered by `make render` from common/store/queries/notifications.py: do not edit."""

from common.store.statement import Statement

RECEIVERS = Statement(
    """
    SELECT players.id, players.telegram_id IS NOT NULL AS on_telegram, now() AS now, coalesce(notification_settings.telegram, true) AS telegram, coalesce(notification_settings.reaches, CAST('{}' AS JSONB)) AS reaches, notification_settings.quiet_begin, notification_settings.quiet_end, coalesce(notification_settings.time_zone, 'Europe/Moscow') AS time_zone, players.language
    FROM players LEFT OUTER JOIN notification_settings ON notification_settings.player_id = players.id
    WHERE players.id = any($1::UUID[]) AND players.erased_at IS NULL ORDER BY players.id FOR NO KEY UPDATE OF players
    """,
    ("player_ids",),
)

SETTINGS = Statement(
    """
    SELECT coalesce(notification_settings.telegram, true) AS telegram, coalesce(notification_settings.reaches, CAST('{}' AS JSONB)) AS reaches, notification_settings.quiet_begin, notification_settings.quiet_end, coalesce(notification_settings.time_zone, 'Europe/Moscow') AS time_zone, players.language
    FROM players LEFT OUTER JOIN notification_settings ON notification_settings.player_id = players.id
    WHERE players.id = $1::UUID AND players.erased_at IS NULL
    """,
    ("player_id",),
)

FORGET = Statement(
    """
    DELETE FROM notifications WHERE notifications.id IN (SELECT notifications.id
    FROM notifications
    WHERE notifications.created_at < now() - $1::INTERVAL
     LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED)
    """,
    ("kept", "limit"),
)

SET = Statement(
    """
    INSERT INTO notification_settings (player_id, telegram, reaches, quiet_begin, quiet_end, time_zone) SELECT players.id, $1::BOOLEAN AS anon_1, $2::JSONB AS anon_2, $3::TIME WITHOUT TIME ZONE AS anon_3, $4::TIME WITHOUT TIME ZONE AS anon_4, $5::VARCHAR AS anon_5
    FROM players
    WHERE players.id = $6::UUID AND players.erased_at IS NULL ON CONFLICT (player_id) DO UPDATE SET telegram = excluded.telegram, reaches = excluded.reaches, quiet_begin = excluded.quiet_begin, quiet_end = excluded.quiet_end, time_zone = excluded.time_zone
    """,
    ("telegram", "reaches", "quiet_begin", "quiet_end", "time_zone", "player_id"),
)

SWITCH_TELEGRAM = Statement(
    """
    INSERT INTO notification_settings (player_id, telegram) SELECT players.id, $1::BOOLEAN AS anon_1
    FROM players
    WHERE players.id = $2::UUID ON CONFLICT (player_id) DO UPDATE SET telegram = excluded.telegram
    """,
    ("telegram", "player_id"),
)

ANNOUNCE = Statement(
    """
    WITH "new" AS
    (SELECT anon_5.place AS place, anon_5.player_id AS player_id, anon_5.kind AS kind, anon_5.subject AS subject, anon_5.title AS title, anon_5.body AS body, anon_5.link AS link, anon_5.urgency AS urgency, anon_5.mentions AS mentions, anon_5.deliver_after AS deliver_after, row_number() OVER (PARTITION BY anon_5.player_id ORDER BY anon_5.place) AS further
    FROM json_to_recordset(CAST($4::VARCHAR AS JSON)) AS anon_5(place INTEGER, player_id UUID, kind TEXT, subject TEXT, title TEXT, body TEXT, link TEXT, urgency TEXT, mentions UUID[], deliver_after TIMESTAMP WITH TIME ZONE)
    WHERE NOT (EXISTS (SELECT *
    FROM notifications
    WHERE notifications.player_id = anon_5.player_id AND notifications.kind = anon_5.kind AND notifications.subject = anon_5.subject))),
    counted AS
    (UPDATE players SET notified=(players.notified + more.count) FROM (SELECT "new".player_id AS player_id, count(*) AS count
    FROM "new" GROUP BY "new".player_id) AS more WHERE players.id = more.player_id RETURNING players.id, players.notified - more.count AS before),
    made AS
    (INSERT INTO notifications (number, player_id, kind, subject, title, body, link, urgency, mentions, deliver_after, correlation_id) SELECT counted.before + "new".further AS anon_4, "new".player_id AS player_id, "new".kind AS kind, "new".subject AS subject, "new".title AS title, "new".body AS body, "new".link AS link, "new".urgency AS urgency, "new".mentions AS mentions, "new".deliver_after AS deliver_after, $2::VARCHAR AS anon_2
    FROM "new" JOIN counted ON counted.id = "new".player_id ORDER BY "new".place RETURNING notifications.id, notifications.player_id, notifications.kind)
     INSERT INTO outbox (topic, payload, correlation_id, traceparent) SELECT $1::VARCHAR AS anon_1, jsonb_build_object('notification_id', made.id, 'player_id', made.player_id, 'kind', made.kind) AS jsonb_build_object_1, $2::VARCHAR AS anon_2, $3::VARCHAR AS anon_3
    FROM made ORDER BY made.id
    """,
    ("topic", "correlation_id", "traceparent", "told"),
)

LIST = Statement(
    """
    SELECT notifications.id, notifications.number, notifications.kind, notifications.subject, notifications.title, notifications.body, notifications.link, notifications.urgency, notifications.deliver_after, notifications.created_at, notifications.read_at
    FROM notifications
    WHERE notifications.player_id = $1::UUID AND ($2::INTEGER IS NULL OR notifications.number < $2::INTEGER) AND (NOT $3::BOOLEAN OR notifications.read_at IS NULL) ORDER BY notifications.number DESC
     LIMIT $4::INTEGER
    """,
    ("player_id", "before", "unread", "limit"),
)

TO_SEND = Statement(
    """
    SELECT notifications.id, notifications.number, notifications.kind, notifications.subject, notifications.title, notifications.body, notifications.link, notifications.urgency, notifications.deliver_after, notifications.created_at, notifications.read_at, players.telegram_id, players.language
    FROM notifications JOIN players ON players.id = notifications.player_id LEFT OUTER JOIN notification_settings ON notification_settings.player_id = players.id
    WHERE notifications.id = $1::UUID AND notifications.deliver_after IS NOT NULL AND players.telegram_id IS NOT NULL AND coalesce(notification_settings.telegram, true)
    """,
    ("notification_id",),
)

NEWER = Statement(
    """
    SELECT notifications.id, notifications.number, notifications.kind, notifications.subject, notifications.title, notifications.body, notifications.link, notifications.urgency, notifications.deliver_after, notifications.created_at, notifications.read_at
    FROM notifications
    WHERE notifications.player_id = $1::UUID AND notifications.number > $2::INTEGER ORDER BY notifications.number
     LIMIT $3::INTEGER
    """,
    ("player_id", "after", "limit"),
)

COUNTS = Statement(
    """
    SELECT players.id, players.notified, (SELECT count(*) AS count_1
    FROM notifications
    WHERE notifications.player_id = players.id AND notifications.read_at IS NULL) AS unread
    FROM players
    WHERE players.id = any($1::UUID[])
    """,
    ("player_ids",),
)

READ = Statement(
    """
    WITH read AS
    (UPDATE notifications SET read_at=now() WHERE notifications.player_id = $1::UUID AND notifications.read_at IS NULL AND (notifications.number <= $2::INTEGER OR notifications.id = any($3::UUID[])) RETURNING notifications.id)
     SELECT read.id
    FROM read
    """,
    ("player_id", "up_to", "ids"),
)
