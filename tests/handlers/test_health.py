"""A consumer says that it is alive to whoever asks over HTTP, and nobody who asks badly disturbs it"""

import asyncio
import signal
import sys
from pathlib import Path

import httpx
import pytest

from common import health as check
from common import serve
from common.manifest import ROOT
from common.worker import health
from infra.local.ports import free_port, is_free

NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "DATABASE_DIRECT_URL": "postgresql://nobody@127.0.0.1:1/none",
    "RABBITMQ_URL": "amqp://nobody@127.0.0.1:1/",
    "VALKEY_URL": "valkey://127.0.0.1:1/0",
    "S3_URL": "http://nobody:nothing@127.0.0.1:1/none?region=none",
}


@pytest.fixture
def port() -> int:
    return free_port()


async def test_whoever_asks_properly_is_answered(port: int) -> None:
    async def page() -> bytes:
        return b"counted 1\n"

    pages = health.Pages({b"/metrics": page})
    async with health.answering(serve.listening("127.0.0.1", port), pages), httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/healthz")
        assert (answer.status_code, answer.text) == (200, "ok")
        assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 404
        counted = await client.get(f"http://127.0.0.1:{port}/metrics")
        assert counted.text == "counted 1\n"
    assert is_free(port)


@pytest.mark.parametrize("asked", [b"", b"GET /healthz HTTP/1.1\r\n", b"x" * 20_000])
async def test_whoever_does_not_is_cut_off(port: int, asked: bytes) -> None:
    async with health.answering(serve.listening("127.0.0.1", port), health.Pages()):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked)
        writer.write_eof()
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()


async def test_without_a_socket_nobody_asks() -> None:
    async with health.answering(None, health.Pages()):
        pass


async def test_a_group_of_handlers_works_and_ends_in_one_process(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.serve", "handlers", "--port", str(port)),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **NOWHERE},
        stdout=asyncio.subprocess.DEVNULL,
    )
    monkeypatch.setenv("PORT", str(port))
    # Its database and its RabbitMQ are away, which it waits for: alive is not the same as able to work.
    try:
        async with asyncio.timeout(60):
            while await asyncio.to_thread(check.main) != 0:
                assert process.returncode is None
                await asyncio.sleep(0.05)  # between two looks, while it imports
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await process.wait() == 0
    assert await asyncio.to_thread(check.main) == 1


def test_the_check_stands_alone() -> None:
    # It is run without site-packages and without our own directory.
    assert "from common" not in Path(check.__file__).read_text(encoding="utf-8")
