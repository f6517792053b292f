"""Cycles: schedules and what mathematics lets them be, the count of all cycles, the lightest of them."""

from collections import Counter
from itertools import permutations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import cycles
from common.domain.cycles import Cycle

NO_DECOMPOSITION = {4: 3, 6: 5}
"""After so many games of 4 and of 6 people, counts within one of each other would be a decomposition: there is none."""


def every(players: int) -> list[Cycle]:
    return [(0, *rest) for rest in permutations(range(1, players))]


def met_after(played: list[Cycle] | tuple[Cycle, ...]) -> Counter[tuple[int, int]]:
    """How often each pair has met, 0 included."""
    met = Counter(dict.fromkeys(permutations(range(len(played[0])), 2), 0))
    met.update(pair for cycle in played for pair in cycles.pairs(cycle))
    return met


def weight(cycle: Cycle, met: Counter[tuple[int, int]]) -> int:
    return sum(met[pair] for pair in cycles.pairs(cycle))


def decompositions(players: int) -> int:
    """In how many ways the ordered pairs split into cycles through everyone, by trying all."""
    found = 0
    left = [[(frozenset(cycles.pairs(cycle)), 1) for cycle in every(players)]]
    while left:
        candidates = left.pop()
        for index, (taken, size) in enumerate(candidates):
            if size == players - 1:
                found += 1
            else:
                rest = candidates[index + 1 :]
                left.append([(pairs, size + 1) for pairs, _ in rest if not pairs & taken])
    return found


@pytest.mark.parametrize("players", range(2, 9))
def test_a_schedule_holds_every_ordered_pair_equally_often(players: int) -> None:
    schedule = cycles.schedule(players)
    times = 2 if players in (4, 6) else 1
    assert all(sorted(cycle) == list(range(players)) and cycle[0] == 0 for cycle in schedule)
    assert len(set(schedule)) == len(schedule) == times * (players - 1)
    assert set(met_after(schedule).values()) == {times}


@pytest.mark.parametrize("players", range(3, 9))
def test_all_pairs_are_within_one_of_each_other_after_every_game_but_one(players: int) -> None:
    schedule = cycles.schedule(players)
    for games in range(1, len(schedule) + 1):
        counts = met_after(schedule[:games]).values()
        if games == NO_DECOMPOSITION.get(players):
            # Two pairs have met twice, and two not yet: the nearest to even that can be (see below).
            assert Counter(counts) == {1: players * (players - 1) - 4, 0: 2, 2: 2}
        else:
            assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(("players", "number"), [(3, 1), (4, 0), (5, 6), (6, 0)])
def test_four_and_six_people_cannot_meet_once_each(players: int, number: int) -> None:
    assert decompositions(players) == number


@pytest.mark.parametrize("players", [4, 6])
def test_nobody_comes_nearer_to_even_after_the_game_that_cannot_be(players: int) -> None:
    # Whatever free cycles came before, the pairs they leave are a permutation without fixed points, and one cycle of
    # all people holds at most all but one pair of each round of it: as there are two rounds or more, two are missed.
    played = [(every(players)[0],)]
    for _ in range(NO_DECOMPOSITION[players] - 2):
        played = [
            (*before, cycle)
            for before in played
            for cycle in every(players)
            if cycle > before[-1] and not weight(cycle, met_after(before))
        ]
    assert played
    for before in played:
        left = {pair for pair, count in met_after(before).items() if count == 0}
        assert max(len(left.intersection(cycles.pairs(cycle))) for cycle in every(players)) <= players - 2


@pytest.mark.parametrize("players", range(2, 9))
def test_no_cycle_is_lighter_than_the_next_of_the_schedule(players: int) -> None:
    schedule = cycles.schedule(players)
    for games in range(1, len(schedule)):
        met = met_after(schedule[:games])
        assert weight(schedule[games], met) == weight(cycles.lightest(players, met), met)


@pytest.mark.parametrize("players", range(2, 8))
def test_ranks_count_all_cycles_in_alphabetical_order(players: int) -> None:
    assert [cycles.unrank(place, players) for place in range(factorial(players - 1))] == every(players)
    assert [cycles.rank(cycle) for cycle in every(players)] == list(range(factorial(players - 1)))


@given(st.permutations(range(8)))
def test_the_rank_does_not_ask_who_begins(turns: list[int]) -> None:
    ranks = {cycles.rank(cycles.broken_by(turns, head)) for head in range(8)}
    assert len(ranks) == 1
    assert list(cycles.unrank(*ranks, 8)) == cycles.broken_by(turns, 0)


@given(
    st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, 3), min_size=36, max_size=36)))
)
def test_the_lightest_cycle_is_the_first_of_the_lightest_of_all(drawn: tuple[int, list[int]]) -> None:
    players, numbers = drawn
    weights = Counter({(a, b): numbers[6 * a + b] for a in range(players) for b in range(players)})
    assert cycles.lightest(players, weights) == min(every(players), key=lambda cycle: (weight(cycle, weights), cycle))


def test_the_lightest_cycle_of_eight_is_found() -> None:
    hidden = (0, 5, 2, 7, 1, 4, 6, 3)
    weights = Counter(dict.fromkeys(permutations(range(8), 2), 1))
    weights.subtract(cycles.pairs(hidden))
    assert cycles.lightest(8, weights) == hidden


def test_a_cycle_is_headed_by_whoever_breaks() -> None:
    assert cycles.broken_by((1, 2, 3), 2) == [2, 3, 1]
    assert cycles.broken_by((1, 2, 3), 9) == [1, 2, 3]
    assert cycles.broken_by((1, 2, 3), None) == [1, 2, 3]


def test_the_first_comes_after_the_last() -> None:
    assert cycles.pairs("ABC") == [("A", "B"), ("B", "C"), ("C", "A")]
    assert cycles.pairs("AB") == [("A", "B"), ("B", "A")]
