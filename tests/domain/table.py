"""A billiard table without a server: taps go through the same decisions as those of `game_record_event`."""

from collections.abc import Callable
from copy import deepcopy
from uuid import UUID

import pytest

from common.domain import game, ledger, result
from common.domain.game import Decision, Event, Kind
from common.domain.rights import Standing
from common.domain.rules import Ball, KolkhozRules, Rules
from common.errors import Refusal

ANNA, BORIS, VERA, GRISHA, DASHA, EGOR, ZHENYA, ILYA = PEOPLE = tuple(UUID(int=n) for n in range(1, 9))
STRANGER = UUID(int=99)
HOST = UUID(int=100)
"""An account; the others are seats."""

PRICE = 50_00
WHITE = KolkhozRules(point_price_kopecks=PRICE)
COLORED = KolkhozRules(
    point_price_kopecks=PRICE, balls=(Ball("white", 1, 2), Ball("yellow", 2), Ball("pink", 3), Ball("green", 6))
)


class Table:
    """One game: `events` as they would be kept, `state` as it would be kept beside them."""

    def __init__(self, *turns: UUID, rules: Rules = WHITE) -> None:
        self.rules = rules
        self.turns = turns
        self.events: list[Event] = []
        self.state = game.start(rules, turns)
        self.ends: list[bool] = []
        """Of each event, whether it ended the game."""

    def tap(self, kind: Kind, seat: UUID | None = None, **fields: object) -> Event:
        """Decide about one event and keep it. Raises Refusal."""
        event = Event(UUID(int=1000 + len(self.events)), kind, seat, **fields)
        if kind == "reorder":
            decision = game.reorder(self.rules, self.state, event)
        else:
            decision = game.record(
                self.rules, self.turns, self.state, event, by=HOST, standing=Standing("host"), events=self.events
            )
        return self._keep(decision)

    def keep(self, kind: Kind) -> Event:
        """An event that nothing has to be decided about."""
        return self._keep(Decision(Event(UUID(int=1000 + len(self.events)), kind), self.state))

    def pot(self, seat: UUID, color: str = "white", **fields: object) -> Event:
        return self.tap("pot", seat, color=color, **fields)

    def run(self, seat: UUID, balls: int) -> None:
        """So many white balls in a row."""
        for _ in range(balls):
            self.pot(seat)

    def reorder(self, *turns: UUID) -> Event:
        """From here on these play, in this order."""
        return self.tap("reorder", turns=turns)

    def undo(self, target: Event) -> Event:
        return self.tap("undo", event_id=target.id)

    def _keep(self, decision: Decision) -> Event:
        self.events.append(decision.event)
        self.state = decision.state
        self.ends.append(decision.ends)
        return decision.event

    @property
    def points(self) -> dict[UUID, int]:
        return {seat: score.points for seat, score in self.state.scores.items()}

    @property
    def transfers(self) -> list[ledger.Transfer]:
        return result.settle(self.rules, self.state).transfers

    @property
    def nets(self) -> dict[UUID, int]:
        return ledger.balances(self.state.scores, self.transfers)


def refused(act: Callable[..., object], *given: object, **fields: object) -> str:
    """The code with which a table refuses one of its own acts, itself left as it was."""
    table: Table = act.__self__
    before, recorded = deepcopy(table.state), list(table.events)
    with pytest.raises(Refusal) as refusal:
        act(*given, **fields)
    assert (table.state, table.events) == (before, recorded)
    return refusal.value.code
