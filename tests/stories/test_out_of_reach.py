"""The app is opened where no server answers, by what the browser has kept of it (webapp/src/offline)"""

import re
import shutil
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from common.manifest import ROOT
from infra.local.runner import Runner
from infra.local.services import Caddy
from tests.product import until
from tests.stories.conftest import Open
from tests.stories.line import Break, Line
from tests.stories.table import KOLKHOZ, Table


async def kept(page: Page) -> None:
    """Wait until the page would open without a server."""
    is_active = "navigator.serviceWorker.getRegistration().then(found => Boolean(found?.active))"
    await until(lambda: page.evaluate(is_active), bool)


async def test_a_phone_that_starts_anew_without_a_server_has_its_board_and_taps_on(
    product: Runner, phone: Open
) -> None:
    table = await Table.lay(product, "Марат", guests=("Саша",), rules=KOLKHOZ)
    game = await table.begin()
    async with Line(product.config.url) as line:
        marat = await phone("Марат", path=table.path, line=line)
        await marat.expect("connection", state="live")
        await kept(marat.page)
        await line.cut()
        await marat.tap("ball", color="white")
        await marat.expect("seat-card", points=1)

        await marat.page.reload()
        await marat.expect("seat-card", points=1)
        await marat.tap("ball", color="white")
        await marat.expect("seat-card", points=2)
        await marat.expect("connection", queued=2)
        # What is opened seldom is there too, and in the language that is spoken.
        await marat.tap("history-open")
        await marat.expect("history-row", 2)

        await line.mend()
        await marat.expect("connection", queued=0)
        assert (await table.host.get(f"games/{game}"))["version"] == 2
        await marat.close()
    await table.host.close()


KEPT = """async () => Promise.all((await caches.keys()).map(async build => {
    const page = await (await caches.open(build)).match('/');
    return page && (await page.text()).match('<title>(.*)</title>')[1];
}))"""
"""The titles of the builds that the browser has."""


async def keeps(page: Page, *titles: str) -> None:
    """Wait until the browser has these builds and no other."""
    await until(lambda: page.evaluate(KEPT), lambda builds: builds == list(titles))


class Site:
    """The built app at an address of its own, as one version after the other."""

    def __init__(self, folder: Path, caddy: Caddy) -> None:
        self.url = caddy.url
        self._dist = folder
        self._was = _digest(folder)

    def deploy(self, title: str) -> None:
        """Give a page with this title from now on, and the worker that keeps it."""
        page, worker = self._dist / "index.html", self._dist / "sw.js"
        html = page.read_text(encoding="utf-8")
        page.write_text(re.sub("<title>.*</title>", f"<title>{title}</title>", html), encoding="utf-8")
        now = _digest(self._dist)
        worker.write_text(worker.read_text(encoding="utf-8").replace(self._was, now), encoding="utf-8")
        self._was = now


def _digest(dist: Path) -> str:
    return b64encode(sha256((dist / "index.html").read_bytes()).digest()).decode()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    dist = tmp_path / "dist"
    shutil.copytree(ROOT / "webapp/dist", dist)
    for name in ("index.html", "sw.js"):
        for twin in dist.glob(f"{name}.*"):
            twin.unlink()
    settings = {"ARTEL_WEBAPP": str(dist), "ARTEL_ROUTES": str(ROOT / "infra/generated/routes.caddy")}
    caddy = Caddy(tmp_path, ROOT / "infra/caddy/local.Caddyfile", settings | {"ARTEL_SOCKETS": str(tmp_path)})
    caddy.settings = {**caddy.settings, "ARTEL_PORT": str(caddy.port)}
    async with caddy:
        yield Site(dist, caddy)


async def test_every_version_replaces_the_one_that_was_kept(site: Site, phone: Open) -> None:
    site.deploy("one")
    async with Line(site.url) as line:
        page = (await phone(None, line=line)).page
        # Nobody is signed in here, which is when the app registers it.
        await page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => {})")
        await kept(page)
        for before, title in (("one", "two"), ("two", "three")):
            site.deploy(title)
            await page.reload()
            await expect(page).to_have_title(title)
            await keeps(page, before, title)

        site.deploy("four")  # which nobody can reach: were the line whole, this is what would be seen
        breaks: tuple[Break, ...] = ("by silence", "with an error")
        for how in breaks:
            line.spoil(how)
            await page.reload()
            await expect(page).to_have_title("three")
        await line.cut()
        await page.goto(f"{line.url}/settings")
        await expect(page).to_have_title("three")
