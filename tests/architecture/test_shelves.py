"""Each folder of functions/ and handlers/ is a deployable of its own, and serves with only what it ships with"""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from common import auth
from common.db import Database
from common.manifest import ROOT, Manifest, shelf
from common.settings import DEVELOPMENT_BOT_TOKEN, Settings
from infra.local.services import Postgres, Valkey
from infra.telegram.fake import FakeBotApi
from infra.telegram.server import serving
from tests.architecture.rehearsal import Rehearsal, Visit, rehearse, stage
from tests.functions.conftest import init_data
from tests.functions.evening import Arrivals, Evening, Gateway, Person, client

SHELF = shelf()
HTTP = [manifest for manifest in SHELF if manifest.kind == "http"]
NOT_ABOARD = {"pydantic", "sqlalchemy", "faststream", "aio_pika", "boto3", "rich", "alembic", "infra", "tests"}

A_TEMPLATE = {"name": "Дом", "rules": {"game_type": "kolkhoz"}}
BODIES: dict[str, Callable[[Settings, Evening, Person], Any]] = {
    "telegram_webhook": lambda _, __, ___: {"update_id": 1},
    "auth_telegram": lambda settings, _, __: {"init_data": init_data(settings)},
    "auth_refresh": lambda _, __, caller: {"refresh_token": caller.refresh_token},
    "session_create": lambda _, __, ___: {},
    "session_join": lambda _, evening, __: {"code": evening.code},
    "session_invite": lambda _, evening, __: {"player_id": str(evening.people["Борис"].id)},
    "player_update_me": lambda _, __, ___: {"language": "en"},
    "notification_mark_read": lambda _, __, ___: {},
    "notification_set_settings": lambda _, __, ___: {},
    "template_create": lambda _, __, ___: A_TEMPLATE,
    "template_replace": lambda _, __, ___: A_TEMPLATE,
    "session_update": lambda _, __, ___: {"name": "Турнир"},
    "session_change_seat": lambda _, __, ___: {"role": "spectator"},
    "session_add_guest": lambda _, __, ___: {"display_name": "Коля"},
    "session_add_ledger_entry": lambda _, evening, __: {
        "kind": "bar",
        "payer_seat_id": evening.seats["Гость"],
        "kopecks": 300_00,
    },
    "session_replay": lambda _, __, ___: {"rules": {"game_type": "kolkhoz"}},
    "session_request_report": lambda _, __, ___: {"format": "pdf"},
    "rules_describe": lambda _, __, ___: {"rules": {"game_type": "kolkhoz"}},
    "game_set_turns": lambda _, evening, __: {"turns": [evening.seats["Гость"], evening.seats["Анна"]]},
    "game_record_event": lambda _, evening, __: {
        "id": str(uuid4()),
        "kind": "miss",
        "seat_id": evening.seats["Гость"],
    },
}


def named(manifests: list[Manifest]) -> list[Any]:
    return [pytest.param(manifest, id=manifest.name) for manifest in manifests]


@pytest.mark.parametrize("manifest", named(SHELF))
def test_a_folder_holds_three_files_and_its_name_is_the_name_of_everything(manifest: Manifest) -> None:
    # Without __init__.py the import rules are blind to the folder, and say that they are kept.
    files = {path.name for path in manifest.folder.iterdir() if path.name != "__pycache__"}
    assert files >= {"__init__.py", "handler.py", "manifest.toml"}
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", manifest.name)
    assert manifest.handler() is not None
    assert (ROOT / "tests" / manifest.folder.parent.name / f"test_{manifest.name}.py").exists()


@pytest.mark.parametrize("manifest", named(HTTP))
def test_the_operation_has_the_name_of_the_folder(manifest: Manifest) -> None:
    handler = manifest.handler()
    assert handler.handler_name == manifest.name
    assert handler.fn.__doc__, "the description in the contract is the docstring"


