"""Players, their sign-ins and refresh tokens."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects.postgresql import insert

from common.store.tables import players, refresh_tokens, sign_ins

_PLAYER = (players.c.id, players.c.display_name, players.c.username, players.c.photo_url, players.c.language)

_arrival = insert(players).values(
    telegram_id=given("telegram_id"),
    display_name=given("display_name"),
    username=given("username"),
    photo_url=given("photo_url"),
    language=given("language"),
)
_player = (
    _arrival.on_conflict_do_update(
        index_elements=[players.c.telegram_id],
        set_={"username": _arrival.excluded.username, "photo_url": _arrival.excluded.photo_url},
    )
    .returning(*_PLAYER)
    .cte("player")
)
_sign_in = (
    insert(sign_ins)
    .from_select([sign_ins.c.player_id], sa.select(_player.c.id))
    .returning(sign_ins.c.id)
    .cte("sign_in")
)
_token = (
    insert(refresh_tokens)
    .from_select(
        ["sha256", "sign_in_id", "expires_at"],
        sa.select(given("sha256", type_=sa.LargeBinary), _sign_in.c.id, given("expires_at", type_=sa.DateTime(True))),
    )
    .cte("token")
)
SIGN_IN = sa.select(_player, _sign_in.c.id.label("sign_in_id")).add_cte(_token)
"""A player by Telegram id, made at the first sign-in, with a new family of refresh tokens."""

SHOW = sa.select(*_PLAYER).where(players.c.id == given("player_id"))

_used = (
    sa.update(refresh_tokens)
    .where(
        refresh_tokens.c.sha256 == given("sha256"),
        refresh_tokens.c.used_at.is_(None),
        refresh_tokens.c.expires_at > sa.func.now(),
        refresh_tokens.c.sign_in_id == sign_ins.c.id,
        sign_ins.c.revoked_at.is_(None),
    )
    .values(used_at=sa.func.now())
    .returning(sign_ins.c.id, sign_ins.c.player_id)
    .cte("used")
)
_next = (
    insert(refresh_tokens)
    .from_select(
        ["sha256", "sign_in_id", "expires_at"],
        sa.select(given("next_sha256", type_=sa.LargeBinary), _used.c.id, given("expires_at", type_=sa.DateTime(True))),
    )
    .cte("next")
)
ROTATE = (
    sa.select(_used.c.id.label("sign_in_id"), *_PLAYER)
    .select_from(_used.join(players, players.c.id == _used.c.player_id))
    .add_cte(_next)
)
"""Use a refresh token and store the one that follows it; no row for a token that cannot be used."""

REVOKE_REUSED = (
    sa.update(sign_ins)
    .where(
        sign_ins.c.id == refresh_tokens.c.sign_in_id,
        refresh_tokens.c.sha256 == given("sha256"),
        refresh_tokens.c.used_at.is_not(None),
    )
    .values(revoked_at=sa.func.coalesce(sign_ins.c.revoked_at, sa.func.now()))
    .returning(sign_ins.c.id)
)
"""End the family of a token that was used before; no row for a token that never was."""

REVOKE = (
    sa.update(sign_ins)
    .where(
        sign_ins.c.player_id == given("player_id"),
        sign_ins.c.revoked_at.is_(None),
        sa.or_(given("everywhere", type_=sa.Boolean), sign_ins.c.id == given("sign_in_id")),
    )
    .values(revoked_at=sa.func.now())
    .returning(sign_ins.c.id)
)
"""End one sign-in of a player, or all of them; the ids of those that ended now."""
