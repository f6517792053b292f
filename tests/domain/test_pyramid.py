"""Games of Russian pyramid, rule by rule.

Sources: the rules of the International Committee of Pyramid (МКП): «Общие правила пирамиды» (a foul gives the opponent
a point and takes a ball off the table; "штраф взимается в одинарном размере": several breaches in one stroke cost once)
and those of the free, combined, dynamic and classic game; the domain document for the old club rule (the fouler loses a
point and puts a ball back, below zero too), for handicaps and for the price.
"""

from dataclasses import replace

import pytest

from common.domain import game
from common.domain.rules import (
    ClassicPyramidRules,
    CombinedPyramidRules,
    ContinuousPyramidRules,
    DynamicPyramidRules,
    FreePyramidRules,
    PyramidFoul,
)
from common.domain.scores import Score, Side
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, GRISHA, PEOPLE, STRANGER, VERA, Table, refused

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


# Who plays


@pytest.mark.parametrize("rules", EVERY)
@pytest.mark.parametrize(
    ("seats", "code"),
    [
        ((), "need_two_players"),
        ((ANNA,), "need_two_players"),
        ((ANNA, BORIS, VERA), "two_or_four_players"),
        (PEOPLE[:5], "two_or_four_players"),
        (PEOPLE, "two_or_four_players"),
        ((ANNA, ANNA), "turns_incomplete"),
    ],
)
def test_one_plays_one_or_two_play_two(rules, seats, code):
    for act in (game.demand_playable, game.start):
        with pytest.raises(Refusal) as refusal:
            act(rules, seats)
        assert refusal.value.code == code


@pytest.mark.parametrize("rules", EVERY)
@pytest.mark.parametrize("seats", [(ANNA, BORIS), FOUR])
def test_the_first_breaks_all_balls_are_on_the_table_and_sides_alternate(rules, seats):
    state = game.start(rules, seats)
    assert state.shooter == ANNA
    assert state.turns == list(seats)
    assert state.scores == {seat: Score() for seat in seats}
    assert state.sides == [Side(rules.target), Side(rules.target)]
    assert state.balls_left == 15


# What a ball counts


@pytest.mark.parametrize("rules", ALIKE)
@pytest.mark.parametrize("own_ball", [False, True], ids=["an object ball", "the cue ball"])
def test_every_ball_that_falls_is_a_point_and_a_ball_less_the_cue_ball_too(rules, own_ball):
    table = two(rules, boris=1)
    table.tap("pot", ANNA, own_ball=own_ball)
    assert table.state.scores == {ANNA: Score(1, 1), BORIS: Score(1, 1)}
    assert table.state.sides == [Side(rules.target, 1), Side(rules.target, 1)]
    assert table.state.balls_left == 13
    assert table.state.last_potter == ANNA


@pytest.mark.parametrize("color", [None, "white"])
def test_where_balls_are_alike_a_pot_need_not_say_which(color):
    table = Table(ANNA, BORIS, rules=FREE)
    table.tap("pot", ANNA, color=color)
    assert table.state.left == {"white": 14}


@pytest.mark.parametrize("own_ball", [False, True])
@pytest.mark.parametrize(("number", "points"), [(1, 11), (2, 2), (3, 3), (7, 7), (14, 14), (15, 15)])
def test_in_the_classic_game_a_ball_counts_its_number_and_the_ace_eleven(number, points, own_ball):
    table = Table(ANNA, BORIS, rules=CLASSIC)
    table.tap("pot", ANNA, number=number, own_ball=own_ball)
    assert table.state.scores[ANNA] == Score(points, 1)
    assert table.state.left[str(number)] == 0
    assert table.state.balls_left == 14


def test_the_balls_of_the_classic_game_are_130_points_and_the_last_on_the_table_10_more():
    table = Table(ANNA, BORIS, rules=replace(CLASSIC, target=999))
    numbered(table, ANNA, *range(1, 15))
    assert table.points == {ANNA: 11 + sum(range(2, 15)), BORIS: 0}
    numbered(table, BORIS, 15)
    assert table.points[BORIS] == 15 + 10
    assert sum(table.points.values()) == 140
    assert table.state.balls_left == 0


def test_the_last_ball_is_whichever_is_left():
    table = Table(ANNA, BORIS, rules=replace(CLASSIC, target=999))
    numbered(table, ANNA, *range(2, 16))
    numbered(table, BORIS, 1)
    assert table.points[BORIS] == 11 + 10


@pytest.mark.parametrize("rules", ALIKE)
def test_where_balls_are_alike_the_last_one_is_worth_no_more(rules):
    table = two(replace(rules, target=12), anna=11, boris=3)
    table.pot(BORIS)
    assert table.points == {ANNA: 11, BORIS: 4}


