import asyncio
import os
import random
import shutil
import signal
from pathlib import Path

import httpx
import pytest

from common.settings import Settings
from infra.local.processes import Identity
from tests.local.conftest import Open, eventually, render_routes


def environment_of(pid: int | None) -> set[str]:
    """The names of the variables that a process was started with."""
    variables = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return {variable.partition("=")[0] for variable in variables}


async def test_the_first_connection_starts_a_function_and_idleness_ends_it(open_shelf: Open) -> None:
    async with open_shelf(idle_seconds=0.3) as shelf:
        hello = shelf.functions["hello"]
        assert (hello.state, hello.pid, hello.starts) == ("zero", None, 0)
        pid = (await shelf.client.get("/hello")).json()
        assert (hello.state, hello.pid, hello.starts) == ("warm", pid, 1)
        await eventually(lambda: hello.state == "zero")
        assert (await shelf.client.get("/hello")).json() != pid
        assert (hello.starts, hello.crashes) == (2, 0)


async def test_a_cold_start_is_measured_to_the_end_of_its_first_answer(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        await shelf.client.post("/echo", json={"milliseconds": 200})
        echo = shelf.functions["echo"]
        await eventually(lambda: echo.cold_start_ms is not None)
        assert echo.cold_start_ms is not None
        assert 200 < echo.cold_start_ms < 2000
        measured = echo.cold_start_ms
        await shelf.client.post("/echo", json={"milliseconds": 300})
        assert echo.cold_start_ms == measured


async def test_no_request_is_lost_while_functions_come_and_go(open_shelf: Open) -> None:
    chance = random.Random(20261122)
    async with open_shelf(idle_seconds=0.2) as shelf:

        async def visit(until: float) -> int:
            sent = 0
            while asyncio.get_running_loop().time() < until:
                # Around the idle time, so that requests meet functions in every moment of their leaving.
                await asyncio.sleep(chance.uniform(0, 0.45))
                body = {"milliseconds": chance.choice([0, 0, 5, 50]), "number": sent}
                answers = await asyncio.gather(shelf.client.post("/echo", json=body), shelf.client.get("/hello"))
                assert [answer.status_code for answer in answers] == [200, 200]
                assert answers[0].json() == body
                sent += 2
            return sent

        until = asyncio.get_running_loop().time() + 6
        sent = sum(await asyncio.gather(visit(until), visit(until)))
        starts = shelf.functions["echo"].starts + shelf.functions["hello"].starts
        assert sent > 50
        assert starts > 10
        assert [function.crashes for function in shelf.functions.values()] == [0] * len(shelf.functions)


async def test_a_request_in_work_outlives_the_idle_time(open_shelf: Open) -> None:
    async with open_shelf(idle_seconds=0.1) as shelf:
        answer = await shelf.client.post("/echo", json={"milliseconds": 700})
        assert answer.status_code == 200
        assert shelf.functions["echo"].starts == 1


async def test_a_silent_connection_does_not_keep_a_function_alive(open_shelf: Open) -> None:
    async with open_shelf(idle_seconds=0.1) as shelf:
        hello = shelf.functions["hello"]
        _, silent = await asyncio.open_unix_connection(hello.path)
        await eventually(lambda: hello.starts == 1 and hello.state == "zero")
        # Its child waits a moment for what the connection may ask; the next one serves already.
        assert (await shelf.client.get("/hello")).status_code == 200
        silent.close()
        await silent.wait_closed()


async def test_a_connection_that_was_accepted_may_still_ask_while_its_function_leaves(open_shelf: Open) -> None:
    async with open_shelf(idle_seconds=0.1) as shelf:
        hello = shelf.functions["hello"]
        reader, writer = await asyncio.open_unix_connection(hello.path)
        await eventually(lambda: hello.starts == 1 and hello.state == "zero")
        await asyncio.sleep(0.5)  # a proxy that was held up between connecting and asking
        writer.write(b"GET /api/v1/hello HTTP/1.1\r\nHost: artel\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 200 OK")
        writer.close()
        await writer.wait_closed()
        assert hello.starts == 1


async def test_twenty_functions_hit_at_once_all_answer(open_shelf: Open, root: Path) -> None:
    names = [f"hello_{number}" for number in range(20)]
    for name in names:
        folder = root / "functions" / name
        shutil.copytree(root / "functions/hello", folder)
        text = (folder / "handler.py").read_text().replace("/hello", f"/{name}").replace("def hello(", f"def {name}(")
        (folder / "handler.py").write_text(text)
    render_routes(root)
    async with open_shelf() as shelf:
        answers = await asyncio.gather(*(shelf.client.get(f"/{name}") for name in names))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json() for answer in answers}) == 20


