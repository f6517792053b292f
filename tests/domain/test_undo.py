"""Undo is an event: it takes back one event, may itself be taken back, and never loses anything."""

from copy import deepcopy
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from common.domain import game
from common.domain.game import Event, Recorded
from common.errors import Refusal
from tests.domain.strategies import ANY, games
from tests.domain.table import ANNA, BORIS, COLORED, STRANGER, VERA, WHITE, Table, refused


@pytest.mark.parametrize("kind", ["pot", "foul", "miss", "turn", "note"])
def test_an_undo_takes_back_any_kind_of_event(kind):
    table = Table(ANNA, BORIS, VERA)
    table.pot(ANNA)
    before = deepcopy(table.state)
    done = table.tap(kind, BORIS, color="white" if kind == "pot" else None)
    table.undo(done)
    assert table.state == before


def test_an_event_in_the_middle_can_be_taken_back():
    table = Table(ANNA, BORIS, VERA, rules=COLORED)
    pink = table.pot(ANNA, "pink")
    table.pot(BORIS, "green")
    table.undo(pink)
    assert table.points == {ANNA: 0, BORIS: 6, VERA: 0}
    assert table.state.left["pink"] == 1


def test_taking_back_an_early_foul_gives_back_what_later_fouls_could_not_take():
    table = Table(ANNA, BORIS, rules=replace(WHITE, negative_points=False))
    table.pot(ANNA)
    first = table.tap("foul", ANNA)
    table.tap("foul", ANNA)
    assert table.points[ANNA] == 0
    table.undo(first)
    assert table.points[ANNA] == 0
    table.undo(table.events[2])
    assert table.points[ANNA] == 1


def test_taking_back_a_ball_makes_another_the_last_one():
    table = Table(ANNA, BORIS, rules=replace(COLORED, last_ball_value=10))
    white = table.pot(ANNA)
    for color in ("white", "yellow", "pink", "green"):
        table.pot(BORIS, color)
    assert table.points == {ANNA: 1, BORIS: 16}
    table.undo(white)
    assert table.points == {ANNA: 0, BORIS: 12}


@given(games(ANY, moves=True), st.data())
def test_the_undo_of_an_undo_is_as_if_nothing_had_happened(played, data):
    table = played.table
    standing = [event for event in table.events if _can_be_undone(table, event)]
    assume(standing)
    before = deepcopy(table.state)
    table.undo(table.undo(data.draw(st.sampled_from(standing))))
    assert table.state == before


@given(games(ANY, moves=True), st.data())
def test_the_same_event_is_not_taken_back_twice(played, data):
    table = played.table
    standing = [event for event in table.events if _can_be_undone(table, event)]
    assume(standing)
    target = data.draw(st.sampled_from(standing))
    table.undo(target)
    assert refused(table.tap, "undo", event_id=target.id) == "already_undone"


@given(games(ANY, moves=True))
def test_everything_can_be_taken_back_from_the_newest_to_the_oldest(played):
    table, states = played
    for event in reversed(game.alive(table.events)):
        if event.kind != "reopen":
            table.undo(event)
    assert table.state == states[0]


def test_an_event_taken_back_returns_with_the_undo_of_its_undo_and_can_be_taken_back_again():
    table = Table(ANNA, BORIS)
    pot = table.pot(ANNA)
    table.undo(table.undo(pot))
    assert table.points[ANNA] == 1
    table.undo(pot)
    assert table.points[ANNA] == 0
    assert refused(table.tap, "undo", event_id=pot.id) == "already_undone"


def test_an_undo_that_was_taken_back_cannot_be_taken_back_again():
    table = Table(ANNA, BORIS)
    undo = table.undo(table.pot(ANNA))
    table.undo(undo)
    assert refused(table.tap, "undo", event_id=undo.id) == "already_undone"


@pytest.mark.parametrize("target_id", [STRANGER, None])
def test_an_event_that_this_game_does_not_have_cannot_be_taken_back(target_id):
    table = Table(ANNA, BORIS)
    table.pot(ANNA)
    assert refused(table.tap, "undo", event_id=target_id) == "event_unknown"


def test_an_undo_cannot_name_itself():
    table = Table(ANNA, BORIS)
    table.pot(ANNA)
    itself = Event(STRANGER, "undo", event_id=STRANGER)
    with pytest.raises(Refusal) as refusal:
        game.take_back(table.rules, table.turns, table.events, itself)
    assert refusal.value.code == "event_unknown"


def test_a_ball_does_not_come_down_twice_when_its_undo_is_taken_back():
    table = Table(ANNA, BORIS, rules=COLORED)
    undo = table.undo(table.pot(ANNA, "green"))
    table.pot(BORIS, "green")
    assert refused(table.tap, "undo", event_id=undo.id) == "ball_already_down"


def recorded(*events):
    """(who recorded it, kind, index of the event taken back) → events with ids 0, 1, 2 …"""
    return [
        Recorded(_id(n), kind, event_id=None if target is None else _id(target), version=n + 1, recorded_by=by)
        for n, (by, kind, target) in enumerate(events)
    ]


@pytest.mark.parametrize(
    ("target", "may"),
    [(0, False), (1, False), (2, True), (3, False)],
    ids=["his older one", "another's", "his last one", "another's last one"],
)
def test_a_player_may_take_back_his_own_last_event_and_no_other(target, may):
    events = recorded((ANNA, "pot", None), (BORIS, "pot", None), (ANNA, "miss", None), (BORIS, "pot", None))
    assert game.may_take_back(events, Event(STRANGER, "undo", event_id=_id(target)), ANNA) is may


def test_after_an_undo_the_one_before_is_the_last_and_the_undo_itself_may_be_taken_back():
    events = recorded((ANNA, "pot", None), (ANNA, "pot", None), (ANNA, "undo", 1), (BORIS, "pot", None))
    allowed = [n for n in range(4) if game.may_take_back(events, Event(STRANGER, "undo", event_id=_id(n)), ANNA)]
    assert allowed == [0, 2]


def test_what_the_scorer_took_back_is_not_the_players_last_event_any_more():
    events = recorded((ANNA, "pot", None), (ANNA, "pot", None), (BORIS, "undo", 1))
    assert game.may_take_back(events, Event(STRANGER, "undo", event_id=_id(0)), ANNA)


def test_who_has_recorded_nothing_may_take_back_nothing():
    events = recorded((ANNA, "pot", None))
    assert not game.may_take_back(events, Event(STRANGER, "undo", event_id=_id(0)), BORIS)
    assert not game.may_take_back([], Event(STRANGER, "undo", event_id=_id(0)), BORIS)


def _can_be_undone(table, event):
    """Some undos are refused: what was taken back already, and undos whose ball has been potted again."""
    undo = Event(STRANGER, "undo", event_id=event.id)
    try:
        game.take_back(table.rules, table.turns, table.events, undo)
    except Refusal:
        return False
    return True


def _id(number):
    return UUID(int=5000 + number)
