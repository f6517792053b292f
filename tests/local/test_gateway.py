"""What Caddy does for safety, in front of a function that tells what reached it"""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from common.limits import MAX_HEADER_BYTES
from common.manifest import ROOT
from infra import logs
from infra.local import programs
from infra.local.paths import socket_directory
from infra.local.services import Caddy
from tests.functions.evening import refusal
from tests.functions.instances import SECONDS
from tests.product import until


async def _tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A function that answers with the headers it was asked with."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    told = json.dumps(dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)).encode()
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nServer: told\r\nContent-Length: {len(told)}\r\n"
    writer.write(answer.encode() + b"Connection: close\r\n\r\n" + told)
    await writer.drain()
    writer.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the webapp as `python -m infra.local webapp` has built it."""
    folder = tmp_path_factory.mktemp("gateway")
    shutil.copytree(ROOT / "webapp/dist", folder / "dist")
    return folder


@pytest.fixture(scope="module")
def script(folder: Path) -> str:
    """The path of what the page is started by."""
    page = (folder / "dist/index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="module"[^>]* src="(/assets/[^"]+\.js)"', page)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def sockets(folder: Path) -> Path:
    sockets = socket_directory(folder / "sockets")
    sockets.mkdir(parents=True, exist_ok=True)
    return sockets


def gateway(caddyfile: Path, folder: Path, sockets: Path) -> Caddy:
    settings = {
        "ARTEL_SOCKETS": str(sockets),
        "ARTEL_WEBAPP": str(folder / "dist"),
        "ARTEL_ROUTES": str(ROOT / "infra/generated/routes.caddy"),
    }
    caddy = Caddy(folder / caddyfile.parent.name, caddyfile, settings)
    caddy.settings = settings | {"ARTEL_PORT": str(caddy.port)}
    return caddy


@pytest.fixture(scope="module")
async def address(folder: Path, sockets: Path) -> AsyncIterator[str]:
    function = await asyncio.start_unix_server(_tell, sockets / "auth_refresh.sock")
    async with function, gateway(ROOT / "infra/caddy/local.Caddyfile", folder, sockets) as caddy:
        yield caddy.url


@pytest.fixture(scope="module")
def hurried(folder: Path) -> Path:
    """The same configuration, only less patient: a second where it waits longer for a request."""
    made = folder / "configuration"
    made.mkdir()
    for name in ("local.Caddyfile", "security.caddy", "site.caddy"):
        text = (ROOT / "infra/caddy" / name).read_text(encoding="utf-8")
        (made / name).write_text(re.sub(r"(read_header|read_body) \d+s", r"\1 1s", text), encoding="utf-8")
    return made / "local.Caddyfile"


@pytest.fixture
async def browser(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/s/ABC234", "/ball.svg", "/assets/missing.js"])
async def test_the_page_runs_nothing_that_is_not_ours_and_only_telegram_frames_it(
    browser: httpx.AsyncClient, path: str
) -> None:
    headers = (await browser.get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/]{43}='", policy["script-src"])
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}='){2}", policy["style-src"])
    assert policy["frame-ancestors"] == "https://web.telegram.org https://*.telegram.org"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["connect-src"].split() == ["'self'", f"wss://{browser.base_url.netloc.decode()}"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "*" not in policy["script-src"] + policy["connect-src"]


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("", None)])
async def test_the_app_comes_as_small_as_the_browser_can_read(
    browser: httpx.AsyncClient, folder: Path, script: str, accepted: str, encoding: str | None
) -> None:
    styles = [f"/assets/{path.name}" for path in (folder / "dist/assets").glob("index-*.css")]
    for path, kind in ((script, "text/javascript"), *((style, "text/css") for style in styles), ("/", "text/html")):
        async with browser.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
            sent = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert answer.headers.get("content-encoding") == encoding
        assert "Accept-Encoding" in answer.headers["vary"]
        # Made at build time, as small as can be, and handed out as it is.
        file = folder / "dist" / ("index.html" if path == "/" else path[1:])
        suffix = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
        assert sent == file.with_name(file.name + suffix).read_bytes()


async def test_what_has_its_version_in_its_name_is_kept_for_ever_and_nothing_else(
    browser: httpx.AsyncClient, script: str
) -> None:
    assert (await browser.get(script)).headers["cache-control"] == "public, max-age=31536000, immutable"
    page = await browser.get("/")
    for path in ("/", "/index.html", "/s/ABC234", "/s/ABC234/balance", "/join/TURK3S", "/settings"):
        answer = await browser.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.text == page.text


async def test_the_worker_is_never_kept_and_keeps_all_that_was_built(browser: httpx.AsyncClient, folder: Path) -> None:
    answer = await browser.get("/sw.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    listed = re.search(r"const FILES = (.*);", answer.text)
    assert listed
    built = {f"/assets/{path.name}" for path in (folder / "dist/assets").iterdir() if path.suffix in (".js", ".css")}
    assert set(json.loads(listed[1])) == built


@pytest.mark.parametrize("path", ["/assets/index-older1.js", "/assets/", "/assets/../assets/none.css"])
async def test_a_part_of_another_version_is_not_there_and_no_page_stands_in_for_it(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert "<html" not in answer.text


@pytest.mark.parametrize("path", ["/", "/s/ABC234"])
async def test_a_page_can_only_be_read_and_the_refusal_too(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.put(path, content=b"another")
    assert (answer.status_code, answer.headers["allow"], answer.text) == (405, "GET, HEAD", "405 Method Not Allowed")


async def test_the_api_answers_data_that_nothing_may_run_or_frame(browser: httpx.AsyncClient) -> None:
    for path in ("/api/v1/auth/refresh", "/api/v1/nowhere"):
        headers = (await browser.post(path)).headers
        assert headers.get_list("content-security-policy") == ["default-src 'none'; frame-ancestors 'none'"]
        assert headers.get_list("x-content-type-options") == ["nosniff"]
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]


async def test_no_answer_says_what_it_was_made_by_or_lets_another_site_read_it(browser: httpx.AsyncClient) -> None:
    origin = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    for method, path in (("POST", "/api/v1/auth/refresh"), ("OPTIONS", "/api/v1/auth/refresh"), ("GET", "/")):
        answer = await browser.request(method, path, headers=origin)
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert not {"server", "via"} & answer.headers.keys()
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


async def test_a_function_hears_the_clients_address_from_the_gateway_alone(browser: httpx.AsyncClient) -> None:
    lies = {"X-Real-IP": "198.51.100.1", "X-Forwarded-For": "198.51.100.2", "X-Forwarded-Host": "evil.test"}
    told = httpx.Headers((await browser.post("/api/v1/auth/refresh", headers=lies)).json())
    assert told["x-real-ip"] == "127.0.0.1"
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-host"] == told["host"] == browser.base_url.netloc.decode()


async def test_a_request_has_one_id_for_its_client_its_function_and_the_log(
    browser: httpx.AsyncClient, folder: Path
) -> None:
    path = "/api/v1/auth/refresh?token=hush"
    told = [
        httpx.Headers((await browser.post(path, headers={"X-Request-Id": given})).json())["x-request-id"]
        for given in ("tap-7", "tap 8\\", "x" * 65)
    ]
    assert told[0] == "tap-7"
    assert all(re.fullmatch(r"[0-9a-f-]{36}", made) for made in told[1:])
    nowhere = await browser.get("/api/v1/nowhere", headers={"X-Request-Id": "tap-9"})
    assert nowhere.headers["x-request-id"] == nowhere.json()["request_id"] == "tap-9"

    async def logged(request_id: str) -> list[logs.Line]:
        return logs.about(request_id, (folder / "caddy" / "caddy.log").read_text(encoding="utf-8").splitlines())

    for request_id, said in (("tap-7", "POST /api/v1/auth/refresh 200"), ("tap-9", "GET /api/v1/nowhere 404")):
        (line,) = await until(partial(logged, request_id), bool)
        assert line.where == "gateway"
        assert line.message.startswith(said)
        assert line.milliseconds is not None
    text = (folder / "caddy" / "caddy.log").read_text(encoding="utf-8")
    assert "hush" not in text
    of_requests = "".join(line for line in text.splitlines() if logs.GATEWAY in line)
    assert "127.0.0.1" not in of_requests.replace(browser.base_url.netloc.decode(), "")


async def test_an_address_and_headers_have_an_end(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/me?x=" + "y" * 2048)
    assert refusal(answer) == (414, "address_too_long")
    assert (await browser.get("/?x=" + "y" * 2048)).status_code == 414
    assert (await browser.get("/", headers={"X-Long": "x" * 32 * 1024})).status_code == 431


async def test_no_request_may_take_longer_than_it_needs() -> None:
    """By the configuration as Caddy reads it, in nanoseconds: nobody waits for it here."""
    environ = {name: "/nowhere" for name in ("ARTEL_SOCKETS", "ARTEL_WEBAPP")}
    environ |= {
        "ARTEL_PORT": "1",
        "ARTEL_GATEWAY_METRICS": "2",
        "ARTEL_ROUTES": str(ROOT / "infra/generated/routes.caddy"),
    }
    adapting = await asyncio.create_subprocess_exec(
        *(programs.caddy(), "adapt", "--config", ROOT / "infra/caddy/local.Caddyfile", "--adapter", "caddyfile"),
        env=environ,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await adapting.communicate()
    servers = json.loads(out)["apps"]["http"]["servers"].values()
    assert len(servers) == 2, "the product's and Prometheus's"
    ends = ("read_header_timeout", "read_timeout", "write_timeout", "idle_timeout")
    for server in servers:
        assert [server[end] / 1e9 for end in ends] == [5, 15, 60, 120]
        assert server["max_header_bytes"] == MAX_HEADER_BYTES
        assert server["trusted_proxies_strict"] == 1


async def test_whoever_sends_half_a_head_is_cut_and_half_a_body_holds_no_function(
    hurried: Path, folder: Path, sockets: Path
) -> None:
    let_go = asyncio.Event()

    async def waiting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the gateway gives up: the client never sends the rest
        let_go.set()
        writer.close()

    function = await asyncio.start_unix_server(waiting, sockets / "auth_logout.sock")
    async with function, gateway(hurried, folder, sockets) as caddy, asyncio.timeout(SECONDS):
        head, half_a_head = await asyncio.open_connection("127.0.0.1", caddy.port)
        _, half_a_body = await asyncio.open_connection("127.0.0.1", caddy.port)
        half_a_head.write(b"GET / HTTP/1.1\r\nHost: a")
        half_a_body.write(b"POST /api/v1/auth/logout HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
        assert b" 200 " not in await head.read()  # to the end, perhaps with a 400
        await let_go.wait()
        half_a_head.close()
        half_a_body.close()
