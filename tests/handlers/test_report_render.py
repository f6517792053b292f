"""A report is made once, whatever happens in between"""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest

from common.db import Database
from common.domain.events import ReportRequested
from common.domain.report import Format, Wish
from common.files import Files
from common.manifest import ROOT, load
from common.settings import Settings
from common.store import players, reports, sessions
from common.store.statement import Executor
from infra.local.services import Storage
from tests.handlers.conftest import Deliver, Queues
from tests.handlers.players import add_game, add_player
from tests.storage import client, empty, keys

RENDER = "handlers/report_render"


@pytest.fixture
def settings(settings: Settings, storage: Storage) -> Settings:
    """With a storage, which is empty."""
    empty(storage)
    return replace(settings, s3_url=storage.url)


async def evening(database: Database) -> UUID:
    """One player's, with a game that he has won."""
    anna, game = await add_player(database), await add_game(database)
    seat = await database.fetchval(
        "INSERT INTO seats (session_id, player_id, display_name, role)"
        " SELECT session_id, $1, 'Анна', 'player' FROM games WHERE id = $2 RETURNING id",
        *(anna, game),
    )
    await database.execute("INSERT INTO game_results VALUES ($1, $2, 1, 1, 0, 0)", game, seat)
    await database.execute(
        "UPDATE games SET status = 'finished', finished_at = now(), winner_seat_ids = ARRAY[$2::uuid] WHERE id = $1",
        *(game, seat),
    )
    return anna


async def ask(database: Database, player_id: UUID, format_: Format) -> ReportRequested:
    session_id = await database.fetchval("SELECT session_id FROM seats WHERE player_id = $1", player_id)
    wish = Wish(format_, "ru", "Europe/Moscow", sums=True)
    report, is_new, _ = await reports.ask(database, await sessions.read(database, session_id), player_id, wish)
    assert is_new
    return ReportRequested(report.id, session_id, format_)


async def asked(database: Database, format_: Format = "json") -> tuple[ReportRequested, UUID]:
    """A report as a player has asked for it, and the player."""
    anna = await evening(database)
    return await ask(database, anna, format_), anna


async def told(database: Database) -> list[str]:
    return [row["topic"] for row in await database.fetch("SELECT topic FROM outbox ORDER BY id")]


@pytest.mark.parametrize(
    ("format_", "media_type", "beginning"),
    [
        # The others are made the same way: tests/reports.
        ("pdf", "application/pdf", b"%PDF-"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    ],
)
async def test_the_file_lies_in_the_storage_and_the_world_is_told_once(
    deliver: Deliver, database: Database, storage: Storage, format_: Format, media_type: str, beginning: bytes
) -> None:
    event, _ = await asked(database, format_)
    await deliver("report_render", event)
    await deliver("report_render", event)  # the same under another message id: asked for again by an operator
    report = await reports.find(database, event.report_id)
    assert report is not None
    assert report.made_at
    found = client(storage).get_object(Bucket=Storage.bucket, Key=report.key)
    data = found["Body"].read()
    assert (data[: len(beginning)], len(data)) == (beginning, report.size_bytes)
    assert found["ContentType"] == media_type
    assert found["ContentDisposition"].endswith(f'.{format_}"')
    assert keys(storage) == {report.key}
    assert await told(database) == ["report.ready"]


async def test_a_report_that_was_withdrawn_is_not_made_and_what_is_left_of_it_goes(
    deliver: Deliver, database: Database, storage: Storage, settings: Settings
) -> None:
    event, anna = await asked(database)
    await Files(settings.s3_url).put(
        reports.key(event.report_id, "json"), b"{}", media_type="application/json", filename="x"
    )
    await reports.withdraw(database, anna)
    await deliver("report_render", event)
    assert keys(storage) == set()
    assert await told(database) == ["report.withdrawn"]


async def finish(module: str, settings: Settings) -> int:
    """Run report_render until it is idle, with only the packages that it is shipped with; its exit status."""
    process = await asyncio.create_subprocess_exec(
        *(ROOT / ".artel/venv/report/bin/python", "-m", module, RENDER, "--idle-seconds", "0.5"),
        cwd=ROOT,
        env={**os.environ, **settings.only(load(ROOT / RENDER).needs).environ()},
        stdout=PIPE,
    )
    async with asyncio.timeout(60):
        await process.communicate()
    return process.returncode or 0


async def test_killed_when_its_file_lies_there_it_is_made_again_by_the_next(
    queues: Queues, database: Database, settings: Settings, storage: Storage
) -> None:
    event, _ = await asked(database)
    await queues.tell(event)
    assert await finish("tests.handlers.dies_while_rendering", settings) == -signal.SIGKILL
    assert keys(storage) == {reports.key(event.report_id, "json")}
    assert await told(database) == []

    assert await finish("common.serve", settings) == 0
    assert keys(storage) == {reports.key(event.report_id, "json")}
    assert await told(database) == ["report.ready"]
    assert await queues.depth("report_render") == 0


def while_putting(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[None]]) -> list[str]:
    """What the first put is kept waiting for; what each put puts."""
    put, said = Files.put, []

    async def put_late(self: Files, key: str, data: bytes, *, media_type: str, filename: str) -> None:
        said.append(data.decode())
        if len(said) == 1:
            await happens()
        await put(self, key, data, media_type=media_type, filename=filename)

    monkeypatch.setattr(Files, "put", put_late)
    return said


async def erase(db: Executor, player_id: UUID) -> None:
    await players.erase(db, player_id)
    await reports.withdraw(db, player_id)


async def test_whoever_is_erased_while_it_is_made_takes_it_with_him(
    deliver: Deliver, database: Database, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, anna = await asked(database)

    async def erased() -> None:
        async with database.transaction() as db:
            await erase(db, anna)

    said = while_putting(monkeypatch, erased)
    await deliver("report_render", event)
    assert ["Анна" in each for each in said] == [True, False]
    assert keys(storage) == set()
    assert await told(database) == ["report.withdrawn"]


async def test_an_erasure_that_knew_nothing_of_the_report_is_waited_for(
    deliver: Deliver, database: Database, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await evening(database)
    erased, made = asyncio.Event(), asyncio.Event()

    async def erasing() -> None:
        async with database.transaction() as db:
            await erase(db, anna)
            erased.set()
            await made.wait()

    async def ends_soon() -> None:
        made.set()

    said = while_putting(monkeypatch, ends_soon)
    async with asyncio.TaskGroup() as group:
        group.create_task(erasing())
        await erased.wait()
        event = await ask(database, anna, "json")
        await deliver("report_render", event)
    assert "Анна" not in said[-1]
    (key,) = keys(storage)
    assert client(storage).get_object(Bucket=Storage.bucket, Key=key)["Body"].read().decode() == said[-1]
    assert await told(database) == ["report.ready"]
