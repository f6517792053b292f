"""Games of an evening by other rules: what they would have come to, and why some cannot be."""

import pytest
from hypothesis import given

from common.domain import ledger, result, what_if
from common.domain.ledger import Transfer
from common.domain.rules import Ball, ClassicPyramidRules, FreePyramidRules, KolkhozFoul, KolkhozRules
from common.errors import Refusal
from tests.domain.strategies import games
from tests.domain.table import ANNA, BORIS, COLORED, VERA, Table


def played(table):
    return what_if.Played(3, table.turns, table.events)


def refused(rules, table):
    with pytest.raises(Refusal) as refusal:
        what_if.settle(rules, played(table))
    assert refusal.value.code == "rules_do_not_fit"
    return refusal.value.detail


@given(games())
def test_by_the_rules_it_was_played_by_a_game_comes_to_what_it_came_to(made):
    table = made.table
    assert what_if.settle(table.rules, played(table)) == result.settle(table.rules, table.state)


def test_a_dearer_ball_costs_more():
    table = Table(ANNA, BORIS, rules=COLORED)
    table.pot(ANNA, "yellow")
    dearer = KolkhozRules(point_price_kopecks=1, balls=(Ball("white"), Ball("yellow", 9)))
    assert what_if.settle(dearer, played(table)).transfers == [Transfer(BORIS, ANNA, 9)]


def test_who_pays_is_decided_anew():
    table = Table(ANNA, BORIS, VERA)
    table.tap("foul", ANNA)
    given_on = KolkhozRules(point_price_kopecks=1, foul=KolkhozFoul("next_plus", 2))
    assert what_if.settle(given_on, played(table)).transfers == [Transfer(ANNA, BORIS, 2)]


def test_what_was_taken_back_stays_so_and_orders_are_those_that_were_played():
    table = Table(ANNA, BORIS)
    table.undo(table.pot(ANNA))
    table.pot(BORIS)
    table.reorder(ANNA, VERA, BORIS)
    table.pot(BORIS)
    by_everyone = KolkhozRules(point_price_kopecks=1, settlement="everyone")
    nets = what_if.settle(by_everyone, played(table)).nets
    assert nets == {ANNA: -2, VERA: -1, BORIS: 3}


def test_a_kolkhoz_of_two_may_be_scored_as_a_pyramid_that_ends_at_its_target():
    table = Table(ANNA, BORIS)
    table.run(ANNA, 2)
    table.run(BORIS, 3)
    end = what_if.settle(FreePyramidRules(target=2, game_price_kopecks=5), played(table))
    assert (end.winners, end.transfers) == ([ANNA], [Transfer(BORIS, ANNA, 5)])


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (KolkhozRules(balls=(Ball("white", 1, 1),)), "All balls of that colour are down."),
        (KolkhozRules(balls=(Ball("yellow", 1, 9),)), "The rules of this game have no such ball."),
        (ClassicPyramidRules(), "The rules of this game have no such ball."),
    ],
    ids=["too few balls", "another colour", "balls with numbers"],
)
def test_what_cannot_be_scored_by_these_rules_says_which_game_and_why(rules, why):
    table = Table(ANNA, BORIS)
    table.run(ANNA, 2)
    assert refused(rules, table) == f"Game 3: {why}"


def test_three_people_have_played_no_pyramid():
    assert refused(FreePyramidRules(), Table(ANNA, BORIS, VERA)).startswith("Game 3: Pyramid is played one against one")


def test_nothing_of_the_record_is_changed():
    table = Table(ANNA, BORIS)
    pot = table.pot(ANNA)
    before = list(table.events)
    what_if.settle(KolkhozRules(point_price_kopecks=7, settlement="everyone"), played(table))
    assert table.events == before
    assert pot.payer_seat_id == BORIS


def test_the_money_of_an_evening_by_other_rules_adds_up():
    table = Table(ANNA, BORIS, VERA, rules=COLORED)
    table.pot(ANNA, "pink")
    table.pot(VERA, "green")
    other = KolkhozRules(point_price_kopecks=3, balls=COLORED.balls, settlement="everyone")
    nets = ledger.balances([ANNA, BORIS, VERA], what_if.settle(other, played(table)).transfers)
    assert nets == {ANNA: 0, BORIS: -27, VERA: 27}
