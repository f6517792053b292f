"""Who shoots after whom: fair, random, random without repeats."""

import random
from collections import Counter
from itertools import permutations
from uuid import UUID

import pytest

from common.domain import turns

SEATS = [UUID(int=number) for number in range(1, 9)]


def pairs(order: list[UUID]) -> list[tuple[UUID, UUID]]:
    return [(order[place - 1], order[place]) for place in range(len(order))]


def never(_: list[UUID]) -> None:
    raise AssertionError("nothing is left to chance here")


def play(mode: turns.TurnsMode, seats: list[UUID], games: int, seed: int = 1) -> list[list[UUID]]:
    history: list[list[UUID]] = []
    for _ in range(games):
        shuffle = never if mode == "fair" else random.Random(seed + len(history)).shuffle
        history.append(turns.order(mode, seats, history, shuffle))
    return history


@pytest.mark.parametrize("players", range(2, 9))
def test_a_schedule_holds_every_ordered_pair_equally_often(players: int) -> None:
    schedule = turns.schedule(players)
    met = Counter((cycle[place - 1], cycle[place]) for cycle in schedule for place in range(players))
    assert set(met) == set(permutations(range(players), 2))
    assert set(met.values()) == ({2} if players in (4, 6) else {1})
    assert len(set(schedule)) == len(schedule)


@pytest.mark.parametrize("players", range(2, 9))
def test_fair_gives_every_pair_equally_often_in_every_round(players: int) -> None:
    length = len(turns.schedule(players))
    history = play("fair", SEATS[:players], 3 * length)
    for games in (length, 2 * length, 3 * length):
        met = Counter(pair for order in history[:games] for pair in pairs(order))
        assert len(met) == players * (players - 1)
        assert len(set(met.values())) == 1


def test_fair_evens_out_when_somebody_leaves() -> None:
    history = play("fair", SEATS[:4], 1)
    three = turns.order("fair", SEATS[:3], history, never)
    met = {pair for order in history for pair in pairs(order)}
    others = [order for order in ([0, 1, 2], [0, 2, 1])]
    repeated = [sum(pair in met for pair in pairs([SEATS[place] for place in order])) for order in others]
    assert sum(pair in met for pair in pairs(three)) == min(repeated)


@pytest.mark.parametrize("players", range(2, 6))
def test_random_without_repeats_plays_every_cycle_once_before_any_again(players: int) -> None:
    seats = SEATS[:players]
    all_cycles = len(list(permutations(seats[1:])))
    history = play("random_no_repeat", seats, 2 * all_cycles)
    for played in (history[:all_cycles], history[all_cycles:]):
        cycles = {tuple(turns.broken_by(order, seats[0])) for order in played}
        assert len(cycles) == all_cycles


def test_random_is_a_shuffle_of_those_who_play() -> None:
    orders = play("random", SEATS[:5], 20)
    assert all(set(order) == set(SEATS[:5]) for order in orders)
    assert len({tuple(order) for order in orders}) > 1


def test_manual_is_left_to_people() -> None:
    assert turns.order("manual", SEATS[:3], [], never) == SEATS[:3]


def test_whoever_potted_the_last_ball_breaks() -> None:
    first, second, third = SEATS[:3]
    assert turns.broken_by([first, second, third], second) == [second, third, first]
    assert turns.broken_by([first, second, third], SEATS[7]) == [first, second, third]
    assert turns.broken_by([first, second, third], None) == [first, second, third]