def test_no_folder_is_left_out_of_the_shelf() -> None:
    folders = {path.name for kind in ("functions", "handlers") for path in (ROOT / kind).iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == {manifest.name for manifest in SHELF}


@pytest.fixture(scope="module")
def telegram_url() -> Iterator[str]:
    with serving(FakeBotApi(DEVELOPMENT_BOT_TOKEN)) as url:
        yield url


@pytest.fixture(scope="module")
async def rehearsals(
    postgres: Postgres, valkey: Valkey, telegram_url: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Rehearsal]:
    """Every function, served alone and visited once, as many at a time as there are processors."""
    private_key, public_keys = auth.generate_keys()
    settings = Settings(
        database_url=postgres.url,
        valkey_url=valkey.url,
        s3_url="https://artel:artel@storage.test/artel",
        jwt_private_key=private_key,
        jwt_public_keys=public_keys,
        telegram_api_url=telegram_url,
    )
    database, gateway, few = Database(postgres.url, name="tests"), Gateway(settings), asyncio.Semaphore(_processors())
    arrive, staged = Arrivals(database, settings), stage(tmp_path_factory.mktemp("staged"))

    async def one(manifest: Manifest, directory: Path) -> tuple[str, Rehearsal]:
        async with few:
            visit = await _prepare(manifest, gateway, settings, await arrive(), await arrive())
            return manifest.name, await rehearse(manifest, staged, directory, settings, visit)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(gateway.open())
        stack.push_async_callback(database.close)
        return dict(await asyncio.gather(*(one(each, tmp_path_factory.mktemp(each.name)) for each in HTTP)))


@pytest.mark.parametrize("manifest", named(HTTP))
def test_a_function_serves_alone_with_only_what_its_image_holds(
    manifest: Manifest, rehearsals: dict[str, Rehearsal]
) -> None:
    rehearsal = rehearsals[manifest.name]
    assert 100 < rehearsal.status < 300, rehearsal.output
    assert {module.partition(".")[0] for module in rehearsal.modules} & NOT_ABOARD == set()
    assert [name for name in rehearsal.modules if name.startswith("functions.") and name.endswith(".handler")] == [
        f"functions.{manifest.name}.handler"
    ]
    assert "common.worker" not in rehearsal.modules
    if "postgres" in manifest.needs:
        assert "asyncpg" in rehearsal.modules


async def _prepare(manifest: Manifest, gateway: Gateway, settings: Settings, caller: Person, other: Person) -> Visit:
    """An evening of the caller's own, with a live game where the path asks for one; the other is not there."""
    async with client(gateway, caller.access_token) as phone:
        session = (await phone.post("sessions", json={})).json()
        evening = Evening(
            session["id"],
            session["code"],
            {"Анна": phone},
            {"Анна": caller, "Борис": other},
            {"Анна": session["host_seat_id"]},
        )
        await evening.guest("Гость")
        ids = {"session_id": evening.id, "device_id": str(caller.sign_in_id), "seat_id": evening.seats["Гость"]}
        path = next(iter(manifest.handler().paths))
        if "{game_id" in path:
            match = await evening.start()
            ids["game_id"] = match.id
            if path.endswith("/share"):
                await match.finish()
        if "{report_id" in path:
            wanted = await phone.post(f"sessions/{evening.id}/reports", json={"format": "pdf"})
            ids["report_id"] = wanted.json()["id"]
        if "{entry_id" in path:
            paid = {
                "kind": "payment",
                "payer_seat_id": evening.seats["Гость"],
                "payee_seat_id": session["host_seat_id"],
            }
            ids["entry_id"] = (await phone.post(f"sessions/{evening.id}/ledger", json=paid | {"kopecks": 1})).json()[
                "id"
            ]
        if "{template_id" in path:
            ids["template_id"] = (await phone.post("templates", json=A_TEMPLATE)).json()["id"]
        if "{player_id" in path:
            ids |= {"player_id": str(caller.id), "other_id": str(other.id)}
        if "{other_id" in path:
            async with client(gateway, other.access_token) as theirs:
                await theirs.post("sessions/join", json={"code": evening.code})
        if path.endswith("/claim"):
            link = await phone.post(f"sessions/{evening.id}/guests/{ids['seat_id']}/link")
            return Visit(other, ids, link.json())
    body = BODIES.get(manifest.name)
    return Visit(caller, ids, body(settings, evening, caller) if body else None)


def _processors() -> int:
    return os.cpu_count() or 1
