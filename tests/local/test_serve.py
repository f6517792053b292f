"""`python -m common.serve`, as containers, inetd and systemd start it."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from common.auth import generate_keys
from infra.local.ports import free_port, is_free
from infra.local.programs import ROOT
from tests.local.conftest import eventually

SERVE = [sys.executable, "-m", "common.serve"]
HELLO = "http://127.0.0.1/api/v1/hello"


@asynccontextmanager
async def served(
    root: Path, *command: str, stdin: int = asyncio.subprocess.DEVNULL, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process on the shelf, ended with the block if it has not ended by itself."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.communicate()


@pytest.fixture
def listener(tmp_path: Path) -> socket.socket:
    """A socket that somebody else listens on, as inetd and systemd do."""
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(tmp_path / "inherited"))
    made.listen()
    return made


def through(path: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=path), timeout=20)


async def test_a_function_answers_on_its_port_and_ends_when_idle(root: Path) -> None:
    port = free_port()
    async with served(root, *SERVE, "functions/hello", "--port", str(port), "--idle-seconds", "0.3") as process:
        await eventually(lambda: not is_free(port))
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/api/v1/hello")
        assert answer.json() == process.pid
        assert await process.wait() == 0


async def test_a_group_answers_the_routes_of_all_its_members(root: Path) -> None:
    port = free_port()
    folders = ["functions/hello", "functions/echo"]
    async with served(root, *SERVE, *folders, "--port", str(port)) as process, httpx.AsyncClient() as client:
        await eventually(lambda: not is_free(port))
        address = f"http://127.0.0.1:{port}/api/v1"
        assert (await client.get(f"{address}/hello")).json() == process.pid
        assert (await client.post(f"{address}/echo", json={"milliseconds": 0})).status_code == 200
        assert (await client.get(f"{address}/tells_settings")).status_code == 404


async def test_the_health_check_of_an_image_asks_over_http_and_imports_next_to_nothing(root: Path) -> None:
    port = free_port()
    check = [sys.executable, "-I", "-S", "-X", "importtime", str(ROOT / "common/health.py")]
    async with served(root, *SERVE, "functions/hello", "--port", str(port)):
        await eventually(lambda: not is_free(port))
        async with served(root, *check, PORT=str(port)) as checking:
            _, imported = await checking.communicate()
            assert checking.returncode == 0
            assert b"json" not in imported
            assert b"asyncio" not in imported
    async with served(root, *check, PORT=str(port)) as checking:
        assert await checking.wait() == 1


async def test_the_port_may_come_from_the_platform(root: Path) -> None:
    port = free_port()
    async with served(root, *SERVE, "functions/hello", PORT=str(port)):
        await eventually(lambda: not is_free(port))


async def test_a_terminated_function_answers_what_it_has_begun(root: Path) -> None:
    port = free_port()
    async with served(root, *SERVE, "functions/echo", "--port", str(port)) as process:
        await eventually(lambda: not is_free(port))
        async with httpx.AsyncClient() as client:
            begun = asyncio.create_task(
                client.post(f"http://127.0.0.1:{port}/api/v1/echo", json={"milliseconds": 1000})
            )
            asked = asyncio.create_task(client.post(f"http://127.0.0.1:{port}/api/v1/echo", json={"milliseconds": 0}))
            await asked
            process.send_signal(signal.SIGTERM)
            assert (await begun).status_code == 200
        assert await process.wait() == 0


async def test_inetd_hands_over_its_socket_as_standard_input(root: Path, listener: socket.socket) -> None:
    command = [*SERVE, "functions/hello", "--fd", "0", "--idle-seconds", "0.3"]
    with listener:
        async with (
            served(root, *command, stdin=listener.fileno()) as process,
            through(listener.getsockname()) as client,
        ):
            assert (await client.get(HELLO)).json() == process.pid
            assert await process.wait() == 0
        async with served(root, *command, stdin=listener.fileno()), through(listener.getsockname()) as client:
            assert (await client.get(HELLO)).status_code == 200


async def test_systemd_hands_over_its_socket_as_descriptor_three(root: Path, listener: socket.socket) -> None:
    moved = ["sh", "-c", 'exec "$@" 3<&0 </dev/null', "sh", *SERVE, "functions/hello"]
    with listener:
        async with (
            served(root, *moved, stdin=listener.fileno(), LISTEN_FDS="1") as process,
            through(listener.getsockname()) as client,
        ):
            assert (await client.get(HELLO)).json() == process.pid


async def test_a_socket_meant_for_another_process_is_not_taken(root: Path) -> None:
    port = free_port()
    command = [*SERVE, "functions/hello", "--port", str(port)]
    async with served(root, *command, LISTEN_FDS="1", LISTEN_PID="1"):
        await eventually(lambda: not is_free(port))


async def test_a_wrong_folder_ends_with_one_sentence(root: Path) -> None:
    async with served(root, *SERVE, "functions/nobody") as process:
        output, errors = await process.communicate()
        assert process.returncode == 2
        assert output == b""
        assert errors.decode().count("\n") == 1
        assert "nobody" in errors.decode()


PRIVATE_KEY, PUBLIC_KEYS = generate_keys()
GOOD = {
    "ARTEL_ENV": "production",
    "DATABASE_URL": "postgresql://app:9XkU2@127.0.0.1:1/artel",
    "VALKEY_URL": "redis://:9XkU2@127.0.0.1:1/0",
    "TELEMETRY_URL": "redis://:9XkU2@127.0.0.1:1/1",
    "JWT_PRIVATE_KEY": PRIVATE_KEY,
    "JWT_PUBLIC_KEYS": PUBLIC_KEYS,
    "TELEGRAM_BOT_TOKEN": "123:own",
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"JWT_PUBLIC_KEYS": ""}, "ARTEL_ENV=production needs JWT_PUBLIC_KEYS, which is not set."),
        ({"JWT_PRIVATE_KEY": ""}, "ARTEL_ENV=production needs JWT_PRIVATE_KEY, which is not set."),
        ({"TELEMETRY_URL": ""}, "ARTEL_ENV=production needs TELEMETRY_URL, which is not set."),
        ({"JWT_PRIVATE_KEY": "hush"}, "JWT_PRIVATE_KEY must be an Ed25519 key in PEM."),
        ({"DATABASE_URL": ""}, "ARTEL_ENV=production needs DATABASE_URL, which is not set."),
        (
            {"DATABASE_URL": "postgresql://artel:artel@127.0.0.1/artel"},
            "ARTEL_ENV=production needs a password of your own in DATABASE_URL.",
        ),
        ({"TELEGRAM_BOT_TOKEN": ""}, "ARTEL_ENV=production needs a TELEGRAM_BOT_TOKEN of your own."),
    ],
)
async def test_production_refuses_to_start_with_one_sentence(changed: dict[str, str], sentence: str) -> None:
    function = str(ROOT / "functions" / "auth_telegram")
    async with served(ROOT, *SERVE, function, "--port", str(free_port()), **(GOOD | changed)) as process:
        output, errors = await process.communicate()
    assert (process.returncode, output, errors.decode()) == (2, b"", f"{sentence}\n")


async def test_production_starts_with_secrets_of_ones_own_out_of_files(tmp_path: Path) -> None:
    secrets = {}
    for name, value in GOOD.items():
        (tmp_path / name).write_text(value + "\n", encoding="utf-8")
        secrets[f"{name}_FILE"] = str(tmp_path / name)
    port = free_port()
    async with served(ROOT, *SERVE, str(ROOT / "functions" / "auth_jwks"), "--port", str(port), **secrets):
        await eventually(lambda: not is_free(port))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
            assert (await client.get("/auth/jwks")).json() == json.loads(PUBLIC_KEYS)
