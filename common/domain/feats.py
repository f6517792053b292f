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
    flukes: int = 0
    longest_run: int = 0


def feats(games: Iterable[tuple[UUID, Sequence[Event]]]) -> Feats:
    """What a player has done in games, each given as his seat in it and all its events, oldest first."""
    found = Feats()
    for seat, events in games:
        run = 0
        for event in alive(events):
            if event.kind == "note":
                continue
            run = run + 1 if event.kind == "pot" and event.seat_id == seat else 0
            if run:
                found.longest_run = max(found.longest_run, run)
                found.flukes += event.fluke
                found.colors.update([event.color] if event.color else [])
    return found
