"""Access tokens that open nothing"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from common import auth
from common.auth import ACCESS_SECONDS, LEEWAY_SECONDS
from common.settings import Settings
from tests.functions.conftest import SignIn, Unchanged
from tests.functions.evening import Person, refusal

Forge = Callable[[Person, Settings], str]


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


def signed(person: Person, settings: Settings, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token with another header or other claims, signed with our own key; None leaves one out."""
    own_header, own_claims = parts(person.access_token)
    kept = {name: value for name, value in (own_claims | claims).items() if value is not None}
    return jwt.encode(kept, settings.jwt_private_key, algorithm="EdDSA", headers=own_header | (header or {}))


def unsigned(person: Person, settings: Settings) -> str:
    header, claims = parts(person.access_token)
    return f"{encoded(header | {'alg': 'none'})}.{encoded(claims)}."


def signed_with_the_public_key(person: Person, settings: Settings) -> str:
    header, claims = parts(person.access_token)
    secret = json.loads(settings.jwt_public_keys)["keys"][0]["x"] * 2
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": header["kid"], "typ": header["typ"]})


def signed_by_another_key(person: Person, settings: Settings) -> str:
    header, claims = parts(person.access_token)
    return jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=header)


def changed_after_signing(person: Person, settings: Settings) -> str:
    header, _, signature = person.access_token.split(".")
    return f"{header}.{encoded(parts(person.access_token)[1] | {'sub': str(uuid4())})}.{signature}"


WORTHLESS: dict[str, Forge] = {
    "empty": lambda person, _: "",
    "a word": lambda person, _: "token",
    "dots": lambda person, _: "..",
    "long": lambda person, _: "x" * 15_000,
    "cut": lambda person, _: person.access_token[:-5],
    "without signature": lambda person, _: person.access_token.rpartition(".")[0] + ".",
    "alg none": unsigned,
    "HS256 with the public key": signed_with_the_public_key,
    "another key": signed_by_another_key,
    "changed": changed_after_signing,
    "the refresh token": lambda person, _: person.refresh_token,
    "another type": lambda person, settings: signed(person, settings, header={"typ": "JWT"}),
    "an unknown kid": lambda person, settings: signed(person, settings, header={"kid": "x"}),
    "another issuer": lambda person, settings: signed(person, settings, iss="other"),
    "another audience": lambda person, settings: signed(person, settings, aud="other"),
    "no expiry": lambda person, settings: signed(person, settings, exp=None),
    "no jti": lambda person, settings: signed(person, settings, jti=None),
    "no sid": lambda person, settings: signed(person, settings, sid=None),
    "a sub that is no id": lambda person, settings: signed(person, settings, sub="admin"),
    "issued in the future": lambda person, settings: signed(person, settings, iat=2**32),
    "an expiry that is no number": lambda person, settings: signed(person, settings, exp="never"),
}


@pytest.mark.parametrize("kind", WORTHLESS)
async def test_it_is_as_good_as_none(
    nobody: httpx.AsyncClient, sign_in: SignIn, settings: Settings, unchanged: Unchanged, kind: str
) -> None:
    nobody.headers["Authorization"] = f"Bearer {WORTHLESS[kind](await sign_in(), settings)}"
    async with unchanged():
        assert refusal(await nobody.get("me")) == (401, "not_signed_in")
        assert refusal(await nobody.post("sessions", json={})) == (401, "not_signed_in")


@pytest.mark.parametrize("header", ["{}", "Token {}", "Basic {}", "Bearer", "Bearer{}", "Bearer {} {}"])
async def test_another_scheme_is_as_good_as_none(nobody: httpx.AsyncClient, sign_in: SignIn, header: str) -> None:
    token = (await sign_in()).access_token
    nobody.headers["Authorization"] = header.format(token, token)
    assert refusal(await nobody.get("me")) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("age", "answer"),
    [(ACCESS_SECONDS + LEEWAY_SECONDS - 5, 200), (ACCESS_SECONDS + LEEWAY_SECONDS + 5, 401), (10**8, 401)],
)
async def test_a_token_ends_after_its_time_and_ten_seconds(
    nobody: httpx.AsyncClient, sign_in: SignIn, settings: Settings, age: int, answer: int
) -> None:
    anna = await sign_in()
    issued = datetime.now(UTC) - timedelta(seconds=age)
    token = auth.Issuer(settings.jwt_private_key).issue(anna.id, anna.sign_in_id, now=issued)
    nobody.headers["Authorization"] = f"bearer {token}"
    given = await nobody.get("me")
    assert given.status_code == answer
    if answer == 401:
        assert refusal(given) == (401, "token_expired")
