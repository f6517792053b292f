"""Keys that a process may start with: its own, and all of one piece."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from common import auth
from common.settings import Settings, SettingsError
from tests.common.test_auth import KEY, RFC_PRIVATE, pem

RSA = rsa.generate_private_key(65537, 2048)
OWN_PEM, OWN_JWKS = auth.generate_keys()
OTHER_PEM, OTHER_JWKS = auth.generate_keys()
RFC_JWKS = json.dumps({"keys": [auth.public_jwk(KEY)]})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"environment": "production"}, "ARTEL_ENV=production needs JWT_PUBLIC_KEYS, which is not set."),
        ({"jwt_public_keys": "{"}, "JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys."),
        ({"jwt_public_keys": "[]"}, "JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys."),
        ({"jwt_public_keys": '{"keys": [{}]}'}, "JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys."),
        (
            {"jwt_public_keys": '{"keys": [{"kid": "a", "kty": "oct", "k": "c2VjcmV0"}]}'},
            "JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys.",
        ),
        (
            {"jwt_public_keys": json.dumps({"keys": [{**auth.public_jwk(KEY), "d": RFC_PRIVATE}]})},
            "JWT_PUBLIC_KEYS must be a JWKS document of Ed25519 keys.",
        ),
        ({"jwt_private_key": "hush"}, "JWT_PRIVATE_KEY must be an Ed25519 key in PEM."),
        ({"jwt_private_key": pem(RSA)}, "JWT_PRIVATE_KEY must be an Ed25519 key in PEM."),
        (
            {"jwt_private_key": OWN_PEM, "jwt_public_keys": OTHER_JWKS},
            "JWT_PRIVATE_KEY is not among JWT_PUBLIC_KEYS: publish its public half, then sign with it.",
        ),
        (
            {"environment": "production", "jwt_public_keys": RFC_JWKS},
            "ARTEL_ENV=production needs signing keys of your own: these are printed in a document.",
        ),
        (
            {"environment": "production", "jwt_public_keys": RFC_JWKS, "jwt_private_key": pem(KEY)},
            "ARTEL_ENV=production needs signing keys of your own: these are printed in a document.",
        ),
    ],
)
def test_keys_that_must_not_run_are_refused_with_a_sentence_that_shows_none_of_them(given, sentence):
    with pytest.raises(SettingsError) as refused:
        auth.check_keys(Settings(**given))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"jwt_public_keys": RFC_JWKS},
        {"environment": "production", "jwt_public_keys": OWN_JWKS},
        {"environment": "production", "jwt_public_keys": OWN_JWKS, "jwt_private_key": OWN_PEM},
    ],
)
def test_keys_of_ones_own_that_fit_together_are_taken(given):
    auth.check_keys(Settings(**given))
