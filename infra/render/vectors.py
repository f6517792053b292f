"""common/domain → webapp/tests/vectors/*.json: games that the phone must count as the server does.

Random games of Kolkhoz by all rules of the house, and of every pyramid, in which people come, go and take back what
they did. Each step says what the server made of it, or the code it was refused with. Dice with a seed: the same games
every time.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, TypeVar, get_args
from uuid import UUID

from common.domain import game, ledger, result, rules
from common.domain.game import Event, Kind
from common.domain.rules import (
    Ball,
    KolkhozFoul,
    KolkhozRules,
    PyramidRules,
    PyramidType,
    Rules,
)
from common.errors import Refusal
from infra.render.client import WEBAPP

T = TypeVar("T")

PEOPLE = tuple(UUID(int=place) for place in range(1, 11))
"""Seats, told as A, B, C …; as many that too many can be named."""
BALLS = (Ball("white", 1, 6), Ball("yellow", 2, 2), Ball("pink", 3))
GAMES = 3
"""So many by each foul and each settlement."""
TAPS = 40
KINDS: tuple[Kind, ...] = (
    *("pot",) * 8,
    *("foul",) * 3,
    *("miss",) * 2,
    *("undo",) * 6,
    *("reorder",) * 6,
    "turn",
    "note",
    "reopen",
)


def render() -> Iterator[tuple[Path, str]]:
    games = [_game(seed, played_by, OPENINGS) for seed, played_by in enumerate(_rules())]
    yield WEBAPP / "tests/vectors/kolkhoz.json", "[\n" + ",\n".join(games) + "\n]\n"
    games = [_game(seed, played_by, PYRAMID_OPENINGS) for seed, played_by in enumerate(_pyramids())]
    yield WEBAPP / "tests/vectors/pyramid.json", "[\n" + ",\n".join(games) + "\n]\n"
    defaults = [rules.as_json(kind()) for kind in rules.TYPES.values()]
    yield WEBAPP / "tests/vectors/defaults.json", json.dumps(defaults, indent=2) + "\n"


class Dice:
    """The only method of Random that is promised to give the same numbers in every version of Python is `random`."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # noqa: S311  # games for tests: a secret would be of no use

    def below(self, bound: int) -> int:
        return int(self._random() * bound)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent


class Table:
    """One game as the server would play it."""

    def __init__(self, played_by: Rules, turns: Sequence[UUID]) -> None:
        self.rules = played_by
        self.turns = list(turns)
        self.state = game.start(played_by, turns)
        self.events: list[Event] = []

    def take(self, event: Event) -> str | None:
        """The code of a refusal, or None for what was recorded."""
        try:
            if event.kind == "undo":
                self.state = game.take_back(self.rules, self.turns, self.events, event)
            elif event.kind == "reorder":
                game.reorder(self.rules, self.state, event)
            elif event.kind != "reopen":
                event = game.decide(self.rules, self.state, event).event
        except Refusal as refusal:
            return refusal.code
        self.events.append(event)
        return None


def _rules() -> Iterator[KolkhozRules]:
    modes = ("own_minus", "own_minus_nominal", "next_plus", "none")
    for number, (mode, settlement, _) in enumerate(product(modes, ("direct", "everyone"), range(GAMES))):
        dice = Dice(1000 + number)
        yield KolkhozRules(
            point_price_kopecks=dice.pick((50_00, 33_33, 50_00, 0)),
            balls=BALLS,
            settlement=settlement,  # type: ignore[arg-type]  # one of the two just above
            last_ball_value=dice.pick((None, 5)),
            foul=KolkhozFoul(mode, 1 + dice.below(2)),  # type: ignore[arg-type]  # one of the four just above
            flukes=dice.pick(("count", "ignore")),
            pot_keeps_turn=dice.chance(70),
            negative_points=dice.chance(60),
            turns=dice.pick(("manual", "fair")),
        )


def _pyramids() -> Iterator[Rules]:
    kinds = product(get_args(PyramidType), ("opponent_plus", "own_minus"), range(2))
    for number, (game_type, mode, _) in enumerate(kinds):
        dice = Dice(2000 + number)
        classic = game_type == "classic_pyramid"
        target = 40 + dice.below(32) if classic else 4 + dice.below(16 if game_type == "continuous_pyramid" else 5)
        own = [{"seat_id": seat, "target": target + more} for seat, more in zip(PEOPLE[:2], (-1, 1), strict=True)]
        given = {
            "game_type": game_type,
            "target": target,
            "targets": dice.pick((own, own[:1], [])),
            "game_price_kopecks": dice.pick((500_00, 333_33, 0)),
            "price_per": dice.pick(("player", "team")),
            "foul": {"mode": mode, "points": 1 + dice.below(2)},
        }
        yield rules.parse(given)


