"""Rendered by `make render` from common/store/queries/players.py: do not edit."""

from common.store.statement import Statement

SIGN_IN = Statement(
    """
    WITH player AS
    (INSERT INTO players (telegram_id, display_name, username, photo_url, language) VALUES ($3::BIGINT, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR) ON CONFLICT (telegram_id) DO UPDATE SET username = excluded.username, photo_url = excluded.photo_url RETURNING players.id, players.display_name, players.username, players.photo_url, players.language),
    sign_in AS
    (INSERT INTO sign_ins (player_id) SELECT player.id AS id
    FROM player RETURNING sign_ins.id),
    token AS
    (INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at) SELECT $1::BYTEA AS anon_1, sign_in.id AS id, $2::TIMESTAMP WITH TIME ZONE AS anon_2
    FROM sign_in)
     SELECT player.id, player.display_name, player.username, player.photo_url, player.language, sign_in.id AS sign_in_id
    FROM player, sign_in
    """,
    ("sha256", "expires_at", "telegram_id", "display_name", "username", "photo_url", "language"),
)

SHOW = Statement(
    """
    SELECT players.id, players.display_name, players.username, players.photo_url, players.language
    FROM players
    WHERE players.id = $1::UUID
    """,
    ("player_id",),
)

ROTATE = Statement(
    """
    WITH used AS
    (UPDATE refresh_tokens SET used_at=now() FROM sign_ins WHERE refresh_tokens.sha256 = $3::BYTEA AND refresh_tokens.used_at IS NULL AND refresh_tokens.expires_at > now() AND refresh_tokens.sign_in_id = sign_ins.id AND sign_ins.revoked_at IS NULL RETURNING sign_ins.id, sign_ins.player_id),
    next AS
    (INSERT INTO refresh_tokens (sha256, sign_in_id, expires_at) SELECT $1::BYTEA AS anon_1, used.id AS id, $2::TIMESTAMP WITH TIME ZONE AS anon_2
    FROM used)
     SELECT used.id AS sign_in_id, players.id, players.display_name, players.username, players.photo_url, players.language
    FROM used JOIN players ON players.id = used.player_id
    """,
    ("next_sha256", "expires_at", "sha256"),
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