@pytest.mark.parametrize("rules", EVERY)
def test_a_pot_keeps_the_turn_and_misses_and_fouls_pass_it(rules):
    table = Table(*FOUR, rules=rules)
    table.tap("pot", BORIS, number=5 if rules is CLASSIC else None)
    assert table.state.shooter == BORIS
    table.tap("miss", BORIS)
    assert table.state.shooter == VERA
    table.tap("foul", VERA)
    assert table.state.shooter == GRISHA
    table.tap("miss", GRISHA)
    assert table.state.shooter == ANNA
    table.tap("turn", VERA)
    assert table.state.shooter == VERA


def test_nobody_owes_anybody_for_a_single_ball():
    table = Table(ANNA, BORIS, rules=FREE)
    assert table.pot(ANNA).payer_seat_id is None
    assert table.tap("foul", ANNA).payer_seat_id is None
    assert table.state.debts == {}


# Continuous: racked anew


def test_after_the_last_ball_a_new_rack_follows():
    table = two(CONTINUOUS, anna=9, boris=5)
    assert table.state.balls_left == 1
    table.pot(BORIS)
    assert table.state.balls_left == 15
    table.pot(BORIS)
    assert table.state.balls_left == 14
    table.run(ANNA, 30)
    assert table.state.balls_left == 14


def test_a_foul_that_takes_the_last_ball_racks_anew_too_and_the_club_foul_puts_one_back():
    table = two(CONTINUOUS, anna=9, boris=5)
    table.tap("foul", ANNA)
    assert table.state.balls_left == 15
    table = two(replace(CONTINUOUS, foul=PyramidFoul("own_minus", 1)), anna=9, boris=6)
    table.tap("foul", ANNA)
    assert table.state.balls_left == 1


def test_to_fifty_takes_more_than_three_racks():
    table = two(CONTINUOUS, anna=49)
    assert not game.is_over(CONTINUOUS, table.state)
    table.pot(ANNA)
    assert game.is_over(CONTINUOUS, table.state)


# Dynamic: the cue ball in hand


def test_after_a_potted_cue_ball_it_is_in_hand_and_may_not_be_potted_again_by_the_next_stroke():
    table = Table(ANNA, BORIS, rules=DynamicPyramidRules())
    table.tap("pot", ANNA, own_ball=True)
    assert table.state.in_hand is True
    assert refused(table.tap, "pot", ANNA, own_ball=True) == "own_ball_not_allowed"
    table.pot(ANNA)
    assert table.state.in_hand is False
    table.tap("pot", ANNA, own_ball=True)
    assert table.state.in_hand is True


@pytest.mark.parametrize(("kind", "seat"), [("miss", ANNA), ("foul", ANNA), ("turn", BORIS)])
def test_in_hand_ends_with_the_turn(kind, seat):
    table = Table(ANNA, BORIS, rules=DynamicPyramidRules())
    table.tap("pot", ANNA, own_ball=True)
    table.tap(kind, seat)
    assert table.state.in_hand is False
    table.tap("pot", BORIS, own_ball=True)


def test_whose_turn_was_not_recorded_is_not_held_to_the_hand_of_the_other():
    table = Table(ANNA, BORIS, rules=DynamicPyramidRules())
    table.tap("pot", ANNA, own_ball=True)
    table.tap("pot", BORIS, own_ball=True)
    assert table.points == {ANNA: 1, BORIS: 1}


@pytest.mark.parametrize("rules", [FREE, CombinedPyramidRules(), CONTINUOUS])
def test_in_every_other_game_the_cue_ball_may_fall_again_and_again(rules):
    table = Table(ANNA, BORIS, rules=rules)
    table.tap("pot", ANNA, own_ball=True)
    assert table.state.in_hand is False
    table.tap("pot", ANNA, own_ball=True)
    assert table.points[ANNA] == 2


def test_what_would_pot_the_cue_ball_twice_in_a_row_is_not_brought_about_by_an_undo():
    table = Table(ANNA, BORIS, rules=DynamicPyramidRules())
    table.tap("pot", ANNA, own_ball=True)
    between = table.pot(ANNA)
    table.tap("pot", ANNA, own_ball=True)
    assert refused(table.tap, "undo", None, event_id=between.id) == "own_ball_not_allowed"


# Fouls


@pytest.mark.parametrize(
    ("rules", "points", "balls"),
    [
        (FREE, {ANNA: 3, BORIS: 2}, 10),
        (replace(FREE, foul=PyramidFoul("opponent_plus", 2)), {ANNA: 3, BORIS: 3}, 9),
        (replace(FREE, foul=PyramidFoul("opponent_plus", 0)), {ANNA: 3, BORIS: 1}, 11),
        (CLUB, {ANNA: 2, BORIS: 1}, 12),
        (replace(CLUB, foul=PyramidFoul("own_minus", 2)), {ANNA: 1, BORIS: 1}, 13),
    ],
    ids=["official", "official for two", "for nothing", "club", "club for two"],
)
def test_a_foul_costs_what_its_mode_says(rules, points, balls):
    table = two(rules, anna=3, boris=1)
    table.tap("foul", ANNA)
    assert table.points == points
    assert [side.points for side in table.state.sides] == list(points.values())
    assert table.state.balls_left == balls
    assert [score.fouls for score in table.state.scores.values()] == [1, 0]
    assert [score.balls for score in table.state.scores.values()] == [3, 1]
    assert table.state.last_potter == BORIS


