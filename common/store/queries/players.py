"""Players, their sign-ins and refresh tokens."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, insert

from common.store.tables import (
    game_events,
    games,
    idempotency_keys,
    notification_settings,
    notifications,
    players,
    refresh_tokens,
    seats,
    sign_ins,
    telegram_chats,
    template_stars,
    templates,
)

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
_client = given("client_sha256", type_=sa.LargeBinary)
_sign_in = (
    insert(sign_ins)
    .from_select(
        ["player_id", "device", "client_sha256"], sa.select(_player.c.id, given("device", type_=sa.Text), _client)
    )
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

SHOW = sa.select(*_PLAYER).where(players.c.id == given("player_id"), players.c.erased_at.is_(None))

ADDRESSEE = sa.select(players.c.telegram_id, players.c.language).where(
    players.c.id == given("player_id"), players.c.erased_at.is_(None)
)

UPDATE = (
    sa.update(players)
    .where(players.c.id == given("player_id"), players.c.erased_at.is_(None))
    .values(
        display_name=sa.func.coalesce(given("display_name", type_=sa.Text), players.c.display_name),
        language=sa.func.coalesce(given("language", type_=sa.Text), players.c.language),
    )
    .returning(*_PLAYER)
)
"""What is given anew; the rest stays."""

_sha256 = refresh_tokens.c.sha256 == given("sha256", type_=sa.LargeBinary)
_family = (
    sa.update(sign_ins)
    .where(
        sign_ins.c.id == refresh_tokens.c.sign_in_id,
        sign_ins.c.revoked_at.is_(None),
        _sha256,
        refresh_tokens.c.used_at.is_(None),
        refresh_tokens.c.expires_at > sa.func.now(),
    )
    .values(last_seen_at=sa.func.now())
    .returning(sign_ins.c.id, sign_ins.c.player_id)
    .cte("family")
)
"""Its row is locked first, so that a family that is being ended gets no further token."""
_used = (
    sa.update(refresh_tokens)
    .where(_sha256, refresh_tokens.c.used_at.is_(None), refresh_tokens.c.sign_in_id == _family.c.id)
    .values(used_at=sa.func.now(), used_by=_client, salt=given("salt", type_=sa.LargeBinary))
    .returning(_family.c.id, _family.c.player_id)
    .cte("used")
)
"""Of two at once the second finds the token used: its row is looked at again when the first lets it go."""
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

_later = refresh_tokens.alias("later")
USED_LATELY = (
    sa.select(sign_ins.c.id.label("sign_in_id"), refresh_tokens.c.salt, *_PLAYER)
    .join(sign_ins, sign_ins.c.id == refresh_tokens.c.sign_in_id)
    .join(players, players.c.id == sign_ins.c.player_id)
    .where(
        _sha256,
        refresh_tokens.c.used_at > sa.func.now() - given("grace", type_=sa.Interval),
        refresh_tokens.c.used_by == _client,
        sign_ins.c.revoked_at.is_(None),
        ~sa.exists().where(
            _later.c.sign_in_id == refresh_tokens.c.sign_in_id, _later.c.used_at > refresh_tokens.c.used_at
        ),
    )
)
"""A token that this client used a moment ago, while the next of its family was not used by anyone."""

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

_one = sign_ins.alias("one")
_same_client = (
    sa.select(_one.c.client_sha256)
    .where(_one.c.id == given("sign_in_id"), _one.c.player_id == given("player_id"))
    .scalar_subquery()
)
REVOKE_DEVICE = (
    sa.update(sign_ins)
    .where(
        sign_ins.c.player_id == given("player_id"),
        sign_ins.c.client_sha256 == _same_client,
        sa.or_(sign_ins.c.revoked_at.is_(None), sign_ins.c.id == given("sign_in_id")),
    )
    .values(revoked_at=sa.func.coalesce(sign_ins.c.revoked_at, sa.func.now()))
    .returning(sign_ins.c.id)
)
"""End all sign-ins of the client that one of a player's sign-ins belongs to; no row for a sign-in of somebody else."""

