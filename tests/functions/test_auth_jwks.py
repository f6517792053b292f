"""GET /auth/jwks"""

import jwt

from tests.functions.conftest import Call, SignIn


async def test_the_public_keys_check_the_tokens(call: Call, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    async with call("auth_jwks") as client:
        answer = await client.get("auth/jwks")
    assert answer.status_code == 200
    (key,) = answer.json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert jwt.get_unverified_header(anna.access_token) == {"alg": "EdDSA", "kid": key["kid"], "typ": "at+jwt"}
    claims = jwt.decode(anna.access_token, jwt.PyJWK(key), algorithms=["EdDSA"], audience="artel-api", issuer="artel")
    assert claims["sub"] == str(anna.id)
    assert claims["sid"] == str(anna.sign_in_id)
    assert 0 < claims["exp"] - claims["iat"] <= 15 * 60
