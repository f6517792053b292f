"""Access tokens (RFC 9068, Ed25519), refresh tokens, and the deny-list of those that were ended early."""

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import OKPAlgorithm
from valkey.asyncio import Valkey

from common.errors import Refusal
from common.settings import Settings, SettingsError

ALGORITHM = "EdDSA"
ISSUER, AUDIENCE, TYPE = "artel", "artel-api", "at+jwt"
ACCESS_SECONDS = 15 * 60
LEEWAY_SECONDS = 10
"""Clocks differ, and a machine that was suspended wakes up with a late one."""
DENIED_SECONDS = ACCESS_SECONDS + LEEWAY_SECONDS + 60
"""A minute longer than any token lives: one may be on its way to its client while its sign-in is ended."""
REFRESH_DAYS = 30
GRACE_SECONDS = 10
"""A used refresh token that comes back so soon, from the same client, asks for the answer that got lost."""

KNOWN_TO_EVERYONE = frozenset({"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"})
"""Keys that are printed in documents (RFC 8037): good for examples and tests."""


class Identity(NamedTuple):
    """Who is calling, as the access token says."""

    player_id: UUID
    sign_in_id: UUID
    token_id: str
    expires_at: int
    """Unix time in seconds."""


class _Published(NamedTuple):
    key: Ed25519PublicKey
    until: float
    """Unix time in seconds after which it signs nobody in; infinity for a key in use."""


class Verifier:
    """Checks access tokens against the public keys of a JWKS document, by `kid`.

    A key that was replaced says in its `exp` when the last token that it signed has ended, and is worth nothing then.
    """

    def __init__(self, jwks: str) -> None:
        self._keys = {
            str(each["kid"]): _Published(_public_key(each), float(each.get("exp", "inf")))
            for each in json.loads(jwks)["keys"]
        }

    @property
    def key_ids(self) -> frozenset[str]:
        """The `kid` of each key."""
        return frozenset(self._keys)

    def verify(self, token: str) -> Identity:
        """The caller. Raises Refusal `not_signed_in` or `token_expired`, and says nothing about the reason."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TYPE or header.get("kid") not in self._keys:
                raise Refusal("not_signed_in")
            published = self._keys[header["kid"]]
            if published.until < time.time():
                raise Refusal("not_signed_in")
            claims: dict[str, Any] = jwt.decode(
                token,
                published.key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "sub", "jti", "sid", "iat", "exp"]},
            )
            if claims["exp"] - claims["iat"] > ACCESS_SECONDS:  # it would outlive its place on the deny-list
                raise Refusal("not_signed_in")
            return Identity(UUID(claims["sub"]), UUID(claims["sid"]), str(claims["jti"]), int(claims["exp"]))
        except jwt.ExpiredSignatureError:
            raise Refusal("token_expired") from None
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            raise Refusal("not_signed_in") from None


def _public_key(jwk: dict[str, Any]) -> Ed25519PublicKey:
    key = jwt.PyJWK(jwk, ALGORITHM).key
    if not isinstance(key, Ed25519PublicKey):  # also a private key, which must never be published
        raise TypeError("not an Ed25519 public key")
    return key


class Issuer:
    """Makes access tokens. Only the functions that sign people in hold its private key."""

    def __init__(self, private_key_pem: str) -> None:
        key = load_pem_private_key(private_key_pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("JWT_PRIVATE_KEY must be an Ed25519 key in PEM")
        self._key = key
        self.jwk = public_jwk(key)
        self.key_id = str(self.jwk["kid"])

    def issue(self, player_id: UUID, sign_in_id: UUID, *, now: datetime | None = None) -> str:
        """A signed access token that ends after `ACCESS_SECONDS`."""
        issued = int((now or datetime.now(UTC)).timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(player_id),
            "jti": uuid4().hex,
            "sid": str(sign_in_id),
            "iat": issued,
            "exp": issued + ACCESS_SECONDS,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self.key_id, "typ": TYPE})


class RefreshToken(NamedTuple):
    """A new refresh token: the secret for the client, its hash and end for the database."""

    secret: str
    sha256: bytes
    expires_at: datetime


def new_refresh_token() -> RefreshToken:
    """256 random bits; a fast hash is enough for a secret that cannot be guessed."""
    secret = secrets.token_urlsafe(32)
    return RefreshToken(secret, sha256(secret), datetime.now(UTC) + timedelta(days=REFRESH_DAYS))


def following(used: str, salt: bytes) -> RefreshToken:
    """The token after a used one: as random as its salt of 256 bits, and the same again for whoever knows both.

    The salt is kept beside the hash of the used token, so the database alone makes no token, and neither does the
    used token alone.
    """
    secret = urlsafe_b64encode(hmac.digest(salt, used.encode(), "sha256")).rstrip(b"=").decode()
    return RefreshToken(secret, sha256(secret), datetime.now(UTC) + timedelta(days=REFRESH_DAYS))


def sha256(secret: str) -> bytes:
    """What is stored of a refresh token."""
    return hashlib.sha256(secret.encode()).digest()


async def deny(valkey: Valkey, *names: str, seconds: int = DENIED_SECONDS) -> None:
    """Refuse tokens from now on, by `jti` or by `sid`, for as long as they could live."""
    async with valkey.pipeline(transaction=True) as pipeline:
        for name in names:
            pipeline.set(f"deny:{name}", 1, ex=max(seconds, 1))
        await pipeline.execute()


def deny_keys(identity: Identity) -> tuple[str, str]:
    """The keys of which one exists when this token, or the sign-in it belongs to, was ended."""
    return f"deny:{identity.token_id}", f"deny:{identity.sign_in_id}"


async def is_denied(valkey: Valkey, identity: Identity) -> bool:
    """Whether this token was ended. Raises ValkeyError."""
    return bool(await valkey.exists(*deny_keys(identity)))


def check_keys(settings: Settings) -> None:
    """Raise SettingsError for keys that would let nobody in, or everybody."""
    production = settings.environment == "production"
    if production and not settings.jwt_public_keys:
        raise SettingsError("ARTEL_ENV=production needs JWT_PUBLIC_KEYS, which is not set.")
    try:
        published = Verifier(settings.jwt_public_keys).key_ids if settings.jwt_public_keys else frozenset()
    except (jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError("JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys.") from error
    try:
        signing = Issuer(settings.jwt_private_key).key_id if settings.jwt_private_key else None
    except (TypeError, ValueError) as error:
        raise SettingsError("JWT_PRIVATE_KEY must be an Ed25519 key in PEM.") from error
    if signing and published and signing not in published:
        raise SettingsError("JWT_PRIVATE_KEY is not among JWT_PUBLIC_KEYS: publish its public half, then sign with it.")
    if production and KNOWN_TO_EVERYONE & {signing, *published}:
        raise SettingsError("ARTEL_ENV=production needs signing keys of your own: these are printed in a document.")


def public_jwk(key: Ed25519PrivateKey) -> dict[str, Any]:
    """The public half as a JWK, named by its RFC 7638 thumbprint."""
    jwk: dict[str, Any] = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    required = {name: jwk[name] for name in ("crv", "kty", "x")}
    digest = hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest()
    return {**required, "kid": urlsafe_b64encode(digest).rstrip(b"=").decode(), "use": "sig", "alg": ALGORITHM}


def generate_keys() -> tuple[str, str]:
    """A new key pair: the private key in PEM, the public one as a JWKS document."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem, json.dumps({"keys": [public_jwk(key)]})