async def test_a_killed_function_is_back_with_the_next_request(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        hello = shelf.functions["hello"]
        for _ in range(3):
            pid = (await shelf.client.get("/hello")).json()
            os.kill(pid, signal.SIGKILL)
            await eventually(lambda: hello.pid is None)
            assert hello.state == "zero"
        assert (await shelf.client.get("/hello")).status_code == 200
        assert hello.starts == 4


async def test_crashes_in_a_row_are_answered_with_growing_pauses(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        broken = shelf.functions["breaks_on_import"]
        began = asyncio.get_running_loop().time()
        for crashes in (1, 2, 3, 4):
            answer = await shelf.client.get("/breaks_on_import")
            assert answer.status_code == 503
            assert answer.json()["code"] == "unavailable"
            assert "make logs F=breaks_on_import" in answer.json()["detail"]
            assert broken.crashes == crashes
        assert asyncio.get_running_loop().time() - began > 0.4 + 0.8
        assert "on purpose" in (shelf.directory / "breaks_on_import.log").read_text()


async def test_a_mended_function_recovers_by_itself(open_shelf: Open, root: Path) -> None:
    async with open_shelf() as shelf:
        assert (await shelf.client.get("/breaks_on_import")).status_code == 503
        sound = (root / "functions/hello/handler.py").read_text().replace("hello", "breaks_on_import")
        (root / "functions/breaks_on_import/handler.py").write_text(sound)
        assert (await shelf.client.get("/breaks_on_import")).status_code == 200
        assert shelf.functions["breaks_on_import"].state == "warm"


async def test_children_outlive_their_fork_server_and_the_next_one_goes_on(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        pid = (await shelf.client.get("/hello")).json()
        assert shelf.server.pid is not None
        os.kill(shelf.server.pid, signal.SIGKILL)
        await shelf.server.died()
        assert (await shelf.client.get("/hello")).json() == pid
        cold = asyncio.create_task(shelf.client.post("/echo", json={"milliseconds": 0}))
        await eventually(lambda: shelf.functions["echo"].state == "starting")
        await shelf.server.start()
        assert (await cold).status_code == 200


async def test_a_child_ends_when_its_runner_is_gone(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        identity = Identity.of((await shelf.client.get("/hello")).json())
        assert identity is not None
        child = shelf.functions["hello"].child
        assert child is not None
        # What the kernel does to a killed runner: its end of the channel is closed.
        await child.stop()
        assert child.clean
        assert await identity.gone(5)


async def test_no_secret_is_in_the_environment_of_a_process(open_shelf: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody's")
    # There is no such Valkey, and reads may be answered without it: only what the process knows is of interest.
    given = Settings(valkey_url="valkey://nowhere/0", jwt_private_key="secret", denylist_fail="open")
    async with open_shelf(settings=given) as shelf:
        told = (await shelf.client.get("/tells_settings")).json()
        assert "valkey_url" in told["settings"]
        for names in (set(told["environment"]), environment_of(shelf.server.pid)):
            assert "PATH" in names
            assert not names & {"VALKEY_URL", "JWT_PRIVATE_KEY", "AWS_SECRET_ACCESS_KEY"}


async def test_an_unknown_address_and_a_flood_are_refused_in_the_form_of_the_api(open_shelf: Open) -> None:
    async with open_shelf() as shelf:
        unknown = await shelf.client.get("/nobody")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
        large = await shelf.client.post("/echo", content=b"x" * 70_000)
        assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")
        assert unknown.headers["content-type"] == large.headers["content-type"] == "application/problem+json"


async def test_nothing_but_the_api_and_the_webapp_is_reachable_from_outside(open_shelf: Open) -> None:
    async with open_shelf() as shelf, httpx.AsyncClient(base_url=shelf.caddy.url) as outside:
        assert (await outside.get("/healthz")).status_code == 404
        assert (await outside.get("/readyz")).status_code == 404
