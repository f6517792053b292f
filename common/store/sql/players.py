"""Rendered by `make render` from common/store/queries/players.py: do not edit."""

from common.store.statement import Statement

SIGN_IN = Statement(
    """
    WITH player AS
    (INSERT INTO players (telegram_id, display_name, username, photo_url, language) VALUES ($5::BIGINT, $6::VARCHAR, $7::VARCHAR, $8::VARCHAR, $9::VARCHAR) ON CONFLICT (telegram_id) DO UPDATE SET username = excluded.username, photo_url = excluded.photo_url RETURNING players.id, players.display_name, players.username, players.photo_url, players.language),
    sign_in AS
    (INSERT INTO sign_ins (player_id, device, client_sha256) SELECT player.id AS id, $3::VARCHAR AS anon_3, $4::BYTEA AS anon_4
    FROM player RETURNING sign_ins.id),
    token AS
    (INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at) SELECT $1::BYTEA AS anon_1, sign_in.id AS id, $2::TIMESTAMP WITH TIME ZONE AS anon_2
    FROM sign_in)
     SELECT player.id, player.display_name, player.username, player.photo_url, player.language, sign_in.id AS sign_in_id
    FROM player, sign_in
    """,
    ("sha256", "expires_at", "device", "client_sha256", "telegram_id", "display_name", "username", "photo_url", "language"),
)

SHOW = Statement(
    """
    SELECT players.id, players.display_name, players.username, players.photo_url, players.language
    FROM players
    WHERE players.id = $1::UUID AND players.erased_at IS NULL
    """,
    ("player_id",),
)

ADDRESSEE = Statement(
    """
    SELECT players.telegram_id, players.language
    FROM players
    WHERE players.id = $1::UUID AND players.erased_at IS NULL
    """,
    ("player_id",),
)

UPDATE = Statement(
    """
    UPDATE players SET display_name=coalesce($1::VARCHAR, players.display_name), language=coalesce($2::VARCHAR, players.language) WHERE players.id = $3::UUID AND players.erased_at IS NULL RETURNING players.id, players.display_name, players.username, players.photo_url, players.language
    """,
    ("display_name", "language", "player_id"),
)

ROTATE = Statement(
    """
    WITH family AS
    (UPDATE sign_ins SET last_seen_at=now() FROM refresh_tokens WHERE sign_ins.id = refresh_tokens.sign_in_id AND sign_ins.revoked_at IS NULL AND refresh_tokens.sha256 = $5::BYTEA AND refresh_tokens.used_at IS NULL AND refresh_tokens.expires_at > now() RETURNING sign_ins.id, sign_ins.player_id),
    used AS
    (UPDATE refresh_tokens SET used_at=now(), used_by=$3::BYTEA, salt=$4::BYTEA FROM family WHERE refresh_tokens.sha256 = $5::BYTEA AND refresh_tokens.used_at IS NULL AND refresh_tokens.sign_in_id = family.id RETURNING family.id, family.player_id),
    next AS
    (INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at) SELECT $1::BYTEA AS anon_1, used.id AS id, $2::TIMESTAMP WITH TIME ZONE AS anon_2
    FROM used)
     SELECT used.id AS sign_in_id, players.id, players.display_name, players.username, players.photo_url, players.language
    FROM used JOIN players ON players.id = used.player_id
    """,
    ("next_sha256", "expires_at", "client_sha256", "salt", "sha256"),
)

USED_LATELY = Statement(
    """
    SELECT sign_ins.id AS sign_in_id, refresh_tokens.salt, players.id, players.display_name, players.username, players.photo_url, players.language
    FROM refresh_tokens JOIN sign_ins ON sign_ins.id = refresh_tokens.sign_in_id JOIN players ON players.id = sign_ins.player_id
    WHERE refresh_tokens.sha256 = $1::BYTEA AND refresh_tokens.used_at > now() - $2::INTERVAL AND refresh_tokens.used_by = $3::BYTEA AND sign_ins.revoked_at IS NULL AND NOT (EXISTS (SELECT *
    FROM refresh_tokens AS later
    WHERE later.sign_in_id = refresh_tokens.sign_in_id AND later.used_at > refresh_tokens.used_at))
    """,
    ("sha256", "grace", "client_sha256"),
)

REVOKE_REUSED = Statement(
    """
    UPDATE sign_ins SET revoked_at=coalesce(sign_ins.revoked_at, now()) FROM refresh_tokens WHERE sign_ins.id = refresh_tokens.sign_in_id AND refresh_tokens.sha256 = $1::BYTEA AND refresh_tokens.used_at IS NOT NULL RETURNING sign_ins.id
    """,
    ("sha256",),
)

