"""Access tokens (RFC 9068, Ed25519), refresh tokens, and the deny-list of those that were ended early."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import OKPAlgorithm
from valkey.asyncio import Valkey

from common.errors import Refusal

ALGORITHM = "EdDSA"
ISSUER, AUDIENCE, TYPE = "artel", "artel-api", "at+jwt"
ACCESS_SECONDS = 15 * 60
LEEWAY_SECONDS = 10
"""Clocks differ, and a machine that was suspended wakes up with a late one."""
REFRESH_DAYS = 30


class Identity(NamedTuple):
    """Who is calling, as the access token says."""

    player_id: UUID
    sign_in_id: UUID
    token_id: str
    expires_at: int
    """Unix time in seconds."""


class Verifier:
    """Checks access tokens against the public keys of a JWKS document, by `kid`."""

    def __init__(self, jwks: str) -> None:
        self._keys = {key.key_id: key.key for key in jwt.PyJWKSet.from_json(jwks).keys}

    def verify(self, token: str) -> Identity:
        """The caller. Raises Refusal `not_signed_in` or `token_expired`, and says nothing about the reason."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TYPE or header.get("kid") not in self._keys:
                raise Refusal("not_signed_in")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._keys[header["kid"]],
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "sub", "jti", "sid", "iat", "exp"]},
            )
            return Identity(UUID(claims["sub"]), UUID(claims["sid"]), str(claims["jti"]), int(claims["exp"]))
        except jwt.ExpiredSignatureError:
            raise Refusal("token_expired") from None
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            raise Refusal("not_signed_in") from None


class Issuer:
    """Makes access tokens. Only the functions that sign people in hold its private key."""

    def __init__(self, private_key_pem: str) -> None:
        key = load_pem_private_key(private_key_pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("JWT_PRIVATE_KEY must be an Ed25519 key in PEM")
        self._key = key
        self._kid = str(public_jwk(key)["kid"])

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
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self._kid, "typ": TYPE})


class RefreshToken(NamedTuple):
    """A new refresh token: the secret for the client, its hash and end for the database."""

    secret: str
    sha256: bytes
    expires_at: datetime


def new_refresh_token() -> RefreshToken:
    """256 random bits; a fast hash is enough for a secret that cannot be guessed."""
    secret = secrets.token_urlsafe(32)
    return RefreshToken(secret, sha256(secret), datetime.now(UTC) + timedelta(days=REFRESH_DAYS))


def sha256(secret: str) -> bytes:
    """What is stored of a refresh token."""
    return hashlib.sha256(secret.encode()).digest()


async def deny(valkey: Valkey, *names: str, seconds: int = ACCESS_SECONDS + LEEWAY_SECONDS) -> None:
    """Refuse tokens from now on, by `jti` or by `sid`, for as long as they could live."""
    async with valkey.pipeline(transaction=True) as pipeline:
        for name in names:
            pipeline.set(f"deny:{name}", 1, ex=max(seconds, 1))
        await pipeline.execute()


async def is_denied(valkey: Valkey, identity: Identity) -> bool:
    """Whether this token, or the sign-in it belongs to, was ended. Raises ValkeyError."""
    return bool(await valkey.exists(f"deny:{identity.token_id}", f"deny:{identity.sign_in_id}"))


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
