"""The end of a game: its winners, its money, and the message that tells of it."""

from uuid import UUID

import pytest
from hypothesis import given

from common.domain import result
from common.domain.events import SeatResult
from common.domain.ledger import Transfer
from common.domain.result import OnTable, Result
from common.domain.rules import ClassicPyramidRules, CombinedPyramidRules, DynamicPyramidRules, FreePyramidRules
from tests.domain.strategies import games
from tests.domain.table import ANNA, BORIS, COLORED, PRICE, VERA, Table

SESSION, GAME, PLAYER = UUID(int=21), UUID(int=22), UUID(int=23)


def finished():
    """Boris wins with 6 points, Anna committed a foul."""
    table = Table(ANNA, BORIS, VERA, rules=COLORED)
    table.tap("foul", ANNA)
    table.pot(BORIS, "green")
    return table


def test_the_result_names_the_winners_and_the_money_in_the_order_of_play():
    table = finished()
    end = result.settle(table.rules, table.state)
    assert end.winners == [BORIS]
    assert list(end.nets.items()) == [(ANNA, -7 * PRICE), (BORIS, 6 * PRICE), (VERA, 1 * PRICE)]
    assert end.transfers == table.transfers


@given(games())
def test_whatever_was_played_nobody_wins_without_the_most_points_and_the_nets_are_those_of_the_transfers(played):
    table = played.table
    end = result.settle(table.rules, table.state)
    most = max(table.points.values())
    assert set(end.winners) == {seat for seat in table.turns if table.points[seat] == most}
    assert end.nets == table.nets
    assert sum(end.nets.values()) == 0


def test_the_world_is_told_of_every_seat_and_guests_have_no_account():
    table = finished()
    end = result.settle(table.rules, table.state)
    told = result.told(SESSION, GAME, 7, table.rules, table.state, end, {ANNA: PLAYER, BORIS: None, VERA: None})
    assert (told.session_id, told.game_id, told.version, told.game_type) == (SESSION, GAME, 7, "kolkhoz")
    assert told.results == (
        SeatResult(ANNA, PLAYER, points=-1, balls=0, fouls=1, net_kopecks=-7 * PRICE, won=False),
        SeatResult(BORIS, None, points=6, balls=1, fouls=0, net_kopecks=6 * PRICE, won=True),
        SeatResult(VERA, None, points=0, balls=0, fouls=0, net_kopecks=1 * PRICE, won=False),
    )


def test_in_kolkhoz_every_ball_is_owed_at_once():
    table = finished()
    assert result.so_far(table.rules, table.state) == result.settle(table.rules, table.state)


def test_a_pyramid_is_paid_for_when_it_is_over_and_not_before():
    table = Table(ANNA, BORIS, rules=FreePyramidRules(target=2, game_price_kopecks=PRICE))
    table.pot(ANNA)
    assert result.so_far(table.rules, table.state) == Result([], [], {ANNA: 0, BORIS: 0})
    table.pot(ANNA)
    paid = Result([ANNA], [Transfer(BORIS, ANNA, PRICE)], {ANNA: PRICE, BORIS: -PRICE})
    assert result.so_far(table.rules, table.state) == result.settle(table.rules, table.state) == paid


def test_the_balls_on_the_table_are_those_of_the_rules():
    table = Table(ANNA, BORIS, rules=COLORED)
    table.pot(ANNA, "green")
    assert result.balls(table.rules, table.state) == [
        OnTable("white", None, 1, 2),
        OnTable("yellow", None, 2, 1),
        OnTable("pink", None, 3, 1),
        OnTable("green", None, 6, 0),
    ]


@pytest.mark.parametrize("rules", [FreePyramidRules(), CombinedPyramidRules(), DynamicPyramidRules()])
def test_the_balls_of_a_pyramid_are_all_alike(rules):
    table = Table(ANNA, BORIS, rules=rules)
    table.pot(ANNA)
    assert result.balls(rules, table.state) == [OnTable("white", None, 1, 14)]


def test_the_balls_of_the_classic_pyramid_have_numbers():
    rules = ClassicPyramidRules()
    table = Table(ANNA, BORIS, rules=rules)
    table.tap("pot", ANNA, number=7)
    assert result.balls(rules, table.state) == [
        OnTable("white", number, 11 if number == 1 else number, 0 if number == 7 else 1) for number in range(1, 16)
    ]
