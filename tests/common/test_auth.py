"""Access tokens: only those that our key signed, for us, of our kind, that have not ended, are let in."""

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from common import auth, cache
from common.auth import ACCESS_SECONDS, LEEWAY_SECONDS, Issuer, Verifier
from common.errors import Refusal

# RFC 8037, appendix A: a key that everyone may check against.
RFC_PRIVATE = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC_PUBLIC = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

PLAYER, SIGN_IN = UUID(int=1), UUID(int=2)

GOLDEN = (
    "eyJhbGciOiAiRWREU0EiLCAia2lkIjogImtQcktfcW14VldhWVZBOXd3QkY2SXVvM3ZWeno3VHhIQ1R3WEJ5Z3JTNGsiLCAidHlwIjogImF0K2p3dCJ9"
    ".eyJpc3MiOiAiYXJ0ZWwiLCAiYXVkIjogImFydGVsLWFwaSIsICJzdWIiOiAiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxI"
    "iwgImp0aSI6ICJhLXRva2VuIiwgInNpZCI6ICIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDIiLCAiaWF0IjogMTc2NzIyNT"
    "YwMCwgImV4cCI6IDE3NjcyMjY1MDB9"
    ".39hfLb9nYuNbZJpcwiU39eJFQNFUR1hhmpT5P5P2JfGHOkGIBonPqsSRHIc38LhWGH4gwZ7uS6-EDc1IBhCyAg"
)
"""Signed once by the key of the RFC, for the first quarter of an hour of 2026: Ed25519 signs the same for ever."""


def unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def padded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


KEY = ed25519.Ed25519PrivateKey.from_private_bytes(padded(RFC_PRIVATE))
VERIFIER = Verifier(json.dumps({"keys": [auth.public_jwk(KEY)]}))
HEADER = {"alg": "EdDSA", "kid": RFC_THUMBPRINT, "typ": "at+jwt"}


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def claims(**changes):
    now = int(time.time())
    made = {
        "iss": "artel",
        "aud": "artel-api",
        "sub": str(PLAYER),
        "jti": "a-token",
        "sid": str(SIGN_IN),
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in {**made, **changes}.items() if value is not ...}


def forge(payload, header=HEADER, sign=KEY.sign):
    """A compact JWS made by hand, so that nothing of the library under test takes part."""
    body = ".".join(unpadded(json.dumps(part).encode()) for part in (header, payload))
    return f"{body}.{unpadded(sign(body.encode()))}"


def refused(token, verifier=VERIFIER):
    with pytest.raises(Refusal) as refusal:
        verifier.verify(token)
    return refusal.value.code


def test_the_key_is_named_by_the_thumbprint_of_the_rfc():
    jwk = auth.public_jwk(KEY)
    assert jwk == {"kty": "OKP", "crv": "Ed25519", "x": RFC_PUBLIC, "kid": RFC_THUMBPRINT, "use": "sig", "alg": "EdDSA"}


def test_a_token_made_by_hand_is_understood():
    payload = claims()
    assert VERIFIER.verify(forge(payload)) == (PLAYER, SIGN_IN, "a-token", payload["exp"])


def test_a_golden_token_is_known_as_ours_though_it_has_ended():
    assert refused(GOLDEN) == "token_expired"
    assert refused(GOLDEN[:-3] + "AAA") == "not_signed_in"


def test_what_we_issue_now_is_what_the_golden_token_says():
    issued = Issuer(pem(KEY)).issue(PLAYER, SIGN_IN, now=datetime(2026, 1, 1, tzinfo=UTC))
    ours, golden = ([json.loads(padded(part)) for part in token.split(".")[:2]] for token in (issued, GOLDEN))
    ours[1]["jti"] = golden[1]["jti"]
    assert ours == golden
    body, _, signature = issued.rpartition(".")
    KEY.public_key().verify(padded(signature), body.encode())


def test_an_issued_token_is_let_in_and_lives_a_quarter_of_an_hour():
    token = Issuer(pem(KEY)).issue(PLAYER, SIGN_IN)
    identity = VERIFIER.verify(token)
    payload = json.loads(padded(token.split(".")[1]))
    assert (identity.player_id, identity.sign_in_id) == (PLAYER, SIGN_IN)
    assert identity.token_id == payload["jti"]
    assert identity.expires_at == payload["exp"] == payload["iat"] + 15 * 60


def test_no_two_tokens_have_the_same_name():
    issuer = Issuer(pem(KEY))
    assert len({VERIFIER.verify(issuer.issue(PLAYER, SIGN_IN)).token_id for _ in range(100)}) == 100


