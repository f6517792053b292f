"""The evening's report on the whole product: what it needs beside the rest starts when it is asked for"""

import httpx

from infra.local.runner import Runner
from tests.product import Guest, kill, until


async def test_a_report_is_fetched_by_whoever_has_its_link(product: Runner) -> None:
    anna = await Guest(product, 4711, "Анна").sign_in()
    session = (await anna.post("sessions")).json()

    async def fetched(format_: str) -> bytes:
        asked = await anna.post(f"sessions/{session['id']}/reports", format=format_)
        assert asked.status_code == 202
        place = asked.headers["location"].removeprefix("/api/v1/")
        report = await until(lambda: anna.get(place), lambda shown: shown["state"] == "ready")
        async with httpx.AsyncClient() as anyone:
            answer = await anyone.get(report["link"]["url"])
        assert answer.headers["content-disposition"].startswith("attachment")
        return answer.content

    assert (await fetched("pdf")).startswith(b"%PDF-")

    # The local storage keeps nothing when it ends, and then nothing says that it does.
    async def is_back() -> bool:
        return product.storage.ready and product.storage.starts == 2

    kill(product.storage.pid)
    await until(is_back, bool)
    path = f"sessions/{session['id']}/reports"
    await until(lambda: anna.post(path, format="pdf"), lambda asked: asked.json()["state"] == "pending")
    assert (await fetched("pdf")).startswith(b"%PDF-")
    await anna.close()