REVOKE = Statement(
    """
    UPDATE sign_ins SET revoked_at=now() WHERE sign_ins.player_id = $1::UUID AND sign_ins.revoked_at IS NULL AND ($2::BOOLEAN OR sign_ins.id = $3::UUID) RETURNING sign_ins.id
    """,
    ("player_id", "everywhere", "sign_in_id"),
)

REVOKE_DEVICE = Statement(
    """
    UPDATE sign_ins SET revoked_at=coalesce(sign_ins.revoked_at, now()) WHERE sign_ins.player_id = $1::UUID AND sign_ins.client_sha256 = (SELECT one.client_sha256
    FROM sign_ins AS one
    WHERE one.id = $2::UUID AND one.player_id = $1::UUID) AND (sign_ins.revoked_at IS NULL OR sign_ins.id = $2::UUID) RETURNING sign_ins.id
    """,
    ("player_id", "sign_in_id"),
)

DEVICES = Statement(
    """
    SELECT (array_agg(sign_ins.id ORDER BY sign_ins.last_seen_at DESC, sign_ins.id DESC))[1] AS id, (array_agg(sign_ins.device ORDER BY sign_ins.last_seen_at DESC, sign_ins.id DESC))[1] AS name, min(sign_ins.created_at) AS created_at, max(sign_ins.last_seen_at) AS last_seen_at, bool_or(sign_ins.id = $1::UUID) AS current
    FROM sign_ins
    WHERE sign_ins.player_id = $2::UUID AND sign_ins.revoked_at IS NULL AND (EXISTS (SELECT *
    FROM refresh_tokens
    WHERE refresh_tokens.sign_in_id = sign_ins.id AND refresh_tokens.used_at IS NULL AND refresh_tokens.expires_at > now())) GROUP BY sign_ins.client_sha256 ORDER BY max(sign_ins.last_seen_at) DESC
    """,
    ("sign_in_id", "player_id"),
)

FORGET_CHAT = Statement(
    """
    DELETE FROM telegram_chats WHERE telegram_chats.chat_id = (SELECT players.telegram_id
    FROM players
    WHERE players.id = $1::UUID)
    """,
    ("player_id",),
)

ERASE = Statement(
    """
    UPDATE players SET telegram_id=NULL, display_name=$1::VARCHAR, username=NULL, photo_url=NULL, erased_at=coalesce(players.erased_at, now()) WHERE players.id = $2::UUID RETURNING players.id
    """,
    ("display_name", "player_id"),
)

ERASE_TRACES = Statement(
    """
    WITH named AS
    (UPDATE seats SET display_name=$1::VARCHAR WHERE seats.player_id = $2::UUID),
    owned AS
    (DELETE FROM templates WHERE templates.owner_id = $2::UUID),
    stars AS
    (DELETE FROM template_stars WHERE template_stars.player_id = $2::UUID),
    keys AS
    (DELETE FROM idempotency_keys WHERE idempotency_keys.player_id = $2::UUID),
    notes AS
    (UPDATE game_events SET text=NULL WHERE game_events.game_id IN (SELECT games.id
    FROM games JOIN seats ON seats.session_id = games.session_id
    WHERE seats.player_id = $2::UUID) AND game_events.recorded_by = $2::UUID AND game_events.text IS NOT NULL),
    told AS
    (DELETE FROM notifications WHERE notifications.player_id = $2::UUID OR (notifications.mentions @> ARRAY[$2::UUID])),
    wishes AS
    (DELETE FROM notification_settings WHERE notification_settings.player_id = $2::UUID),
    ended AS
    (DELETE FROM sign_ins WHERE sign_ins.player_id = $2::UUID RETURNING sign_ins.id)
     SELECT ended.id
    FROM ended
    """,
    ("display_name", "player_id"),
)

FORGET_TOKENS = Statement(
    """
    DELETE FROM refresh_tokens WHERE refresh_tokens.sha256 IN (SELECT refresh_tokens.sha256
    FROM refresh_tokens
    WHERE refresh_tokens.expires_at < now()
     LIMIT $1::INTEGER FOR UPDATE SKIP LOCKED)
    """,
    ("limit",),
)

FORGET_SIGN_INS = Statement(
    """
    DELETE FROM sign_ins WHERE sign_ins.id IN (SELECT sign_ins.id
    FROM sign_ins
    WHERE NOT (EXISTS (SELECT *
    FROM refresh_tokens
    WHERE refresh_tokens.sign_in_id = sign_ins.id)) AND sign_ins.created_at < now() - interval '1 day'
     LIMIT $1::INTEGER FOR UPDATE SKIP LOCKED)
    """,
    ("limit",),
)
