"""A line as in a cellar: of five requests one does not come, is not answered, comes late, or comes twice."""

import asyncio
from collections import Counter
from random import Random

from playwright.async_api import BrowserContext, Route, WebSocketRoute

SHARE = 0.2
LATE_SECONDS = (0.05, 0.5)
MESSAGES_TO_A_CUT = (5, 40)
"""So much is heard on a live line before it is cut."""


class BadLine:
    """Between phones and the product; `met` counts what it did to requests."""

    def __init__(self, seed: int) -> None:
        self.met: Counter[str] = Counter()
        self._dice = Random(seed)

    async def lay(self, context: BrowserContext) -> None:
        """Everything that this phone records, and what it hears, goes over this line from here on."""
        await context.route("**/api/v1/games/*/events", self._carry)
        await context.route_web_socket("**/live*", self._listen)

    async def _carry(self, route: Route) -> None:
        kinds = ("lost", "unanswered", "refused", "late", "doubled")
        kind = self._dice.choice(kinds) if self._dice.random() < SHARE else "carried"
        self.met[kind] += 1
        match kind:
            case "lost":
                await route.abort("connectionfailed")
            case "unanswered":
                await route.fetch()
                await route.abort("connectionreset")
            case "refused":
                await route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")
            case "late":
                await asyncio.sleep(self._dice.uniform(*LATE_SECONDS))
                await route.continue_()
            case "doubled":
                first, _ = await asyncio.gather(route.fetch(), route.fetch())
                await route.fulfill(response=first)
            case _:
                await route.continue_()

    def _listen(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        left = self._dice.randint(*MESSAGES_TO_A_CUT)

        async def hear(message: str | bytes) -> None:
            nonlocal left
            left -= 1
            if left:
                line.send(message)
            else:
                self.met["cut"] += 1
                await line.close(code=1012, reason="cut")

        server.on_message(hear)
