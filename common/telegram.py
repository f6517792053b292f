"""Telegram's init data: who opened the app, signed with the bot's token (core.telegram.org/bots/webapps)."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from common.errors import Refusal
from common.settings import Settings

MAX_LENGTH = 16 * 1024
MAX_AGE_SECONDS = 24 * 60 * 60
"""Telegram Desktop sends a cached string again for most of a day."""
MAX_AHEAD_SECONDS = 60
PUBLIC_KEYS = {
    "production": bytes.fromhex("e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"),
    "test": bytes.fromhex("40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec"),
}
"""What Telegram signs the third-party form with, by `TELEGRAM_ENV`: its test servers know other people and bots."""

_INT52 = 1 << 52


class User(NamedTuple):
    """A person as Telegram knows them; `id` has at most 52 bits."""

    id: int
    display_name: str
    username: str | None
    photo_url: str | None
    language: str


def authenticate(init_data: str, settings: Settings) -> User:
    """The user, by the bot's token where the process holds it, else by Telegram's own signature. Raises Refusal.

    A function that everyone may call is safer without the token, which is the bot itself to whoever steals it: give it
    `TELEGRAM_BOT_ID` in its place.
    """
    if settings.telegram_bot_token:
        return read(init_data, settings.telegram_bot_token)
    key = PUBLIC_KEYS[settings.telegram_environment]
    return read_as_third_party(init_data, settings.telegram_bot_id, key)


def read(init_data: str, bot_token: str, *, now: datetime | None = None) -> User:
    """The user of init data that is signed with this bot's token. Raises Refusal init_data_invalid or _expired.

    Nothing is looked at before the hash is found right, and the comparison takes the same time however much of it is.
    """
    fields = _parse(init_data)
    expected = _hash(fields, bot_token)
    if not hmac.compare_digest(expected.encode(), fields.get("hash", "").encode()):
        raise Refusal("init_data_invalid")
    _check_date(fields, now or datetime.now(UTC))
    return _user(fields)


def read_as_third_party(init_data: str, bot_id: str, public_key: bytes, *, now: datetime | None = None) -> User:
    """The same for whoever has no bot token, by Telegram's own Ed25519 signature. Raises Refusal."""
    fields = _parse(init_data)
    given = fields.get("signature", "")
    message = f"{bot_id}:WebAppData\n{_check_string(fields, without=('hash', 'signature'))}"
    try:
        signature = urlsafe_b64decode(given + "=" * (-len(given) % 4))
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message.encode())
    except (InvalidSignature, ValueError):
        raise Refusal("init_data_invalid") from None
    _check_date(fields, now or datetime.now(UTC))
    return _user(fields)


def sign(fields: Mapping[str, str], bot_token: str) -> str:
    """Init data as Telegram would make it, for local runs and tests."""
    return urlencode({**fields, "hash": _hash(fields, bot_token)})


def _parse(init_data: str) -> dict[str, str]:
    try:
        # Encoding refuses half surrogate pairs, which a JSON body can carry and no signature can cover.
        if len(init_data.encode()) > MAX_LENGTH:
            raise ValueError("too long")
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=64)
    except ValueError:
        raise Refusal("init_data_invalid") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refusal("init_data_invalid")
    return fields


def _check_string(fields: Mapping[str, str], *, without: tuple[str, ...]) -> str:
    return "\n".join(f"{key}={value}" for key, value in sorted(fields.items()) if key not in without)


def _hash(fields: Mapping[str, str], bot_token: str) -> str:
    secret = hmac.digest(b"WebAppData", bot_token.encode(), "sha256")
    # `signature`, younger than the hash, is one of "all received fields" and stays in.
    return hmac.new(secret, _check_string(fields, without=("hash",)).encode(), hashlib.sha256).hexdigest()


def _check_date(fields: Mapping[str, str], now: datetime) -> None:
    given = fields.get("auth_date", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise Refusal("init_data_invalid")
    age = now.timestamp() - int(given)
    if age > MAX_AGE_SECONDS:
        raise Refusal("init_data_expired")
    if age < -MAX_AHEAD_SECONDS:
        raise Refusal("init_data_invalid")


def _user(fields: Mapping[str, str]) -> User:
    try:
        user = json.loads(fields["user"])
        telegram_id = user["id"]
        names = [part for part in (user.get("first_name"), user.get("last_name")) if part]
        if type(telegram_id) is not int or not 0 < telegram_id < _INT52:
            raise ValueError("not a Telegram id")
        return User(
            id=telegram_id,
            display_name=_text(" ".join(names), 64) or _text(user.get("username"), 64) or str(telegram_id),
            username=_text(user.get("username"), 64),
            photo_url=_text(user.get("photo_url"), 2048),
            language=_text(user.get("language_code"), 8) or "ru",
        )
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise Refusal("init_data_invalid") from None


def _text(value: object, length: int) -> str | None:
    """A trimmed text, or None for nothing; PostgreSQL stores no NUL, and no half of a surrogate pair."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:length] or None
