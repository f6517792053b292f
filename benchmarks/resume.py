"""How long a phone waits for its board after a reload, as Android does to a WebView by itself: all of it is there."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import CDPSession, Page, async_playwright, expect

from benchmarks.measure import Figure, summed
from infra.local import players
from infra.local.runner import Runner
from tests.product import configured
from tests.stories.table import PEOPLE, Table

RUNS = 41
WARM_UP = 5
"""Reloads after which Chromium has kept the compiled scripts too, as it has on a phone that knows the app."""
POTS = 12
DRAWN = """new MutationObserver((_, watch) => {
    if (!document.querySelector('[data-testid=seat-card]')) return;
    watch.disconnect();
    // The frame with the board in it is on the screen when its first task has run.
    requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => {
            window.drawn = performance.timeOrigin + performance.now() - Number(sessionStorage.getItem('bench.asked'));
        };
        port2.postMessage(0);
    });
}).observe(document, {childList: true, subtree: true})"""
ASK = """() => {
    sessionStorage.setItem('bench.asked', performance.timeOrigin + performance.now());
    location.reload();
}"""


def figures() -> Iterator[Figure]:
    """Milliseconds from the reload to the frame with the board; the mark of issue 8 is 500 on an idle machine."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        # Nothing comes and goes while it is measured.
        config = configured(Path(directory), idle_seconds=600)
        async with Runner(config) as product, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=os.environ.get("ARTEL_CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            table = await Table.lay(product, "Марат", guests=("Саша", "Лена"))
            game = await table.begin()
            for _ in range(POTS):
                await table.host.record(game, kind="pot", ball={"color": "white"}, seat_id=table.seats["Марат"])
            await table.host.close()
            context = await browser.new_context(
                viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True
            )
            await context.add_init_script(DRAWN)
            page = await context.new_page()
            launch = players.launch(PEOPLE["Марат"], "Марат", config.bot_token)
            await page.goto(f"{config.url}{table.path}#{launch}")
            processor = await context.new_cdp_session(page)
            found = [
                await _reloads("reload to board", page, processor, slowed=1),
                await _reloads("reload to board, processor 4 times slower", page, processor, slowed=4),
            ]
            await browser.close()
            return found


async def _reloads(name: str, page: Page, processor: CDPSession, *, slowed: float) -> Figure:
    samples = []
    for run in range(WARM_UP + RUNS):
        # The page has done all that it does after its board is there: the line is up, other screens are fetched.
        await expect(page.locator("[data-testid=connection][data-state=live]")).to_have_count(1, timeout=60_000)
        await page.wait_for_load_state("networkidle")
        await processor.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        async with page.expect_event("domcontentloaded"):
            await page.evaluate(ASK)
        await expect(page.locator("[data-testid=seat-card]")).to_have_count(3, timeout=60_000)
        drawn: float | None = None
        while drawn is None:
            await asyncio.sleep(0.01)  # between two looks
            drawn = await page.evaluate("window.drawn ?? null")
        await processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        if run >= WARM_UP:
            samples.append(drawn)
    return summed(name, samples)
