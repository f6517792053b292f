"""One person's phone, moved by the marks that the Mini App leaves for tests (webapp/README.md)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect


class Phone:
    """A page in a context of its own; what it logs as an error or a warning, or throws, is a fault."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context = context
        self.page = page
        self.faults: list[str] = []
        self.is_cut = False
        """Whether a story has cut the line, which the browser itself complains of; anywhere else that is a fault."""
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and not self._is_of_the_line(message.text):
            self.faults.append(message.text)

    def _is_of_the_line(self, text: str) -> bool:
        """Said by the browser itself of a request that has failed: all that of a cut line, and elsewhere of a 503,
        with which a function that a busy machine keeps waiting for its database asks to be called again."""
        of_request = any(part in text for part in ("Failed to load resource", "WebSocket", "when fetching the script"))
        return of_request and (self.is_cut or "503" in text)

    async def open(self, address: str) -> None:
        await self.page.goto(address)

    @asynccontextmanager
    async def offline(self) -> AsyncIterator[None]:
        """In the cellar, where no signal comes."""
        self.is_cut = True
        await self.context.set_offline(True)
        yield
        await self.context.set_offline(False)

    async def close(self) -> None:
        await self.context.close()

    def see(self, mark: str, **data: Any) -> Locator:
        """Whatever bears this mark, narrowed by its data attributes: see("seat-card", points=3)."""
        narrowed = "".join(f'[data-{name.replace("_", "-")}="{value}"]' for name, value in data.items())
        return self.page.locator(f'[data-testid="{mark}"]{narrowed}')

    async def tap(self, mark: str, **data: Any) -> None:
        await self.see(mark, **data).first.tap()

    async def hold(self, mark: str, **data: Any) -> None:
        """Press until something opens."""
        box = await self.see(mark, **data).first.bounding_box()
        assert box
        await self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await self.page.mouse.down()
        await expect(self.page.get_by_role("dialog")).to_be_visible()
        await self.page.mouse.up()

    async def write(self, mark: str, text: str) -> None:
        await self.see(mark).fill(text)

    async def choose(self, name: str) -> None:
        """One of a few that are all in sight."""
        await self.page.get_by_role("radio", name=name, exact=True).tap()

    async def expect(self, mark: str, count: int = 1, *, seconds: float = 30, **data: Any) -> None:
        """Wait until so many are seen."""
        await expect(self.see(mark, **data)).to_have_count(count, timeout=seconds * 1000)

    async def read(self, mark: str) -> str:
        return (await self.see(mark).first.inner_text()).strip()

    async def points(self, mark: str = "seat-card") -> dict[str, int]:
        """What every seat has, as this phone shows it."""
        rows = await self.see(mark).all()
        return {
            str(await row.get_attribute("data-seat-id")): int(str(await row.get_attribute("data-points")))
            for row in rows
        }

    async def nets(self, mark: str) -> dict[str, int]:
        """What every seat is up or down, as this phone shows it."""
        rows = await self.see(mark).all()
        return {
            str(await row.get_attribute("data-seat-id")): int(str(await row.get_attribute("data-net"))) for row in rows
        }

    async def picture(self, path: str) -> None:
        await self.page.screenshot(path=path)
