"""The end of a game of Russian pyramid: the target, handicaps, undo around them, and who pays.

Sources as in test_pyramid.py.
"""

from dataclasses import replace

import pytest

from common.domain import game, pyramid, result
from common.domain.ledger import Transfer
from common.domain.rules import (
    ClassicPyramidRules,
    CombinedPyramidRules,
    ContinuousPyramidRules,
    DynamicPyramidRules,
    FreePyramidRules,
    PersonalTarget,
    PyramidFoul,
)
from common.domain.scores import Side
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, GRISHA, STRANGER, VERA, Table, refused

PRICE = 500_00
FREE = FreePyramidRules(game_price_kopecks=PRICE)
CLUB = replace(FREE, foul=PyramidFoul("own_minus", 1))
CLASSIC = ClassicPyramidRules(game_price_kopecks=PRICE)
CONTINUOUS = ContinuousPyramidRules(game_price_kopecks=PRICE)
ALIKE = [FREE, CombinedPyramidRules(), DynamicPyramidRules(), CONTINUOUS]
EVERY = [*ALIKE, CLASSIC]
FOUR = (ANNA, BORIS, VERA, GRISHA)


def numbered(table, seat, *numbers):
    for number in numbers:
        table.tap("pot", seat, number=number)


def two(rules=FREE, anna=0, boris=0):
    """A table where each has potted so many balls."""
    table = Table(ANNA, BORIS, rules=rules)
    table.run(ANNA, anna)
    table.run(BORIS, boris)
    return table


@pytest.mark.parametrize("rules", EVERY)
def test_the_event_that_reaches_the_target_ends_the_game_and_no_other_does(rules):
    table = Table(ANNA, BORIS, rules=replace(rules, target=11))
    balls = [1] if isinstance(rules, ClassicPyramidRules) else [None] * 11
    table.tap("miss", ANNA)
    for number in balls:
        assert not game.is_over(table.rules, table.state)
        assert not any(table.ends)
        table.tap("pot", BORIS, number=number)
    assert game.is_over(table.rules, table.state)
    assert table.ends[-1]
    assert result.settle(table.rules, table.state).winners == [BORIS]


def test_to_71_more_than_71_will_do():
    table = Table(ANNA, BORIS, rules=CLASSIC)
    numbered(table, ANNA, 15, 14, 13, 12, 11, 5)
    assert table.points[ANNA] == 70
    assert not game.is_over(CLASSIC, table.state)
    numbered(table, ANNA, 10)
    assert table.state.sides == [Side(71, 80), Side(71)]
    assert table.ends == [False] * 6 + [True]


def test_the_opponents_foul_may_be_the_winning_point():
    table = two(anna=7)
    table.tap("foul", BORIS)
    assert table.ends[-1]
    assert result.settle(FREE, table.state).winners == [ANNA]


@pytest.mark.parametrize("kind", ["pot", "foul"])
@pytest.mark.parametrize("seat", [ANNA, BORIS])
def test_nothing_scores_after_the_target(kind, seat):
    assert refused(two(anna=8).tap, kind, seat) == "target_reached"


def test_a_pair_reaches_the_target_together():
    table = Table(*FOUR, rules=FREE)
    table.run(ANNA, 4)
    table.run(BORIS, 7)
    table.run(VERA, 4)
    assert table.state.sides == [Side(8, 8), Side(8, 7)]
    assert result.settle(FREE, table.state).winners == [ANNA, VERA]


def test_a_target_of_ones_own_is_a_handicap():
    rules = replace(FREE, targets=(PersonalTarget(BORIS, 6), PersonalTarget(STRANGER, 1)))
    table = two(rules, anna=7)
    assert table.state.sides == [Side(8, 7), Side(6)]
    table.run(BORIS, 5)
    assert not game.is_over(rules, table.state)
    table.pot(BORIS)
    assert table.ends[-1]
    assert result.settle(rules, table.state).winners == [BORIS]


@pytest.mark.parametrize(
    ("targets", "sides"),
    [
        ({VERA: 6}, [6, 8]),
        ({ANNA: 6, VERA: 6}, [6, 8]),
        ({GRISHA: 9}, [8, 9]),
        ({ANNA: 5, BORIS: 7}, [5, 7]),
    ],
)
def test_a_pair_plays_to_the_target_of_either_partner(targets, sides):
    rules = replace(FREE, targets=tuple(PersonalTarget(seat, target) for seat, target in targets.items()))
    assert [side.target for side in game.start(rules, FOUR).sides] == sides


def test_partners_who_would_play_to_different_targets_are_refused_with_what_would_be_right():
    rules = replace(FREE, targets=(PersonalTarget(ANNA, 5), PersonalTarget(VERA, 6)))
    with pytest.raises(Refusal) as refusal:
        game.start(rules, FOUR)
    assert refusal.value.code == "rules_invalid"
    (error,) = refusal.value.errors
    assert (error.field, error.message) == (
        "rules.targets",
        "partners play to one target: give both the same, or only one of them",
    )
    assert game.start(rules, (ANNA, VERA)).sides == [Side(5), Side(6)]


