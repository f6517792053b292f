"""What somebody has done at the table, out of the events of games: the part of a profile that people talk about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from common.domain.game import Event, alive


@dataclass(slots=True)
class Feats:
    """Of some games: balls by colour, where they have one; `longest_run` is of balls potted without a break."""

    colors: Counter[str] = field(default_factory=Counter)
    balls: int = 0
    flukes: int = 0
    own_balls: int = 0
    longest_run: int = 0

    def add(self, seat: UUID, shots: Iterable[Event]) -> None:
        """What a seat has done in one more game, of which these events count, in their order."""
        run = 0
        for event in shots:
            if event.kind == "note":
                continue
            run = run + 1 if event.kind == "pot" and event.seat_id == seat else 0
            if run:
                self.longest_run = max(self.longest_run, run)
                self.balls += 1
                self.flukes += event.fluke
                self.own_balls += event.own_ball
                self.colors.update([event.color] if event.color else [])


def feats(games: Iterable[tuple[UUID, Sequence[Event]]]) -> Feats:
    """What a player has done in games, each given as his seat in it and all its events, oldest first."""
    found = Feats()
    for seat, events in games:
        found.add(seat, alive(events))
    return found
