"""A no whose code does not say enough says in a sentence what to do instead."""

from uuid import UUID

import pytest

from common.domain import game
from common.domain.game import Event, Recorded
from common.domain.rights import Standing
from common.domain.rules import ClassicPyramidRules, FreePyramidRules
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, HOST, VERA, WHITE, Table

JOINED = Event(UUID(int=1), "reorder", turns=(ANNA, BORIS, VERA))
POT = Event(UUID(int=2), "pot", VERA, color="white", payer_seat_id=BORIS)
BACK = [Event(UUID(int=3), "undo", event_id=POT.id), Event(UUID(int=4), "undo", event_id=JOINED.id)]


def detail(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.detail


def test_an_order_that_was_played_in_says_what_to_do_instead():
    undo = Event(UUID(int=9), "undo", event_id=JOINED.id)
    said = detail(lambda: game.take_back(WHITE, (ANNA, BORIS), [JOINED, POT], undo))
    assert said == "Something was played in this order since: set the order anew instead."


def test_a_shot_whose_order_is_gone_says_what_to_do_instead():
    undo = Event(UUID(int=9), "undo", event_id=BACK[0].id)
    said = detail(lambda: game.take_back(WHITE, (ANNA, BORIS), [JOINED, POT, *BACK], undo))
    assert said == "The order of play is another one now: record it anew instead."


def test_a_table_without_balls_says_what_to_do_instead():
    table = Table(ANNA, BORIS, rules=FreePyramidRules(target=12))
    table.run(ANNA, 8)
    table.run(BORIS, 7)
    assert detail(lambda: table.pot(ANNA)) == "No ball is left on the table: finish the game."


def test_a_ball_without_its_number_says_so():
    table = Table(ANNA, BORIS, rules=ClassicPyramidRules())
    assert detail(lambda: table.tap("pot", ANNA)) == "Each ball of this game has a number: say which one fell."


def test_who_takes_back_what_is_not_his_is_told_whom_to_ask():
    events = [Recorded(UUID(int=1), "miss", ANNA, version=1, recorded_by=HOST)]
    state = game.fold(WHITE, (ANNA, BORIS), events)
    undo = Event(UUID(int=9), "undo", event_id=UUID(int=1))

    def take_back():
        game.record(
            WHITE, (ANNA, BORIS), state, undo, by=ANNA, standing=Standing("player", scorers="everyone"), events=events
        )

    assert detail(take_back) == "You can take back your own last event: ask the host for any other."
