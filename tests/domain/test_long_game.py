"""A game of three hundred events: what the benchmark times is right."""

from uuid import UUID

import pytest

from common.domain import game
from common.domain.rights import Standing
from common.domain.rules import Ball, ContinuousPyramidRules, KolkhozRules
from tests.domain.table import ANNA, BORIS, HOST, VERA

EVENTS = 300
KOLKHOZ = KolkhozRules(point_price_kopecks=50_00, balls=(Ball("white", 1, 999),))
GAMES = [(KOLKHOZ, (ANNA, BORIS, VERA)), (ContinuousPyramidRules(target=999), (ANNA, BORIS))]


def played(rules, turns):
    """Three hundred events and the state after them, each recorded without a look at those before it."""
    state, events = game.start(rules, turns), []
    for number in range(EVENTS):
        kind = ("pot", "pot", "foul", "miss")[number % 4]
        event = game.Event(UUID(int=number + 1), kind, state.shooter, color="white" if kind == "pot" else None)
        decision = game.record(rules, turns, state, event, by=HOST, standing=Standing("host"), events=())
        state = decision.state
        events.append(decision.event)
    return events, state


@pytest.mark.parametrize(("rules", "turns"), GAMES)
def test_recording_needs_no_event_before_and_ends_where_the_fold_does(rules, turns):
    events, state = played(rules, turns)
    assert len(events) == EVENTS
    assert game.fold(rules, turns, events) == state
    assert sum(score.balls for score in state.scores.values()) == EVENTS // 2
    assert sum(score.fouls for score in state.scores.values()) == EVENTS // 4


@pytest.mark.parametrize(("rules", "turns"), GAMES)
def test_an_undo_at_its_end_takes_back_its_beginning(rules, turns):
    events, state = played(rules, turns)
    undo = game.Event(UUID(int=999), "undo", event_id=events[0].id)
    decision = game.record(rules, turns, state, undo, by=HOST, standing=Standing("host"), events=events)
    assert decision.state == game.fold(rules, turns, events[1:]) == game.fold(rules, turns, [*events, undo])
