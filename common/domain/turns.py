"""Who shoots after whom. In Kolkhoz money depends on nothing else, so an order is a cycle: (n−1)! of them differ.

`fair` gives every ordered pair "X pays Y" equally often: the complete directed graph on n players splits into n−1
directed Hamiltonian cycles for every n but 4 and 6 (Tillson, 1980); for these a set of cycles holds each pair twice.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations
from math import factorial
from uuid import UUID

from common.domain.rules import TurnsMode

Shuffle = Callable[[list[UUID]], None]
"""Shuffles in place, by dice that the domain does not hold itself."""
Cycle = tuple[UUID, ...]

_SIX = "014325 014532 035124 052134 025413 034215 054231 024351 045312 041523"
_EIGHT = "01234567 02135476 03146275 04157263 05361742 06524371 07325164"


def order(mode: TurnsMode, seats: Sequence[UUID], history: Sequence[Sequence[UUID]], shuffle: Shuffle) -> list[UUID]:
    """The order of the next game for these seats, after games in the orders of `history`, oldest first.

    `manual` leaves the seats as they are given.
    """
    match mode:
        case "random":
            return _shuffled(seats, shuffle)
        case "random_no_repeat":
            return _new_cycle(seats, history, shuffle)
        case "fair":
            return _fair(seats, history)
        case _:
            return list(seats)


def broken_by(turns: Sequence[UUID], seat: UUID | None) -> list[UUID]:
    """The same cycle with this seat at its head; as it was when the seat does not play."""
    if seat not in turns:
        return list(turns)
    head = turns.index(seat)
    return [*turns[head:], *turns[:head]]


def schedule(players: int) -> list[tuple[int, ...]]:
    """Cycles of the positions 0 … players−1 that, played once each, give every ordered pair equally often."""
    match players:
        case 4:
            return [(0, *rest) for rest in permutations((1, 2, 3))]
        case 6:
            return [tuple(map(int, cycle)) for cycle in _SIX.split()]
        case 8:
            return [tuple(map(int, cycle)) for cycle in _EIGHT.split()]
        case _:
            # For a prime number of players each step 1 … n−1 goes round through all of them.
            return [tuple(step * place % players for place in range(players)) for step in range(1, players)]


def _fair(seats: Sequence[UUID], history: Sequence[Sequence[UUID]]) -> list[UUID]:
    """The cycle of the schedule that was played least by these seats, and then the one whose pairs met least."""
    met = Counter(pair for turns in history for pair in _pairs(turns))
    played = Counter(_cycle(turns) for turns in history)
    cycles = [[seats[place] for place in places] for places in schedule(len(seats))]
    return min(cycles, key=lambda turns: (played[_cycle(turns)], sum(met[pair] for pair in _pairs(turns))))


def _new_cycle(seats: Sequence[UUID], history: Sequence[Sequence[UUID]], shuffle: Shuffle) -> list[UUID]:
    """A random cycle that these seats have not played since they had last played all."""
    played = [_cycle(turns) for turns in history if set(turns) == set(seats)]
    used = set(played[len(played) // factorial(len(seats) - 1) * factorial(len(seats) - 1) :])
    while _cycle(turns := _shuffled(seats, shuffle)) in used:
        continue
    return turns


def _shuffled(seats: Sequence[UUID], shuffle: Shuffle) -> list[UUID]:
    turns = list(seats)
    shuffle(turns)
    return turns


def _cycle(turns: Sequence[UUID]) -> Cycle:
    """The same for every order that differs only in who begins."""
    return tuple(broken_by(turns, min(turns)))


def _pairs(turns: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    return list(zip(turns, [*turns[1:], turns[0]], strict=True))