def _game(seed: int, played_by: Rules, openings: Sequence["Opening"]) -> str:
    dice = Dice(seed)
    seats = 2 + dice.below(4) if isinstance(played_by, KolkhozRules) else dice.pick((2, 4))
    table = Table(played_by, PEOPLE[:seats])
    steps: list[dict[str, Any]] = []
    for place in range(TAPS):
        event = _tap(dice, table, openings[seed % len(openings)], place)
        code = table.take(event)
        if code is None:
            steps.append({"event": _event(table.events[-1]), "after": _after(table)})
        elif event.kind in ("undo", "reorder") or isinstance(played_by, PyramidRules):
            steps.append({"event": _event(event), "refused": code})
    end = result.settle(played_by, table.state)
    told = {
        "rules": _rules_told(played_by),
        "start_turns": [_seat(seat) for seat in table.turns],
        "transfers": _payments(end.transfers),
        "settle_up": _payments(ledger.settle_up(end.nets)),
    }
    lines = ",\n".join(f"    {_json(step)}" for step in steps)
    return f'  {_json(told)[:-1]},"steps":[\n{lines}\n  ]}}'


def _tap(dice: Dice, table: Table, opening: "Opening", place: int) -> Event:
    """The next event: whatever people may try, also what the rules refuse."""
    kind, meant = opening[place] if place < len(opening) else (dice.pick(KINDS), None)
    made, turns = UUID(int=1000 + place), table.state.turns
    match kind:
        case "undo":
            target = meant if isinstance(meant, int) else _undoable(dice, table)
            return Event(made, kind, event_id=UUID(int=1000 + target))
        case "reorder":
            order = meant if callable(meant) else dice.pick(ORDERS)
            return Event(made, kind, turns=order(dice, turns))
        case "reopen" | "note":
            return Event(made, kind)
        case "pot" | "foul" if isinstance(table.rules, PyramidRules):
            return _pyramid_tap(dice, table, kind, made)
        case "pot":
            color, fluke = dice.pick(BALLS).color, dice.chance(20)
            return Event(made, kind, _shooter(dice, table), color=color, fluke=fluke)
        case "foul":
            called = dice.pick(BALLS).color if dice.chance(60) else None
            return Event(made, kind, _shooter(dice, table), color=called)
        case _:
            return Event(made, kind, dice.pick(turns))


def _pyramid_tap(dice: Dice, table: Table, kind: Kind, made: UUID) -> Event:
    """A pot or a foul with a ball that is there, that is named or need not be, or that this game does not know."""
    numbered = table.rules.game_type == "classic_pyramid"
    number = 1 + dice.below(15) if dice.chance(95 if numbered and kind == "pot" else 4) else None
    color = dice.pick(("white", "white", "pink")) if number is None and dice.chance(15) else None
    own_ball = kind == "pot" and dice.chance(50)
    return Event(made, kind, _shooter(dice, table), color=color, number=number, own_ball=own_ball)


def _undoable(dice: Dice, table: Table) -> int:
    """The place of an event that may be worth taking back: a late one, or an undo; of none at first."""
    undos = [event for event in table.events if event.kind == "undo"]
    targets = undos if undos and dice.chance(40) else table.events[-12:]
    return dice.pick(targets).id.int - 1000 if targets else TAPS


def _shooter(dice: Dice, table: Table) -> UUID:
    return table.state.shooter if dice.chance(60) else dice.pick(table.state.turns)


def _absent(dice: Dice, turns: Sequence[UUID]) -> UUID:
    return dice.pick([seat for seat in PEOPLE if seat not in turns])


