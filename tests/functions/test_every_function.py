"""What all HTTP functions have in common"""

from uuid import UUID

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from common.manifest import shelf
from tests.functions.conftest import Call, Phone, SignIn, Unchanged
from tests.functions.evening import Gateway, refusal, request_of

HANDLERS = {each.name: each.handler() for each in shelf() if each.kind == "http"}
HTTP = [name for name, handler in HANDLERS.items() if isinstance(handler, HTTPRouteHandler)]
PUBLIC = {"auth_telegram", "auth_refresh", "auth_jwks", "telegram_webhook"}
CLOSED = [name for name in HTTP if name not in PUBLIC]
READING_BODIES = [name for name in HTTP if "data" in HANDLERS[name].parsed_fn_signature.parameters]


def test_nothing_is_public_but_the_ways_to_sign_in_and_what_telegram_calls() -> None:
    assert {name for name, handler in HANDLERS.items() if handler.opt.get("public")} == PUBLIC


@pytest.mark.parametrize("function", CLOSED)
async def test_a_stranger_is_refused_and_changes_nothing(call: Call, unchanged: Unchanged, function: str) -> None:
    method, path = request_of(function)
    async with unchanged(), call(function) as client:
        answer = await client.request(method, path, headers={"X-Request-ID": "tap-7:a.b_c"})
    assert refusal(answer) == (401, "not_signed_in")
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "tap-7:a.b_c"


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "ключ".encode(), "a\tb", '{"a":1}'])
async def test_a_request_id_that_cannot_be_logged_is_replaced(phone: Phone, given: str | bytes) -> None:
    answer = await (await phone()).get("me", headers={"X-Request-ID": given})
    assert UUID(answer.headers["x-request-id"])


async def test_good_answers_have_a_request_id_and_are_not_stored(phone: Phone) -> None:
    answer = await (await phone()).get("me")
    assert answer.headers["cache-control"] == "no-store"
    assert UUID(answer.headers["x-request-id"])


@pytest.mark.parametrize("function", HTTP)
async def test_other_methods_and_addresses_are_problems_too(call: Call, sign_in: SignIn, function: str) -> None:
    method, path = request_of(function)
    async with call(function, me=await sign_in()) as client:
        assert refusal(await client.request("DELETE" if method != "DELETE" else "GET", path)) == (
            405,
            "method_not_allowed",
        )
        assert refusal(await client.request(method, f"{path}/more")) == (404, "not_found")


@pytest.mark.parametrize("function", READING_BODIES)
@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_over_64_kib_is_refused(
    gateway: Gateway, phone: Phone, unchanged: Unchanged, function: str, chunked: bool
) -> None:
    method, path = request_of(function)
    anna = await phone()

    async def in_chunks():
        for _ in range(65):
            yield b" " * 1024

    content = in_chunks() if chunked else b" " * (64 * 1024 + 1)
    async with unchanged():
        answer = await anna.request(method, path, content=content)
        assert refusal(answer) == (413, "payload_too_large")


NO_BODIES = [
    b"{",
    b"\xff",
    b'{"a": NaN}',
    b'{"\xff": 1}',
    b'{"\\ud800": 1}',
    b'{"name": "\\u0000"}',
    b'{"a": 1}{}',
    b"\xef\xbb\xbf{}",
    b"[]",
    b"7",
    b'"text"',
    b'{"strange": 1}',
    b"[" * 60_000,
    b'{"rules": ' * 6_000,
    b'{"rules": ' + b"9" * 5_000 + b"}",
    b'{"rules": 1e999}',
    b"a=b&c=d",
]


@pytest.mark.parametrize("function", READING_BODIES)
async def test_what_is_no_json_of_the_right_shape_is_refused(phone: Phone, unchanged: Unchanged, function: str) -> None:
    method, path = request_of(function)
    anna = await phone()
    async with unchanged():
        for body in NO_BODIES:
            answer = await anna.request(method, path, content=body)
            assert (body[:20], *refusal(answer)) == (body[:20], 400, "payload_invalid")
            assert all(error["field"] and error["message"] for error in answer.json()["errors"])
            assert answer.json()["errors"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data", "no/such; charset=x"])
async def test_a_body_is_read_as_json_whatever_it_is_called(nobody: httpx.AsyncClient, content_type: str) -> None:
    answer = await nobody.post("auth/refresh", content=b"<x/>", headers={"Content-Type": content_type})
    assert refusal(answer) == (400, "payload_invalid")
