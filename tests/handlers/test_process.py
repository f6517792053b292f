"""Handlers as processes of their own, with nothing but their environment."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from uuid import uuid4

from common.db import Database
from common.domain.events import GameFinished, SeatResult
from common.manifest import ROOT, load
from common.settings import Settings
from tests.handlers.conftest import REQUEST_ID, Queues
from tests.handlers.players import add_game, add_player

STATS_UPDATE = "handlers/stats_update"


async def finish(module: str, settings: Settings) -> tuple[int, list[dict[str, object]]]:
    """Run stats_update until it is idle: its exit status and the lines of its log."""
    needed = settings.only(load(ROOT / STATS_UPDATE).needs)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, STATS_UPDATE, "--idle-seconds", "0.5"),
        cwd=ROOT,
        env={**os.environ, **needed.environ()},
        stdout=PIPE,
    )
    async with asyncio.timeout(30):
        output, _ = await process.communicate()
    return process.returncode or 0, [json.loads(line) for line in output.splitlines()]


async def test_a_consumer_killed_between_effect_and_ack_counts_once(
    queues: Queues, database: Database, settings: Settings
) -> None:
    anna = await add_player(database)
    result = SeatResult(uuid4(), anna, points=1, balls=1, fouls=0, net_kopecks=0, won=False)
    await queues.tell(GameFinished(uuid4(), await add_game(database), 1, "kolkhoz", (result,)))

    status, _ = await finish("tests.handlers.dies_before_ack", settings)
    assert status == -signal.SIGKILL
    assert await database.fetchval("SELECT games FROM player_totals") == 1

    status, lines = await finish("common.serve", settings)
    assert status == 0
    assert await database.fetchval("SELECT games FROM player_totals") == 1
    (line,) = [line for line in lines if "outcome" in line]
    assert line["outcome"] == "seen"
    assert (line["function"], line["request_id"]) == ("stats_update", REQUEST_ID)
    assert await queues.depth("stats_update") == 0


async def test_a_failure_is_logged_under_the_request_that_caused_it(
    queues: Queues, database: Database, settings: Settings
) -> None:
    unknown_player = SeatResult(uuid4(), uuid4(), points=1, balls=1, fouls=0, net_kopecks=0, won=False)
    await queues.tell(GameFinished(uuid4(), await add_game(database), 1, "kolkhoz", (unknown_player,)))

    status, lines = await finish("common.serve", settings)

    assert status == 0
    about_it = [line for line in lines if line["request_id"] == REQUEST_ID]
    assert [line.get("outcome") for line in about_it] == [
        None,
        "retried",
        None,
        "retried",
        None,
        "retried",
        None,
        "dead",
    ]
    assert "ForeignKeyViolationError" in str(about_it[0]["exception"])


async def test_a_consumer_imports_neither_the_web_nor_sqlalchemy() -> None:
    code = (
        "import sys; from common import manifest, serve, worker; "
        "[manifest.load(manifest.ROOT / 'handlers' / name).handler() for name in ('stats_update', 'outbox_relay')]; "
        "print([name for name in ('litestar', 'sqlalchemy', 'jwt') if name in sys.modules])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdout=PIPE)
    output, _ = await process.communicate()
    assert output.decode().strip() == "[]"