def _joined(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    place = dice.below(len(turns) + 1)
    return [*turns[:place], _absent(dice, turns), *turns[place:]]


def _left(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    leaver = dice.pick(turns)
    return [seat for seat in turns if seat != leaver]


def _replaced(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    leaver, other = dice.pick(turns), _absent(dice, turns)
    return [other if seat == leaver else seat for seat in turns]


def _turned(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    head = dice.below(len(turns))
    return [*turns[head:], *turns[:head]]


def _swapped(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return [turns[1], turns[0], *turns[2:]]


def _two_replaced(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return _replaced(dice, _replaced(dice, turns))


def _turned_and_replaced(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return _turned(dice, _replaced(dice, turns))


def _turned_and_left(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return _turned(dice, _left(dice, turns))


def _all_new(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return [seat for seat in PEOPLE if seat not in turns][: 2 + dice.below(4)]


def _left_and_joined(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return _joined(dice, _left(dice, turns))


def _doubled(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return [*turns, dice.pick(turns)]


def _crowd(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    return list(PEOPLE[:9])


def _as_partners(dice: Dice, turns: Sequence[UUID]) -> list[UUID]:
    """Two against two; who has been an opponent is a partner."""
    return [PEOPLE[0], PEOPLE[2], PEOPLE[1], PEOPLE[3]]


Order = Callable[[Dice, Sequence[UUID]], list[UUID]]
COMINGS_AND_GOINGS: tuple[Order, ...] = (
    *(_joined, _left, _turned_and_left),
    *(_replaced, _two_replaced, _turned_and_replaced, _left_and_joined),
)
ORDERS: tuple[Order, ...] = (*COMINGS_AND_GOINGS * 2, _turned, _swapped, _doubled, _crowd)

Opening = tuple[tuple[Kind, int | Order | None], ...]
"""How a game begins: the place of the event that an undo names, and how a reorder changes the order."""
OPENINGS: tuple[Opening, ...] = (
    # Something is taken back that never was.
    (("undo", TAPS),),
    # A shot comes back before an order that was free only without it.
    (("pot", None), ("undo", 0), ("reorder", _swapped), ("undo", 1)),
    # A shot comes back into an order that it was not played in.
    (("reorder", _joined), ("pot", None), ("undo", 1), ("undo", 0), ("undo", 2)),
    # An order is taken back from under another.
    (("miss", None), ("reorder", _joined), ("reorder", _joined), ("undo", 1), ("undo", 2), ("undo", 1)),
    # Nobody stays.
    (("pot", None), ("miss", None), ("reorder", _all_new), ("foul", None), ("reorder", _all_new)),
)
PYRAMID_OPENINGS: tuple[Opening, ...] = (
    # Opponents with handicaps of their own are made partners, before anyone has shot and after.
    (("reorder", _as_partners), ("miss", None), ("reorder", _as_partners)),
    # Somebody stands in, and goes again.
    (("pot", None), ("reorder", _replaced), ("pot", None), ("reorder", _two_replaced)),
    # What is played at once.
    (("pot", None), ("pot", None), ("undo", 1), ("pot", None), ("undo", 2)),
)


def _rules_told(played_by: Rules) -> dict[str, Any]:
    told = rules.as_json(played_by)
    if isinstance(played_by, PyramidRules):
        targets = [{"seat_id": _seat(own.seat_id), "target": own.target} for own in played_by.targets]
        return told | {"targets": targets}
    return told


def _event(event: Event) -> dict[str, Any]:
    """As the API tells it, without what is not there."""
    told = {
        "id": _id(event.id),
        "kind": event.kind,
        "seat_id": event.seat_id and _seat(event.seat_id),
        "ball": _ball(event),
        "own_ball": event.own_ball or None,
        "fluke": event.fluke or None,
        "event_id": event.event_id and _id(event.event_id),
        "turns": None if event.turns is None else [_seat(seat) for seat in event.turns],
        "payer_seat_id": event.payer_seat_id and _seat(event.payer_seat_id),
    }
    return {key: value for key, value in told.items() if value is not None}


def _ball(event: Event) -> dict[str, Any] | None:
    if event.ball is None:
        return None
    return {"color": event.color} if event.number is None else {"number": event.number}


def _after(table: Table) -> dict[str, Any]:
    """The state after an event; of each seat its points, balls, fouls and net, of each side its points and target."""
    state = table.state
    settled = result.so_far(table.rules, state)
    pyramid = {"sides": [[side.points, side.target] for side in state.sides], "in_hand": state.in_hand}
    return (pyramid if state.sides else {}) | {
        "shooter": _seat(state.shooter),
        "turns": [_seat(seat) for seat in state.turns],
        "scores": [
            [_seat(seat), score.points, score.balls, score.fouls, settled.nets[seat]]
            for seat, score in state.standings()
        ],
        "left": list(state.left.values()),
        "debts": {
            _seat(payer): {_seat(payee): points for payee, points in owed.items()}
            for payer, owed in state.debts.items()
        },
    }


def _payments(paid: Sequence[ledger.Transfer]) -> list[list[object]]:
    return [[_seat(payer), _seat(payee), kopecks] for payer, payee, kopecks in paid]


def _seat(seat: UUID) -> str:
    """A, B, C …: letters sort as the ids do."""
    return chr(ord("A") + seat.int - 1)


def _id(event: UUID) -> str:
    return str(event.int)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
