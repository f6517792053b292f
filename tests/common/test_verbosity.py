"""How much is logged changes while a process runs, and no request waits for it."""

import asyncio
import io
import logging
import sys

import pytest
from loguru import logger

from common import cache, logs, verbosity
from common.logs import Verbosity
from common.settings import Settings
from infra import verbosity as operator
from infra.local.services import Valkey
from tests.product import until

USUAL = Verbosity("INFO", 1.0)


@pytest.fixture(autouse=True)
def _as_it_was():
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    yield
    logger.configure(handlers=[{"sink": sys.stderr}], extra={}, patcher=lambda record: None)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
async def client(valkey: Valkey):
    async with cache.connect(valkey.url) as made:
        yield made
        await made.delete("log:level", "log:level:game_finish", "log:sample")


async def test_what_is_said_for_one_function_goes_before_what_is_said_for_all(client):
    assert await verbosity.wanted(client, "game_finish", USUAL) == USUAL
    await client.set("log:level", "WARNING")
    await client.set("log:sample", "0.5")
    assert await verbosity.wanted(client, "game_finish", USUAL) == Verbosity("WARNING", 0.5)
    await client.set("log:level:game_finish", "DEBUG")
    assert await verbosity.wanted(client, "game_finish", USUAL) == Verbosity("DEBUG", 0.5)
    assert await verbosity.wanted(client, "game_show", USUAL) == Verbosity("WARNING", 0.5)


@pytest.mark.parametrize("nonsense", ["", "LOUD", b"\xff"])
async def test_nonsense_is_not_heard(client, nonsense):
    await client.set("log:level", nonsense)
    await client.set("log:sample", nonsense)
    assert await verbosity.wanted(client, "game_finish", USUAL) == USUAL


async def test_a_running_process_hears_it_and_forgets_it(client, valkey, monkeypatch, capsys):
    monkeypatch.setattr(verbosity, "LOOK_SECONDS", 0.01)
    logs.configure("game_finish", as_json=True)

    async def written() -> bool:
        logger.debug("seen")
        return "seen" in capsys.readouterr().out

    async with verbosity.followed("game_finish", Settings(telemetry_url=valkey.url)):
        assert not await written()
        out = io.StringIO()
        await operator.run(valkey.url, ["DEBUG", "--function", "game_finish", "--minutes", "10"], out)
        assert out.getvalue().startswith("log:level:game_finish = DEBUG for another 10 minutes\n")
        await until(written, bool)
        await operator.run(valkey.url, ["usual", "--function", "game_finish"], io.StringIO())
        await until(written, lambda seen: not seen)


async def test_without_valkey_the_last_word_counts():
    async with verbosity.followed("game_finish", Settings(telemetry_url="valkey://127.0.0.1:1/0")):
        await asyncio.sleep(0)
    async with verbosity.followed("game_finish", Settings()):
        pass
