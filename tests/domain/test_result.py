"""The end of a game: its winners, its money, and the message that tells of it."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given

from common.domain import result
from common.domain.events import SeatResult
from common.domain.rules import Ball, PyramidRules
from common.errors import Refusal
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
    end = result.settle(table.rules, table.turns, table.state)
    assert end.winners == [BORIS]
    assert list(end.nets.items()) == [(ANNA, -7 * PRICE), (BORIS, 6 * PRICE), (VERA, 1 * PRICE)]
    assert end.transfers == table.transfers


@given(games())
def test_whatever_was_played_nobody_wins_without_the_most_points_and_the_nets_are_those_of_the_transfers(played):
    table = played.table
    end = result.settle(table.rules, table.turns, table.state)
    most = max(table.points.values())
    assert set(end.winners) == {seat for seat in table.turns if table.points[seat] == most}
    assert end.nets == table.nets
    assert sum(end.nets.values()) == 0


def test_the_world_is_told_of_every_seat_and_guests_have_no_account():
    table = finished()
    end = result.settle(table.rules, table.turns, table.state)
    told = result.told(SESSION, GAME, table.rules, table.state, end, {ANNA: PLAYER, BORIS: None, VERA: None})
    assert (told.session_id, told.game_id, told.game_type) == (SESSION, GAME, "kolkhoz")
    assert told.results == (
        SeatResult(ANNA, PLAYER, points=-1, balls=0, fouls=1, net_kopecks=-7 * PRICE, won=False),
        SeatResult(BORIS, None, points=6, balls=1, fouls=0, net_kopecks=6 * PRICE, won=True),
        SeatResult(VERA, None, points=0, balls=0, fouls=0, net_kopecks=1 * PRICE, won=False),
    )


def test_a_game_of_another_type_cannot_be_settled_as_a_kolkhoz():
    table = finished()
    with pytest.raises(Refusal) as refused:
        result.settle(PyramidRules(), table.turns, table.state)
    assert refused.value.code == "game_type_unsupported"


def test_the_balls_on_the_table_are_those_of_the_rules():
    assert result.balls(replace(COLORED, balls=(Ball("pink", 3, 2),))) == (Ball("pink", 3, 2),)
    assert result.balls(PyramidRules()) == ()