def test_the_key_before_the_last_is_still_good_while_it_is_published():
    older, newer = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    both = Verifier(json.dumps({"keys": [auth.public_jwk(newer), auth.public_jwk(older)]}))
    for key in (older, newer):
        assert both.verify(Issuer(pem(key)).issue(PLAYER, SIGN_IN)).player_id == PLAYER
    only_newer = Verifier(json.dumps({"keys": [auth.public_jwk(newer)]}))
    assert refused(Issuer(pem(older)).issue(PLAYER, SIGN_IN), only_newer) == "not_signed_in"


def test_a_key_that_was_replaced_is_worth_nothing_after_its_last_token():
    older, newer = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    token = Issuer(pem(older)).issue(PLAYER, SIGN_IN)
    for seconds, lets_in in ((60, True), (-1, False)):
        ending = {**auth.public_jwk(older), "exp": int(time.time()) + seconds}
        verifier = Verifier(json.dumps({"keys": [auth.public_jwk(newer), ending]}))
        assert verifier.verify(Issuer(pem(newer)).issue(PLAYER, SIGN_IN)).player_id == PLAYER
        if lets_in:
            assert verifier.verify(token).player_id == PLAYER
        else:
            assert refused(token, verifier) == "not_signed_in"


def test_a_token_that_would_outlive_its_place_on_the_deny_list_is_refused():
    now = int(time.time())
    assert VERIFIER.verify(forge(claims(exp=now + ACCESS_SECONDS))).player_id == PLAYER
    assert refused(forge(claims(exp=now + ACCESS_SECONDS + 1))) == "not_signed_in"


def hs256(secret):
    return lambda message: hmac.digest(secret, message, hashlib.sha256)


PUBLIC_PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PUBLIC_RAW = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
STRANGER = ed25519.Ed25519PrivateKey.generate()


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ({"alg": "none"}, lambda message: b""),
        ({"alg": "None"}, lambda message: b""),
        ({"alg": "none"}, KEY.sign),
        ({"alg": "HS256"}, hs256(PUBLIC_PEM)),
        ({"alg": "HS256"}, hs256(PUBLIC_RAW)),
        ({"alg": "HS256"}, hs256(RFC_PUBLIC.encode())),
        ({"alg": "HS256"}, hs256(b"")),
        ({"alg": "Ed25519"}, KEY.sign),
        ({"alg": "ES256"}, KEY.sign),
        ({"alg": ["EdDSA"]}, KEY.sign),
        ({"alg": None}, KEY.sign),
        ({}, STRANGER.sign),
        ({"jwk": auth.public_jwk(STRANGER)}, STRANGER.sign),
        ({"kid": "another"}, KEY.sign),
        ({"kid": None}, KEY.sign),
        ({"kid": 7}, KEY.sign),
        ({"kid": [RFC_THUMBPRINT]}, KEY.sign),
        ({"kid": {"x": 1}}, KEY.sign),
        ({"typ": "JWT"}, KEY.sign),
        ({"typ": None}, KEY.sign),
        ({"typ": ["at+jwt"]}, KEY.sign),
        ({"crit": ["exp"]}, KEY.sign),
        ({"b64": False}, KEY.sign),
    ],
)
def test_a_token_that_another_algorithm_key_or_kind_made_is_refused(header, sign):
    assert refused(forge(claims(), {**HEADER, **header}, sign)) == "not_signed_in"


@pytest.mark.parametrize("name", ["alg", "kid", "typ"])
def test_a_header_must_say_everything(name):
    assert refused(forge(claims(), {key: value for key, value in HEADER.items() if key != name})) == "not_signed_in"


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "jti", "sid", "iat", "exp"])
def test_no_claim_may_be_missing(name):
    assert refused(forge(claims(**{name: ...}))) == "not_signed_in"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "someone"},
        {"iss": ["artel"]},
        {"iss": None},
        {"aud": "another-api"},
        {"aud": []},
        {"aud": None},
        {"sub": "anna"},
        {"sub": 7},
        {"sub": None},
        {"sub": ""},
        {"sid": "evening"},
        {"sid": 7},
        {"sid": {"a": 1}},
        {"sid": None},
        {"jti": 7},
        {"jti": None},
        {"exp": "soon"},
        {"exp": None},
        {"exp": [1]},
        {"iat": "now"},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_claim_that_is_not_ours_is_refused_even_with_our_signature(changes):
    assert refused(forge(claims(**changes))) == "not_signed_in"


@pytest.mark.parametrize("payload", [[], "text", 7, None])
def test_a_payload_that_is_no_object_is_refused(payload):
    assert refused(forge(payload)) == "not_signed_in"


@pytest.mark.parametrize("header", [[], "text", 7, None])
def test_a_header_that_is_no_object_is_refused(header):
    assert refused(forge(claims(), header)) == "not_signed_in"


def test_a_token_that_has_ended_says_so_so_that_the_client_refreshes_it():
    assert refused(forge(claims(exp=int(time.time()) - LEEWAY_SECONDS - 1))) == "token_expired"


