"""Phones: Chromium windows of a phone's size, each of somebody else, on the whole product."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from infra.local import players
from infra.local.runner import Runner
from tests.stories.bad_line import BadLine
from tests.stories.line import Line
from tests.stories.phone import Phone
from tests.stories.table import PEOPLE

CHROMIUM = os.environ.get("ARTEL_CHROMIUM", "/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

Open = Callable[..., Awaitable[Phone]]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        await chromium.close()


@pytest.fixture
async def phone(product: Runner, browser: Browser, tmp_path: Path) -> AsyncIterator[Open]:
    """`marat = await phone("Марат")`: his phone, opened by such a link as `make up` prints, at any of its paths.

    Nobody's is opened without a link; `around` is a script of whatever is around the page.
    """
    opened: list[Phone] = []

    async def open_phone(
        name: str | None,
        *,
        path: str = "/",
        width: int = 390,
        height: int = 844,
        dark: bool = False,
        line: BadLine | Line | None = None,
        around: str = "",
    ) -> Phone:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            # Eight phones on a bad line are about what they know: they are drawn as cheaply as can be.
            device_scale_factor=1 if line else 2,
            reduced_motion="reduce" if line else "no-preference",
            is_mobile=True,
            has_touch=True,
            locale="ru-RU",
            color_scheme="dark" if dark else "light",
        )
        made = Phone(context, await context.new_page())
        opened.append(made)
        made.is_cut = line is not None
        if around:
            await context.add_init_script(around)
        launch = f"#{players.launch(PEOPLE[name], name, product.config.bot_token)}" if name else ""
        await made.open(f"{line.url if line else product.config.url}{path}{launch}")
        return made

    yield open_phone
    for each in opened:
        await each.close()
        assert each.faults == []
