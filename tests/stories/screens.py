"""What is asked of every screen, in both themes: WCAG 2.2 AA by axe, room for a thumb, nothing wider than a phone."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import ViewportSize

from common.manifest import ROOT
from tests.stories.phone import Phone

PICTURES = os.environ.get("ARTEL_PICTURES", "")
"""Where to lay a picture of every screen; `make pictures` says webapp/docs."""
USUAL: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 320, "height": 568}
TARGET = 44
"""Pixels that a thumb needs, where WCAG 2.2 AA asks for 24."""

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async runOnly => {
    const found = await axe.run(document, {runOnly, resultTypes: ['violations']});
    return found.violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target).join(' ')}`);
}"""

SMALL = """least => [...document.querySelectorAll('button, a[href], input, [role=switch]')]
    .filter(each => each.offsetParent && !each.closest('[inert]') && each.tabIndex >= 0)
    .map(each => each.type === 'radio' ? each.parentElement : each)
    .map(each => ({name: each.ariaLabel || each.textContent, box: each.getBoundingClientRect()}))
    .filter(({box}) => box.width && Math.min(box.width, box.height) < least - 0.5)
    .map(({name, box}) => `${name}: ${box.width}x${box.height}`)"""

WIDE = "() => document.documentElement.scrollWidth - innerWidth"

SETTLED = """() => Promise.all(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished.catch(() => {})))"""


@cache
def axe() -> str:
    return (ROOT / "webapp/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


class Screens:
    """Looks at the screens of phones, one after another, and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    async def look(self, phone: Phone, name: str) -> None:
        """The screen as it is now, in light and in dark; light comes last, so that pictures of both can be compared."""
        page = phone.page
        if not await page.evaluate("typeof axe === 'object'"):
            await page.evaluate(axe())
        for theme in ("dark", "light"):
            await page.emulate_media(color_scheme=theme)
            await page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
            await page.evaluate(SETTLED)
            # Of all that is asked only the contrast is another in the other theme.
            asked = WCAG if theme == "light" else ["color-contrast"]
            self._note(f"{name} ({theme})", await page.evaluate(AXE, asked))
            if PICTURES:
                path = Path(PICTURES, f"{name}.jpg" if theme == "light" else f"{name}-dark.jpg")
                await page.screenshot(path=path, type="jpeg", quality=72)
        await self._measure(phone, name)
        if page.viewport_size == USUAL:
            await page.set_viewport_size(SMALLEST)
            await self._measure(phone, f"{name} (320)")
            await page.set_viewport_size(USUAL)

    async def _measure(self, phone: Phone, where: str) -> None:
        self._note(where, await phone.page.evaluate(SMALL, TARGET))
        if (excess := await phone.page.evaluate(WIDE)) > 0:
            self._note(where, [f"{excess} pixels wider than the phone"])

    def _note(self, where: str, faults: list[Any]) -> None:
        self.faults += [f"{where}: {fault}" for fault in faults]
