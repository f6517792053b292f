"""Best of N: who has won the most, when it is decided, and what begins a new one."""

import pytest

from common.domain import series
from common.domain.series import Played, Series
from tests.domain.table import ANNA, BORIS, GRISHA, VERA

FREE, CLASSIC = "free_pyramid", "classic_pyramid"


def games(*winners, turns=(ANNA, BORIS), game_type=FREE):
    """Games of one against one, won by these; None for a level one."""
    return [Played(game_type, turns, [winner] if winner else []) for winner in winners]


def test_before_the_first_game_there_is_none():
    assert series.current(3, []) is None


@pytest.mark.parametrize(
    ("best_of", "winners", "wins", "winner"),
    [
        (1, [ANNA], [1, 0], 0),
        (1, [BORIS], [0, 1], 1),
        (3, [ANNA], [1, 0], None),
        (3, [ANNA, BORIS], [1, 1], None),
        (3, [ANNA, BORIS, ANNA], [2, 1], 0),
        (3, [BORIS, BORIS], [0, 2], 1),
        (5, [ANNA, ANNA, BORIS, BORIS], [2, 2], None),
        (5, [ANNA, ANNA, BORIS, BORIS, BORIS], [2, 3], 1),
        (7, [ANNA] * 4, [4, 0], 0),
        (7, [ANNA] * 3, [3, 0], None),
    ],
)
def test_who_has_won_more_than_half_has_won(best_of, winners, wins, winner):
    assert series.current(best_of, games(*winners)) == Series(FREE, ((ANNA,), (BORIS,)), wins, winner)


def test_a_level_game_counts_for_nobody():
    found = series.current(3, games(None, ANNA, None))
    assert (found.wins, found.winner) == ([1, 0], None)


def test_after_a_decided_one_a_new_one_begins():
    assert series.current(3, games(ANNA, ANNA, BORIS)) == Series(FREE, ((ANNA,), (BORIS,)), [0, 1])


def test_who_breaks_makes_no_difference():
    played = [*games(ANNA), *games(ANNA, turns=(BORIS, ANNA))]
    assert series.current(3, played) == Series(FREE, ((ANNA,), (BORIS,)), [2, 0], 0)


def test_partners_may_change_places():
    first = Played(FREE, (ANNA, BORIS, VERA, GRISHA), [ANNA, VERA])
    second = Played(FREE, (BORIS, VERA, GRISHA, ANNA), [VERA, ANNA])
    assert series.current(3, [first, second]) == Series(FREE, ((ANNA, VERA), (BORIS, GRISHA)), [2, 0], 0)


@pytest.mark.parametrize(
    "then",
    [
        Played(FREE, (ANNA, VERA), [ANNA]),
        Played(CLASSIC, (ANNA, BORIS), [ANNA]),
        Played(FREE, (ANNA, BORIS, VERA, GRISHA), [ANNA, VERA]),
    ],
    ids=["other people", "another game", "pairs"],
)
def test_other_people_or_another_game_begin_a_new_one(then):
    found = series.current(3, [*games(ANNA), then])
    assert (found.game_type, found.wins, found.winner) == (then.game_type, [1, 0], None)
    assert found.sides == (tuple(then.turns[::2]), tuple(then.turns[1::2]))


def test_other_pairs_of_the_same_people_begin_a_new_one():
    first = Played(FREE, (ANNA, BORIS, VERA, GRISHA), [ANNA, VERA])
    second = Played(FREE, (ANNA, VERA, BORIS, GRISHA), [VERA, GRISHA])
    assert series.current(3, [first, second]) == Series(FREE, ((ANNA, BORIS), (VERA, GRISHA)), [0, 1])


def test_what_was_begun_before_is_not_gone_on_with():
    assert series.current(3, [*games(ANNA), *games(VERA, turns=(ANNA, VERA)), *games(ANNA)]).wins == [1, 0]
