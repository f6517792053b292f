"""In a pyramid one stands in for another: the sides stay, with their points and their targets."""

from dataclasses import replace

import pytest

from common.domain import game, result
from common.domain.rules import FreePyramidRules, PersonalTarget
from common.domain.scores import Score, Side
from tests.domain.table import (
    ANNA,
    BORIS,
    DASHA,
    EGOR,
    GRISHA,
    PRICE,
    VERA,
    Table,
    refused,
)

FREE = FreePyramidRules(game_price_kopecks=PRICE)


def test_in_a_pyramid_who_stands_in_goes_on_with_the_points_of_the_side():
    table = Table(ANNA, BORIS, VERA, GRISHA, rules=FREE)
    table.run(ANNA, 5)
    table.run(BORIS, 2)
    table.reorder(DASHA, BORIS, VERA, GRISHA)
    assert table.state.sides == [Side(8, 5), Side(8, 2)]
    assert table.state.shooter == BORIS
    table.run(DASHA, 1)
    table.run(VERA, 2)
    assert game.is_over(FREE, table.state)
    assert table.points == {ANNA: 5, BORIS: 2, VERA: 2, GRISHA: 0, DASHA: 1}
    end = result.settle(FREE, table.state)
    assert end.winners == [DASHA, VERA]
    assert end.nets == {ANNA: 0, BORIS: -PRICE, VERA: PRICE, GRISHA: -PRICE, DASHA: PRICE}


@pytest.mark.parametrize(
    ("old", "new", "shoots"),
    [
        ((ANNA, BORIS), (VERA, BORIS), VERA),
        ((ANNA, BORIS), (VERA, GRISHA), VERA),
        ((ANNA, BORIS, VERA, GRISHA), (DASHA, BORIS, VERA, EGOR), DASHA),
        ((ANNA, BORIS, VERA, GRISHA), (ANNA, BORIS, DASHA, GRISHA), ANNA),
    ],
)
def test_in_a_pyramid_the_shooter_goes_on_or_whoever_stands_in_for_him(old, new, shoots):
    table = Table(*old, rules=FREE)
    table.pot(ANNA)
    table.reorder(*new)
    assert table.state.shooter == shoots


@pytest.mark.parametrize(
    "turns",
    [
        (BORIS, ANNA),
        (VERA, ANNA),
        (BORIS, VERA),
        (ANNA, BORIS, VERA, GRISHA),
    ],
    ids=["swapped", "moved to the other side", "moved and replaced", "more"],
)
def test_in_a_pyramid_nobody_changes_sides(turns):
    table = Table(ANNA, BORIS, rules=FREE)
    table.tap("miss", ANNA)
    assert refused(table.reorder, *turns) == "turns_fixed"


def test_in_a_pyramid_of_four_two_cannot_go_on_alone():
    table = Table(ANNA, BORIS, VERA, GRISHA, rules=FREE)
    table.tap("miss", ANNA)
    assert refused(table.reorder, ANNA, BORIS) == "turns_fixed"
    assert refused(table.reorder, ANNA, BORIS, VERA) == "two_or_four_players"


def test_before_the_first_stroke_the_sides_of_a_pyramid_are_made_anew():
    rules = replace(FREE, targets=(PersonalTarget(ANNA, 5), PersonalTarget(GRISHA, 7)))
    table = Table(ANNA, BORIS, rules=rules)
    table.reorder(BORIS, ANNA)
    assert table.state.sides == [Side(8), Side(5)]
    assert refused(table.reorder, ANNA, BORIS, GRISHA, VERA) == "rules_invalid"
    table.reorder(BORIS, ANNA, GRISHA, VERA)
    assert table.state.sides == [Side(7), Side(5)]
    assert table.state.scores == {seat: Score() for seat in (BORIS, ANNA, GRISHA, VERA)}


def test_once_played_a_side_keeps_its_target_whoever_plays_for_it():
    rules = replace(FREE, targets=(PersonalTarget(ANNA, 5), PersonalTarget(VERA, 7)))
    table = Table(ANNA, BORIS, rules=rules)
    table.tap("miss", ANNA)
    table.reorder(VERA, BORIS)
    assert table.state.sides == [Side(5), Side(8)]


def test_a_shot_does_not_come_back_onto_the_other_side():
    table = Table(ANNA, BORIS, rules=FREE)
    undo = table.undo(table.pot(ANNA))
    table.reorder(BORIS, ANNA)
    assert refused(table.undo, undo) == "turns_fixed"
