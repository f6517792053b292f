"""The rules in one process: how long a game takes to fold, an event to decide, an evening to settle up."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from uuid import UUID

from benchmarks.measure import Figure, measure
from common.domain import game, ledger
from common.domain.game import Event
from common.domain.rules import Ball, ContinuousPyramidRules, KolkhozRules, Rules

SEATS = [UUID(int=number) for number in range(1, 9)]
KOLKHOZ = KolkhozRules(point_price_kopecks=50_00, balls=(Ball("white", 1, 900), Ball("yellow", 2, 90)))
PYRAMID = ContinuousPyramidRules(target=999)


def figures() -> Iterator[Figure]:
    """Milliseconds each; the marks are those of issue 3: 300 events below 2 ms, and no fold behind a tap."""
    for name, rules, seats in (("Kolkhoz, 8 people", KOLKHOZ, SEATS), ("pyramid, 2×2", PYRAMID, SEATS[:4])):
        events = _game(rules, seats, 300)
        yield measure(f"fold 300 events: {name}", lambda r=rules, s=seats, e=events: game.fold(r, s, e))
        for count in (10, 300):
            state = game.fold(rules, seats, events[:count])
            tap = Event(UUID(int=10_000), "pot", seats[0], color="white")
            # Deciding changes the state in place, so each run has a copy, which is part of what is measured.
            yield measure(
                f"decide one event after {count}: {name}",
                lambda r=rules, t=tap, s=state: game.decide(r, deepcopy(s), t),
            )
    nets = dict(zip((UUID(int=number) for number in range(1, 13)), _nets(12), strict=True))
    yield measure("settle up 12 people", lambda: ledger.settle_up(nets))


def _game(rules: Rules, seats: list[UUID], count: int) -> list[Event]:
    """Mostly pots, with fouls, misses and undos as in a real evening; the same every time."""
    dice = Random(300)
    events: list[Event] = []
    state = game.start(rules, seats)
    while len(events) < count:
        kind = dice.choices(["pot", "foul", "miss", "undo"], [70, 10, 15, 5])[0]
        seat, number = dice.choice(seats), UUID(int=1000 + len(events))
        if kind == "undo":
            last = next((event for event in reversed(events) if event.kind == "pot"), None)
            standing = {event.id for event in game.alive(events)}
            if last is None or last.id not in standing:
                continue
            event = Event(number, "undo", event_id=last.id)
            state = game.take_back(rules, seats, events, event)
        else:
            event = Event(number, kind, seat, color="white" if kind == "pot" else None)  # type: ignore[arg-type]
            event = game.decide(rules, state, event).event
        events.append(event)
    return events


def _nets(people: int) -> list[int]:
    """Balances without an obvious group among them."""
    dice = Random(12)
    nets = [dice.randrange(-100_000, 100_000) for _ in range(people - 1)]
    return [*nets, -sum(nets)]
