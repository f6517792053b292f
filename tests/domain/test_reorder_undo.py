"""Orders of play and undo: nothing comes back into an order it was not played in, and no order is lost under it."""

from copy import deepcopy
from dataclasses import replace

import pytest

from common.domain import game
from tests.domain.table import (
    ANNA,
    BORIS,
    PRICE,
    VERA,
    WHITE,
    Table,
    refused,
)

EVERYONE = replace(WHITE, settlement="everyone")


def test_an_order_nobody_has_played_in_can_be_taken_back():
    table = Table(ANNA, BORIS)
    table.pot(ANNA)
    before = deepcopy(table.state)
    joined = table.reorder(ANNA, BORIS, VERA)
    table.tap("note", text="Vera is late")
    undo = table.undo(joined)
    assert table.state == before
    table.undo(undo)
    assert table.state.turns == [ANNA, BORIS, VERA]


@pytest.mark.parametrize("kind", game.SHOTS)
def test_an_order_that_was_played_in_stays(kind):
    table = Table(ANNA, BORIS)
    joined = table.reorder(ANNA, BORIS, VERA)
    table.tap(kind, VERA, color="white" if kind == "pot" else None)
    assert refused(table.undo, joined) == "not_undoable"


def test_an_order_that_another_came_after_stays():
    table = Table(ANNA, BORIS)
    first = table.reorder(ANNA, BORIS, VERA)
    second = table.reorder(ANNA, VERA)
    assert refused(table.undo, first) == "not_undoable"
    table.undo(second)
    table.undo(first)
    assert table.state == game.start(WHITE, [ANNA, BORIS])


def test_an_order_is_not_brought_back_before_what_was_played_without_it():
    table = Table(ANNA, BORIS)
    undo = table.undo(table.reorder(ANNA, BORIS, VERA))
    table.pot(ANNA)
    assert refused(table.undo, undo) == "not_undoable"


def test_an_order_may_be_taken_back_once_what_was_played_in_it_is():
    table = Table(ANNA, BORIS)
    joined = table.reorder(ANNA, BORIS, VERA)
    table.undo(table.pot(VERA))
    table.undo(joined)
    assert table.state == game.start(WHITE, [ANNA, BORIS])


@pytest.mark.parametrize("seat", [ANNA, VERA], ids=["paid by Vera", "shot by Vera"])
@pytest.mark.parametrize("rules", [WHITE, EVERYONE])
def test_a_shot_does_not_come_back_into_an_order_it_was_not_played_in(seat, rules):
    table = Table(ANNA, BORIS, rules=rules)
    joined = table.reorder(ANNA, BORIS, VERA)
    undo = table.undo(table.pot(seat))
    table.undo(joined)
    assert refused(table.undo, undo) == "not_undoable"
    table.pot(ANNA)
    assert table.nets == {ANNA: 1 * PRICE, BORIS: -1 * PRICE}


def test_a_shot_comes_back_into_its_own_order_though_another_came_after_it():
    table = Table(ANNA, BORIS, VERA)
    undo = table.undo(table.pot(BORIS))
    table.tap("miss", BORIS)
    table.reorder(ANNA, VERA)
    table.undo(undo)
    assert table.nets == {ANNA: -1 * PRICE, BORIS: 1 * PRICE, VERA: 0}
    assert table.state.turns == [ANNA, VERA]


def test_a_shot_does_not_come_back_before_an_order_that_was_free_only_without_it():
    table = Table(ANNA, BORIS, VERA)
    undo = table.undo(table.pot(ANNA))
    table.reorder(ANNA, VERA, BORIS)
    assert refused(table.undo, undo) == "turns_fixed"


def test_an_early_ball_is_taken_back_from_who_has_left_since():
    table = Table(ANNA, BORIS, VERA)
    first = table.pot(ANNA)
    second = table.pot(BORIS)
    table.reorder(ANNA, VERA)
    table.undo(second)
    assert table.points == {ANNA: 1, BORIS: 0, VERA: 0}
    table.undo(first)
    assert table.points == {ANNA: 0, VERA: 0}


def test_a_reopening_cannot_be_taken_back():
    table = Table(ANNA, BORIS)
    pot = table.pot(ANNA)
    reopened = table.keep("reopen")
    assert refused(table.undo, reopened) == "not_undoable"
    table.undo(pot)
    assert table.state == game.start(WHITE, [ANNA, BORIS])
