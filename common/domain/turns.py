"""Who shoots after whom, and who breaks: drawn from a seed and from facts that everyone at the table has seen.

In Kolkhoz money depends only on who follows whom, so the cycle and the break are decided apart. The labels of the dice
(see dice.py) are these; `game` is 1 for the first game of the session that counts, 2 for the second, …:

- `artel/<session id>/<game>/cycle` for `random` and `random_no_repeat`, `artel/<session id>/<game>/break` for the break
- `artel/<session id>/places/<ids of those who play, in alphabetical order, joined by commas>` for `fair`

A game that is cancelled does not count: started again by the same people, it has the same order again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import factorial
from typing import Self
from uuid import UUID

from common.domain import cycles
from common.domain.cycles import Cycle, broken_by
from common.domain.dice import Dice
from common.domain.rules import Breaks, TurnsMode

__all__ = ["Draw", "broken_by", "draw"]


@dataclass(frozen=True, slots=True)
class Draw:
    """All that an order is drawn from besides the seed; kept with its game, so that anyone can draw it again.

    People are numbers: 0, 1, 2, … in `seats`, and on through `others`.
    """

    session_id: UUID
    mode: TurnsMode
    breaks: Breaks
    seats: tuple[UUID, ...]
    """Who plays, in the order of arrival."""
    others: tuple[UUID, ...]
    """Who played before, and now does not."""
    history: tuple[tuple[Cycle, ...], ...]
    """For each game before, oldest first, the orders in which it was played: the first, headed by who broke, and those
    after people had come or gone. None for a game that does not count, because it was cancelled."""
    last_potter: int | None
    """Who potted the last ball of the last game that counts."""

    @classmethod
    def of(
        cls,
        session_id: UUID,
        mode: TurnsMode,
        breaks: Breaks,
        seats: Sequence[UUID],
        history: Sequence[Sequence[Sequence[UUID]]],
        last_potter: UUID | None,
    ) -> Self:
        """The same with people by their ids; whoever potted the last ball has played in the last game."""
        people = dict.fromkeys([*seats, *(seat for game in history for order in game for seat in order)])
        numbers = {seat: number for number, seat in enumerate(people)}
        return cls(
            session_id=session_id,
            mode=mode,
            breaks=breaks,
            seats=tuple(seats),
            others=tuple(people)[len(seats) :],
            history=tuple(tuple(tuple(numbers[seat] for seat in order) for order in game) for game in history),
            last_potter=None if last_potter is None else numbers[last_potter],
        )

    @property
    def counting(self) -> list[tuple[Cycle, ...]]:
        """The games that count."""
        return [game for game in self.history if game]

    def dice(self, seed: bytes, what: str) -> Dice:
        """The dice for the `cycle` or the `break` of this game."""
        return Dice(seed, f"artel/{self.session_id}/{len(self.counting) + 1}/{what}")


def draw(seed: bytes, given: Draw) -> list[UUID]:
    """The order of the next game, headed by who breaks. The same seed and facts give the same order, always."""
    cycle = _cycle(seed, given)
    return [given.seats[person] for person in broken_by(cycle, _breaker(seed, given, cycle))]


def _cycle(seed: bytes, given: Draw) -> Sequence[int]:
    players = len(given.seats)
    match given.mode:
        case "fair":
            return _fair(seed, given)
        case "random":
            return cycles.unrank(given.dice(seed, "cycle").below(factorial(players - 1)), players)
        case "random_no_repeat":
            return _new(seed, given)
        case "manual":
            return range(players)


def _fair(seed: bytes, given: Draw) -> Cycle:
    """The cycle that leaves the counts of "X pays Y" as even as can be: their sum of squares is the least of all.

    That is the cycle whose pairs have met least. Among equals it is one of the schedule, in which the seed has given
    everyone a place for the evening: the one that was played least, then the first. If none of the schedule is among
    them, because people came and went, it is the first in the alphabet of places. An evening of the same people follows
    the schedule exactly.
    """
    players = len(given.seats)
    people = _places(seed, given)
    # Whoever does not play keeps his number, which is above every place.
    place = {person: place for place, person in enumerate(people)}
    games = [[tuple(place.get(person, person) for person in order) for order in game] for game in given.counting]
    met = Counter(chain.from_iterable({pair for order in game for pair in cycles.pairs(order)} for game in games))
    played = Counter(tuple(broken_by(order, 0)) for game in games for order in game)
    chosen = min(cycles.schedule(players), key=lambda cycle: (_weight(cycle, met), played[cycle]))
    lightest = cycles.lightest(players, met)
    if _weight(lightest, met) < _weight(chosen, met):
        chosen = lightest
    return tuple(people[place] for place in chosen)


def _places(seed: bytes, given: Draw) -> list[int]:
    """Who has which place in the schedule: the same for the same people all evening, however they are listed."""
    people = sorted(range(len(given.seats)), key=given.seats.__getitem__)
    names = ",".join(str(given.seats[person]) for person in people)
    return Dice(seed, f"artel/{given.session_id}/places/{names}").shuffled(people)


def _weight(cycle: Cycle, met: Mapping[tuple[int, int], int]) -> int:
    return sum(met[pair] for pair in cycles.pairs(cycle))


def _new(seed: bytes, given: Draw) -> Cycle:
    """A cycle, each equally likely, out of those that just these people have not played since they had played all."""
    players = len(given.seats)
    used: set[int] = set()
    for order in chain.from_iterable(given.counting):
        if sorted(order) == list(range(players)):
            used.add(cycles.rank(order))
            if len(used) == factorial(players - 1):
                used.clear()
    chosen = given.dice(seed, "cycle").below(factorial(players - 1) - len(used))
    for taken in sorted(used):
        chosen += taken <= chosen
    return cycles.unrank(chosen, players)


def _breaker(seed: bytes, given: Draw, cycle: Sequence[int]) -> int:
    """Who breaks: who potted the last ball, where the rules say so and he plays; else who is most behind with breaking.

    A game of n people gives each of them a claim to an nth of its break, so nobody who comes late catches up with the
    whole evening. Among equals it is who broke longest ago, or never; among those who never did, the dice say, or the
    order of arrival where the order of play is left to people.
    """
    potter = given.last_potter
    if given.breaks == "last_ball" and potter is not None and potter in cycle:
        return potter
    claims: Counter[int] = Counter()
    broke = dict.fromkeys(cycle, -1)
    for game, (order, *_) in enumerate(given.counting):
        claims.update(dict.fromkeys(order, Fraction(1, len(order))))
        claims[order[0]] -= 1
        broke[order[0]] = game
    first = min((-claims[person], broke[person]) for person in cycle)
    equals = sorted(person for person in cycle if (-claims[person], broke[person]) == first)
    return equals[0 if given.mode == "manual" else given.dice(seed, "break").below(len(equals))]
