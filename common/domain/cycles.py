"""Cycles: orders of play of which only the going round counts, not who begins. People are the numbers 0 … n−1.

There are (n−1)! of them. None is ever searched for in a list of all: they are counted through in the factorial number
system, and the lightest is found over subsets (Held and Karp, 1962).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar

T = TypeVar("T")
Cycle = tuple[int, ...]

# Those of 4 and 6 come from a search: the first, in alphabetical order, in which each cycle is as light as any after
# those before it. test_cycles.py proves that they are, and that nobody can do better.
_SCHEDULES = {
    4: "0123 0321 0132 0231 0213 0312",
    6: "012345 021354 041532 052431 014253 032451 021435 031254 041523 051342",
    8: "01234567 02135476 03146275 04157263 05361742 06524371 07325164",
}


@cache
def schedule(players: int) -> tuple[Cycle, ...]:
    """Cycles of 2 to 8 people that, played once each, give every ordered pair of neighbours equally often.

    For 2, 3, 5, 7 and 8 they are n−1 cycles that hold each pair once. There are no such cycles for 4 and 6 (Tillson,
    1980), so there 6 and 10 cycles hold each pair twice. After any number of them all pairs are within one of each
    other, but after the third of 4 people and the fifth of 6, where that cannot be: each pair would be there just once.
    """
    if players in _SCHEDULES:
        return tuple(tuple(map(int, cycle)) for cycle in _SCHEDULES[players].split())
    # For a prime number of players each step 1 … n−1 goes round through all of them.
    return tuple(tuple(step * place % players for place in range(players)) for step in range(1, players))


def broken_by(turns: Sequence[T], head: T | None) -> list[T]:
    """The same cycle with this one at its head; as it was when he does not play."""
    if head not in turns:
        return list(turns)
    place = turns.index(head)
    return [*turns[place:], *turns[:place]]


def pairs(turns: Sequence[T]) -> list[tuple[T, T]]:
    """Everyone with the one who comes after him; the first comes after the last."""
    return list(zip(turns, [*turns[1:], turns[0]], strict=True))


def rank(cycle: Sequence[int]) -> int:
    """The place of a cycle, 0 … (n−1)!−1, among all of its people in alphabetical order, 0 at the head of each."""
    rest = broken_by(cycle, 0)[1:]
    place = 0
    for index, person in enumerate(rest):
        place = place * (len(rest) - index) + sum(later < person for later in rest[index:])
    return place


def unrank(place: int, players: int) -> Cycle:
    """The cycle at this place: the inverse of `rank`."""
    digits = []
    for base in range(1, players):
        place, digit = divmod(place, base)
        digits.append(digit)
    left = list(range(1, players))
    return (0, *(left.pop(digit) for digit in reversed(digits)))


def lightest(players: int, weights: Mapping[tuple[int, int], int]) -> Cycle:
    """The cycle whose pairs weigh least together, and of several the first in alphabetical order.

    `weights` must have every pair, as a Counter does.
    """

    @cache
    def way_back(person: int, left: frozenset[int]) -> tuple[int, Cycle]:
        """The lightest way from here through all that are left to 0: its weight and its people."""
        if not left:
            return weights[person, 0], ()
        ways = ((following, way_back(following, left - {following})) for following in left)
        return min((weights[person, following] + weight, (following, *way)) for following, (weight, way) in ways)

    return (0, *way_back(0, frozenset(range(1, players)))[1])