_newest = aggregate_order_by(sign_ins.c.id, sign_ins.c.last_seen_at.desc(), sign_ins.c.id.desc())
_newest_name = aggregate_order_by(sign_ins.c.device, sign_ins.c.last_seen_at.desc(), sign_ins.c.id.desc())
DEVICES = (
    sa.select(
        sa.func.array_agg(_newest, type_=ARRAY(sa.Uuid))[sa.literal_column("1")].label("id"),
        sa.func.array_agg(_newest_name, type_=ARRAY(sa.Text))[sa.literal_column("1")].label("name"),
        sa.func.min(sign_ins.c.created_at).label("created_at"),
        sa.func.max(sign_ins.c.last_seen_at).label("last_seen_at"),
        sa.func.bool_or(sign_ins.c.id == given("sign_in_id", type_=sa.Uuid)).label("current"),
    )
    .where(
        sign_ins.c.player_id == given("player_id"),
        sign_ins.c.revoked_at.is_(None),
        sa.exists().where(
            refresh_tokens.c.sign_in_id == sign_ins.c.id,
            refresh_tokens.c.used_at.is_(None),
            refresh_tokens.c.expires_at > sa.func.now(),
        ),
    )
    .group_by(sign_ins.c.client_sha256)
    .order_by(sa.func.max(sign_ins.c.last_seen_at).desc())
)
"""Where a player is signed in: one row for each client, however often the app was opened on it."""

FORGET_CHAT = sa.delete(telegram_chats).where(
    telegram_chats.c.chat_id
    == sa.select(players.c.telegram_id).where(players.c.id == given("player_id")).scalar_subquery()
)
"""His private chat, which has his own id on Telegram, with all that waited there."""

ERASE = (
    sa.update(players)
    .where(players.c.id == given("player_id"))
    .values(
        telegram_id=sa.null(),
        display_name=given("display_name"),
        username=sa.null(),
        photo_url=sa.null(),
        erased_at=sa.func.coalesce(players.c.erased_at, sa.func.now()),
    )
    .returning(players.c.id)
)
"""The person behind a player; what is about him elsewhere goes after this, which keeps new sign-ins waiting."""

_mine = given("player_id", type_=sa.Uuid)
_named = sa.update(seats).where(seats.c.player_id == _mine).values(display_name=given("display_name")).cte("named")
_templates = sa.delete(templates).where(templates.c.owner_id == _mine).cte("owned")
_stars = sa.delete(template_stars).where(template_stars.c.player_id == _mine).cte("stars")
_keys = sa.delete(idempotency_keys).where(idempotency_keys.c.player_id == _mine).cte("keys")
_played = sa.select(games.c.id).join(seats, seats.c.session_id == games.c.session_id).where(seats.c.player_id == _mine)
_notes = (
    sa.update(game_events)
    .where(game_events.c.game_id.in_(_played), game_events.c.recorded_by == _mine, game_events.c.text.is_not(None))
    .values(text=sa.null())
    .cte("notes")
)
_ended = sa.delete(sign_ins).where(sign_ins.c.player_id == _mine).returning(sign_ins.c.id).cte("ended")
_notified = (
    sa.delete(notifications)
    .where(
        sa.or_(
            notifications.c.player_id == _mine,
            notifications.c.mentions.contains(postgresql.array([_mine], type_=sa.Uuid)),
        )
    )
    .cte("told")
)
_wishes = sa.delete(notification_settings).where(notification_settings.c.player_id == _mine).cte("wishes")
ERASE_TRACES = sa.select(_ended.c.id).add_cte(_named, _templates, _stars, _keys, _notes, _notified, _wishes)
"""His name at every table, his templates, notes, settings and sign-ins, what he was told and what others were told of
him; the ids of the sign-ins."""

_expired = (
    sa.select(refresh_tokens.c.sha256)
    .where(refresh_tokens.c.expires_at < sa.func.now())
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET_TOKENS = sa.delete(refresh_tokens).where(refresh_tokens.c.sha256.in_(_expired))

_left = (
    sa.select(sign_ins.c.id)
    .where(
        ~sa.exists().where(refresh_tokens.c.sign_in_id == sign_ins.c.id),
        # One that is being made has no token yet.
        sign_ins.c.created_at < sa.func.now() - sa.literal_column("interval '1 day'"),
    )
    .limit(given("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
FORGET_SIGN_INS = sa.delete(sign_ins).where(sign_ins.c.id.in_(_left))
"""Sign-ins without a refresh token: nobody can go on with them."""