# Undo around the target


def test_an_undo_may_take_the_target_away_and_its_undo_bring_it_back():
    table = two(anna=8)
    table.keep("reopen")
    undo = table.undo(table.events[2])
    assert not game.is_over(FREE, table.state)
    assert not table.ends[-1]
    table.undo(undo)
    assert game.is_over(FREE, table.state)
    assert table.ends[-1]


def test_an_undo_of_a_foul_of_ones_own_may_reach_the_target():
    table = Table(ANNA, BORIS, rules=CLUB)
    foul = table.tap("foul", ANNA)
    table.run(ANNA, 8)
    assert not game.is_over(CLUB, table.state)
    table.undo(foul)
    assert table.ends[-1]


def test_an_undo_that_leaves_the_game_over_does_not_end_it_again():
    table = Table(ANNA, BORIS, rules=FREE)
    other = table.pot(BORIS)
    table.run(ANNA, 8)
    table.keep("reopen")
    table.undo(other)
    assert game.is_over(FREE, table.state)
    assert not table.ends[-1]


def test_an_undo_does_not_reach_the_target_before_what_was_played_after():
    table = Table(ANNA, BORIS, rules=CLUB)
    foul = table.tap("foul", ANNA)
    table.run(ANNA, 8)
    table.pot(BORIS)
    assert refused(table.tap, "undo", None, event_id=foul.id) == "target_reached"


# Money


@pytest.mark.parametrize(
    ("price", "per", "nets"),
    [
        (500_00, "player", [500_00, -500_00]),
        (500_00, "team", [500_00, -500_00]),
        (12_51, "team", [12_51, -12_51]),
        (0, "player", [0, 0]),
    ],
)
def test_the_loser_pays_the_winner(price, per, nets):
    table = two(replace(FREE, game_price_kopecks=price, price_per=per), anna=8)
    assert list(table.nets.values()) == nets


@pytest.mark.parametrize(
    ("price", "per", "transfers"),
    [
        (500_00, "player", [Transfer(ANNA, BORIS, 500_00), Transfer(VERA, GRISHA, 500_00)]),
        (500_00, "team", [Transfer(ANNA, BORIS, 250_00), Transfer(VERA, GRISHA, 250_00)]),
        (500_01, "team", [Transfer(ANNA, BORIS, 250_01), Transfer(VERA, GRISHA, 250_00)]),
        (1, "team", [Transfer(ANNA, BORIS, 1)]),
        (0, "team", []),
        (0, "player", []),
    ],
    ids=["each", "as a team", "an odd kopeck", "a single kopeck", "a team for nothing", "for nothing"],
)
def test_a_pair_pays_each_or_as_a_team_each_loser_the_winner_at_his_place(price, per, transfers):
    table = Table(*FOUR, rules=replace(FREE, game_price_kopecks=price, price_per=per))
    table.run(GRISHA, 8)
    assert table.transfers == transfers


@pytest.mark.parametrize(
    ("targets", "anna", "boris", "winners"),
    [
        ((), 3, 2, [ANNA]),
        ((), 2, 3, [BORIS]),
        ((), 0, 0, []),
        ((), 4, 4, []),
        ((PersonalTarget(BORIS, 5),), 4, 2, [BORIS]),
        ((PersonalTarget(BORIS, 5),), 4, 1, []),
        ((PersonalTarget(BORIS, 5),), 5, 1, [ANNA]),
    ],
)
def test_ended_before_the_target_who_is_nearest_to_his_own_wins_and_level_nobody_pays(targets, anna, boris, winners):
    table = two(replace(FREE, targets=targets), anna, boris)
    end = result.settle(table.rules, table.state)
    assert end.winners == winners
    assert sorted(end.nets.values()) == ([-PRICE, PRICE] if winners else [0, 0])


def test_the_classic_game_may_end_level_at_seventy():
    table = Table(ANNA, BORIS, rules=CLASSIC)
    numbered(table, ANNA, 15, 14, 13, 12, 11, 5)
    numbered(table, BORIS, 10, 9, 8, 7, 6, 4, 3, 1)
    assert table.state.balls_left == 1
    numbered(table, BORIS, 2)
    assert table.points == {ANNA: 70, BORIS: 70}
    assert result.settle(CLASSIC, table.state) == result.Result([], [], {ANNA: 0, BORIS: 0})
    assert not game.is_over(CLASSIC, table.state)


def test_the_value_of_a_ball():
    assert pyramid.value(FREE, "white") == 1
    assert [pyramid.value(CLASSIC, str(number)) for number in (1, 2, 15)] == [11, 2, 15]
