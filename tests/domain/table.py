"""A billiard table without a server: taps go through the same decisions as those of `game_record_event`."""

from uuid import UUID

from common.domain import game, kolkhoz, ledger
from common.domain.game import Event, Kind
from common.domain.rules import Ball, KolkhozRules

ANNA, BORIS, VERA, GRISHA, DASHA, EGOR, ZHENYA, ILYA = PEOPLE = tuple(UUID(int=n) for n in range(1, 9))
STRANGER = UUID(int=99)

PRICE = 50_00
WHITE = KolkhozRules(point_price_kopecks=PRICE)
COLORED = KolkhozRules(
    point_price_kopecks=PRICE, balls=(Ball("white", 1, 2), Ball("yellow", 2), Ball("pink", 3), Ball("green", 6))
)


class Table:
    """One game: `events` as they would be kept, `state` as it would be kept beside them."""

    def __init__(self, *turns: UUID, rules: KolkhozRules = WHITE) -> None:
        self.rules = rules
        self.turns = turns
        self.events: list[Event] = []
        self.state = game.start(rules, turns)

    def tap(self, kind: Kind, seat: UUID | None = None, **fields: object) -> Event:
        """Decide about one event and keep it. Raises Refusal."""
        event = Event(UUID(int=1000 + len(self.events)), kind, seat, **fields)
        if kind == "undo":
            self.state = game.take_back(self.rules, self.turns, self.events, event)
        else:
            event = game.decide(self.rules, self.turns, self.state, event)
        self.events.append(event)
        return event

    def pot(self, seat: UUID, color: str = "white", **fields: object) -> Event:
        return self.tap("pot", seat, color=color, **fields)

    def run(self, seat: UUID, balls: int) -> None:
        """So many white balls in a row."""
        for _ in range(balls):
            self.pot(seat)

    def undo(self, target: Event) -> Event:
        return self.tap("undo", event_id=target.id)

    @property
    def points(self) -> dict[UUID, int]:
        return {seat: score.points for seat, score in self.state.scores.items()}

    @property
    def transfers(self) -> list[ledger.Transfer]:
        return kolkhoz.transfers(self.rules, self.state)

    @property
    def nets(self) -> dict[UUID, int]:
        return ledger.balances(self.turns, self.transfers)