@pytest.mark.parametrize(
    "foul", ["cue_ball_off", "double_hit", "cue_ball_off+double_hit", "no_rail+wrong_ball+off_the_table"]
)
@pytest.mark.parametrize("rules", [FREE, CLUB])
def test_several_breaches_in_one_stroke_are_one_foul_and_cost_once(rules, foul):
    table = two(rules, anna=3, boris=3)
    table.tap("foul", ANNA, foul=foul)
    single = two(rules, anna=3, boris=3)
    single.tap("foul", ANNA)
    assert table.state == single.state
    assert table.state.scores[ANNA].fouls == 1
    assert table.events[-1].foul == foul


@pytest.mark.parametrize(("shooter", "gets"), [(ANNA, BORIS), (BORIS, VERA), (VERA, GRISHA), (GRISHA, ANNA)])
def test_of_two_opponents_the_one_who_shoots_next_gets_the_point(shooter, gets):
    table = Table(*FOUR, rules=FREE)
    table.tap("foul", shooter)
    assert table.points == {seat: int(seat == gets) for seat in FOUR}
    assert [side.points for side in table.state.sides] == [int(gets in FOUR[::2]), int(gets in FOUR[1::2])]


def test_by_the_club_rule_the_score_goes_below_zero_and_the_next_ball_comes_back_on_the_table():
    table = Table(ANNA, BORIS, rules=CLUB)
    table.tap("foul", ANNA)
    assert table.points == {ANNA: -1, BORIS: 0}
    assert table.state.balls_left == 15
    table.pot(ANNA)
    assert table.points == {ANNA: 0, BORIS: 0}
    assert table.state.balls_left == 15
    table.pot(ANNA)
    assert table.state.balls_left == 14
    assert table.state.sides[0].to_go == 7


@pytest.mark.parametrize(
    ("mode", "points"), [("opponent_plus", {ANNA: 14, BORIS: 5}), ("own_minus", {ANNA: 9, BORIS: 0})]
)
def test_a_foul_in_the_classic_game_moves_points_and_no_ball(mode, points):
    table = Table(ANNA, BORIS, rules=replace(CLASSIC, foul=PyramidFoul(mode, 5)))
    numbered(table, ANNA, 14)
    table.tap("foul", ANNA, number=3)
    assert table.points == points
    assert table.state.balls_left == 14


def test_a_foul_takes_no_more_balls_off_the_table_than_there_are():
    table = two(replace(FREE, target=20, foul=PyramidFoul("opponent_plus", 3)), anna=7, boris=7)
    table.tap("foul", ANNA)
    assert table.points == {ANNA: 7, BORIS: 10}
    assert table.state.balls_left == 0


# What cannot be


@pytest.mark.parametrize("kind", ["pot", "foul"])
@pytest.mark.parametrize(
    ("rules", "ball"),
    [
        (FREE, {"number": 3}),
        (FREE, {"color": "yellow"}),
        (CLASSIC, {"number": 16}),
        (CLASSIC, {"number": 0}),
        (CLASSIC, {"color": "white"}),
    ],
)
def test_a_ball_that_the_game_does_not_have_is_refused(kind, rules, ball):
    assert refused(Table(ANNA, BORIS, rules=rules).tap, kind, ANNA, **ball) == "unknown_ball"


def test_where_balls_have_numbers_a_pot_must_say_which():
    assert refused(Table(ANNA, BORIS, rules=CLASSIC).tap, "pot", ANNA) == "unknown_ball"


def test_a_number_that_is_down_does_not_fall_again_but_may_be_named_by_a_foul():
    table = Table(ANNA, BORIS, rules=CLASSIC)
    numbered(table, ANNA, 7)
    assert refused(table.tap, "pot", BORIS, number=7) == "ball_already_down"
    table.tap("foul", BORIS, number=7)
    assert table.points == {ANNA: 8, BORIS: 0}


@pytest.mark.parametrize("kind", ["pot", "foul"])
def test_when_no_ball_is_left_nothing_scores(kind):
    table = two(replace(FREE, target=12), anna=8, boris=7)
    assert table.state.balls_left == 0
    assert not game.is_over(FREE, table.state)
    assert refused(table.tap, kind, ANNA) == "ball_already_down"


@pytest.mark.parametrize("kind", ["pot", "foul", "miss", "turn", "note"])
def test_only_those_who_play_are_recorded(kind):
    assert refused(Table(ANNA, BORIS, rules=FREE).tap, kind, STRANGER) == "unknown_seat"