def test_clocks_may_differ_by_a_little():
    assert VERIFIER.verify(forge(claims(exp=int(time.time()) - LEEWAY_SECONDS // 2))).player_id == PLAYER


def test_an_ended_token_of_a_stranger_is_not_even_called_ended():
    assert refused(forge(claims(exp=1), sign=STRANGER.sign)) == "not_signed_in"


def test_a_token_cut_anywhere_is_refused():
    token = Issuer(pem(KEY)).issue(PLAYER, SIGN_IN)
    for length in range(len(token)):
        assert refused(token[:length]) == "not_signed_in"


def test_a_token_with_any_one_character_of_its_payload_changed_is_refused():
    token = Issuer(pem(KEY)).issue(PLAYER, SIGN_IN)
    start, end = token.index(".") + 1, token.rindex(".")
    for at in range(start, end):
        other = "A" if token[at] != "A" else "B"
        assert refused(token[:at] + other + token[at + 1 :]) == "not_signed_in"


@given(st.text(st.characters()) | st.text("eyJ.=-_09", max_size=60))
def test_no_text_whatever_gets_in_or_breaks_the_door(text):
    assert refused(text) == "not_signed_in"


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_no_bytes_dressed_as_a_token_get_in_or_break_the_door(parts):
    assert refused(".".join(unpadded(part) for part in parts)) == "not_signed_in"


def test_json_nested_beyond_reason_is_refused_like_any_other():
    deep = unpadded(b"[" * 50_000)
    assert refused(f"{deep}.{deep}.{deep}") == "not_signed_in"


@pytest.mark.parametrize(
    "key",
    [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())],
    ids=["RSA", "P-256"],
)
def test_only_an_ed25519_key_may_sign_people_in(key):
    with pytest.raises(TypeError, match="must be an Ed25519 key"):
        Issuer(pem(key))


def test_a_generated_pair_fits_together_and_publishes_nothing_private():
    private, jwks = auth.generate_keys()
    assert Verifier(jwks).verify(Issuer(private).issue(PLAYER, SIGN_IN)).player_id == PLAYER
    (jwk,) = json.loads(jwks)["keys"]
    assert set(jwk) == {"kty", "crv", "x", "kid", "use", "alg"}


def test_a_refresh_token_is_stored_as_its_hash_only():
    token = auth.new_refresh_token()
    assert token.sha256 == hashlib.sha256(token.secret.encode()).digest() == auth.sha256(token.secret)
    assert len(padded(token.secret)) == 32
    left = token.expires_at - datetime.now(UTC)
    assert timedelta(days=29) < left <= timedelta(days=30)
    assert auth.new_refresh_token().secret != token.secret


@given(st.text(), st.binary(min_size=32, max_size=32))
def test_the_next_refresh_token_is_the_same_again_for_whoever_has_the_used_one_and_the_salt(used, salt):
    token = auth.following(used, salt)
    assert token[:2] == auth.following(used, salt)[:2]
    assert token.secret == unpadded(hmac.new(salt, used.encode(), hashlib.sha256).digest())
    assert token.sha256 == auth.sha256(token.secret) == hashlib.sha256(token.secret.encode()).digest()
    assert auth.following(used, bytes(reversed(salt)) + b"x").secret != token.secret
    assert auth.following(used + "x", salt).secret != token.secret


@pytest.fixture
async def denylist(valkey):
    client = cache.connect(valkey.url)
    yield client
    await client.aclose()


def identity():
    return VERIFIER.verify(forge(claims(jti=uuid4().hex, sid=str(uuid4()))))


async def test_a_token_that_nobody_ended_is_not_denied(denylist):
    assert await auth.is_denied(denylist, identity()) is False


async def test_a_token_can_be_ended_by_its_own_name(denylist):
    one, other = identity(), identity()
    await auth.deny(denylist, one.token_id)
    assert await auth.is_denied(denylist, one) is True
    assert await auth.is_denied(denylist, other) is False


async def test_all_tokens_of_a_sign_in_can_be_ended_at_once(denylist):
    one = identity()
    sibling = one._replace(token_id=uuid4().hex)
    await auth.deny(denylist, str(one.sign_in_id), str(uuid4()))
    assert await auth.is_denied(denylist, one) is True
    assert await auth.is_denied(denylist, sibling) is True


async def test_what_is_denied_is_forgotten_when_no_token_could_live_any_longer(denylist):
    one, soon = identity(), identity()
    await auth.deny(denylist, one.token_id)
    await auth.deny(denylist, soon.token_id, seconds=0)
    longest = ACCESS_SECONDS + LEEWAY_SECONDS
    assert longest < await denylist.ttl(f"deny:{one.token_id}") <= longest + 60
    assert await denylist.ttl(f"deny:{soon.token_id}") <= 1
