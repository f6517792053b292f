"""A table with people at it, laid by the API, so that a story can begin where it is about something."""

from typing import Any, NamedTuple, Self

from infra.local import players
from infra.local.runner import Runner
from tests.product import Guest

PEOPLE = {name: telegram_id for telegram_id, name in players.PLAYERS.items()} | {
    name: 2001 + place for place, name in enumerate(("Пётр", "Анна", "Глеб", "Вера", "Яков", "Борис", "Тимур", "Зоя"))
}
"""Telegram ids of everyone with a phone; `make up` prints links of the first three."""
EIGHT = tuple(PEOPLE)[:8]

KOLKHOZ = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 50_00,
    "balls": [{"color": "white", "value": 1, "count": 240}, {"color": "yellow", "value": 2, "count": 60}],
    "turns": "manual",
}
"""With more balls than any story pots."""


class Table(NamedTuple):
    """An evening; `host` is signed in, and speaks to the API beside his phone."""

    host: Guest
    session: dict[str, Any]
    seats: dict[str, str]
    """Ids by name, of those who have joined."""

    @classmethod
    async def lay(cls, product: Runner, *names: str, guests: tuple[str, ...] = (), **body: Any) -> Self:
        """The first of these begins the evening, the others join by its code; `body` is what POST /sessions takes."""
        host, *others = [await Guest(product, PEOPLE[name], name).sign_in() for name in names]
        session = (await host.post("sessions", scorers="everyone", **body)).json()
        for guest in guests:
            await host.post(f"sessions/{session['id']}/guests", display_name=guest)
        for other in others:
            assert (await other.post("sessions/join", code=session["code"])).is_success
            await other.close()
        session = await host.get(f"sessions/{session['id']}")
        return cls(host, session, {seat["display_name"]: seat["id"] for seat in session["seats"]})

    @property
    def path(self) -> str:
        return f"/s/{self.session['id']}"

    async def begin(self, *names: str) -> str:
        """A game of these in this order, or of everyone; its id."""
        turns = [self.seats[name] for name in names or self.seats]
        started = await self.host.post(f"sessions/{self.session['id']}/games", turns=turns)
        assert started.is_success, started.text
        return str(started.json()["id"])
