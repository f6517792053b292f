"""What must never be in an answer or in a log line"""

import json
import logging
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from loguru import logger

from common import logs
from common.db import Database
from common.manifest import shelf
from common.settings import Settings
from common.web.app import BASE_PATH
from infra.render.routes import route
from tests.functions.conftest import Begin, SignIn, init_data
from tests.functions.evening import refusal
from tests.functions.instances import instance, watch


@pytest.fixture
def logged_as_in_production(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """JSON lines on stdout, as a container writes them."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logs.configure("tests", level="DEBUG", as_json=True)
    yield
    logger.remove()
    root.handlers[:], root.level = kept, level


@pytest.mark.usefixtures("logged_as_in_production")
async def test_secrets_are_in_no_log_line(
    nobody: httpx.AsyncClient, sign_in: SignIn, settings: Settings, begin: Begin, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = await sign_in("Анна")
    launch = init_data(settings, 987654321)
    signed_in = (await nobody.post("auth/telegram", json={"init_data": launch})).json()
    await nobody.post("auth/telegram", json={"init_data": launch[:-1]})
    await nobody.post("auth/refresh", json={"refresh_token": signed_in["refresh_token"]})
    await nobody.post("auth/refresh", json={"refresh_token": signed_in["refresh_token"]})
    await nobody.post("auth/refresh", content=f'{{"refresh_token": "{anna.refresh_token}"')
    nobody.headers["Authorization"] = f"Bearer {anna.access_token}"
    await nobody.get("me")
    nobody.headers["Authorization"] = f"Bearer {anna.access_token[:-2]}"
    await nobody.get("me")
    evening = await begin("Анна", "Борис")
    await (await evening.start()).finish()
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) >= 10
    assert all(line["request_id"] and line["function"] for line in lines)
    secrets = [
        anna.access_token, anna.refresh_token, signed_in["access_token"], signed_in["refresh_token"],
        launch[-64:], "987654321", settings.jwt_private_key, settings.telegram_bot_token, settings.database_url,
        "Bearer", "eyJ",
    ]  # fmt: skip
    assert [secret for secret in secrets if secret in out] == []


@pytest.mark.usefixtures("logged_as_in_production")
async def test_the_seed_of_an_open_session_is_in_no_answer_on_no_board_and_in_no_log(
    begin: Begin, database: Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    evening = await begin("Анна", "Борис")
    seed: bytes = await database.fetchval("SELECT seed FROM sessions")
    told: list[str] = []
    async with (
        instance(settings) as address,
        await watch(address, evening.id, evening.people["Борис"].access_token) as board,
    ):
        first = await evening.start()
        told.append((await first.pot("Анна")).text)
        told.append((await first.finish()).text)
        second = await evening.start()
        ids = {"session_id": evening.id, "game_id": second.id, "player_id": str(evening.people["Анна"].id)}
        reading = [found for each in shelf() if each.kind == "http" and (found := route(each)).method == "GET"]
        for found in reading:
            if not found.is_socket:
                path = re.sub(r"\{(\w+):uuid\}", lambda name: ids.get(name[1], str(uuid4())), found.path)
                told.append((await evening.host.get(path.removeprefix(f"{BASE_PATH}/"))).text)
        await second.cancel()
        version = (await evening.show())["version"]
        while board.version < version:
            await board.receive()
        told.append(json.dumps(board.received))
    assert any('"seed":null' in text for text in told)
    told.append(json.dumps([dict(row) for row in await database.fetch("SELECT topic, payload FROM outbox")]))
    told.append(capsys.readouterr().out)
    assert all(told)
    spellings = {seed.hex(), seed.hex().upper(), b64encode(seed).decode(), urlsafe_b64encode(seed).decode().rstrip("=")}
    assert [text for text in told for spelling in spellings if spelling in text] == []
    await evening.host.post(f"sessions/{evening.id}/close")
    shown = await evening.host.get(f"sessions/{evening.id}/fairness")
    assert shown.json()["seed"] == seed.hex()


@pytest.mark.usefixtures("logged_as_in_production")
async def test_a_bug_is_told_to_the_log_and_not_to_the_client(
    begin: Begin, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    # No code of ours writes this: it stands for any bug.
    await database.execute("UPDATE games SET state = '{}'")
    answer = await evening.host.get(f"games/{match.id}", headers={"X-Request-ID": "broken-one"})
    assert refusal(answer) == (500, "internal")
    out = capsys.readouterr().out
    (line,) = [found for text in out.splitlines() if (found := json.loads(text))["level"] == "ERROR"]
    assert line["request_id"] == "broken-one"
    assert "Traceback" in line["exception"]
    assert evening.people["Анна"].access_token not in out
