"""One door for every event: who may record it, who may take it back, and what comes of it."""

from uuid import UUID

import pytest

from common.domain import game
from common.domain.game import Event, Recorded
from common.domain.rights import Standing
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, WHITE

HOST, PLAYER = UUID(int=11), UUID(int=12)
"""People by their accounts; Anna and Boris are seats."""


def recorded(*makers):
    """Anna's pots, each recorded by one of `makers`; ids and versions 1, 2, 3 …"""
    return [
        Recorded(UUID(int=version), "pot", ANNA, color="white", payer_seat_id=BORIS, version=version, recorded_by=maker)
        for version, maker in enumerate(makers, start=1)
    ]


def record(event, *, role="player", scorers="everyone", by=PLAYER, events=()):
    state = game.fold(WHITE, [ANNA, BORIS], events)
    standing = Standing(role, scorers=scorers)
    return game.record(WHITE, [ANNA, BORIS], state, event, by=by, standing=standing, events=events)


def refused(event, **who):
    with pytest.raises(Refusal) as refusal:
        record(event, **who)
    return refusal.value.code


def undo(version):
    return Event(UUID(int=99), "undo", event_id=UUID(int=version))


POT = Event(UUID(int=98), "pot", ANNA, color="white")


@pytest.mark.parametrize(
    ("role", "scorers"), [("host", "host"), ("scorer", "host"), ("host", "everyone"), ("player", "everyone")]
)
def test_who_may_record_gets_the_event_with_its_payer_and_the_state_after_it(role, scorers):
    event, state, _ = record(POT, role=role, scorers=scorers)
    assert event.payer_seat_id == BORIS
    assert state.scores[ANNA].points == 1


@pytest.mark.parametrize("event", [POT, undo(1)], ids=["a pot", "an undo"])
@pytest.mark.parametrize(("role", "scorers"), [("player", "host"), ("spectator", "host"), ("spectator", "everyone")])
def test_who_may_not_record_may_not_undo_either(role, scorers, event):
    assert refused(event, role=role, scorers=scorers, events=recorded(PLAYER)) == "not_allowed"


def test_a_player_takes_back_his_own_last_event():
    state = record(undo(2), events=recorded(HOST, PLAYER)).state
    assert state.scores[ANNA].points == 1


@pytest.mark.parametrize("version", [1, 2])
def test_a_player_takes_back_neither_anothers_event_nor_his_own_older_one(version):
    assert refused(undo(version), events=recorded(PLAYER, HOST, PLAYER)) == "not_allowed"


@pytest.mark.parametrize("role", ["host", "scorer"])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_host_and_scorer_take_back_anyones_event(role, version):
    state = record(undo(version), role=role, scorers="host", by=HOST, events=recorded(PLAYER, HOST, PLAYER)).state
    assert state.scores[ANNA].points == 2


@pytest.mark.parametrize("role", ["host", "player"])
def test_everyone_is_told_that_an_event_is_not_there_or_was_taken_back_already(role):
    events = recorded(PLAYER, PLAYER)
    events.append(Recorded(UUID(int=3), "undo", event_id=UUID(int=1), version=3, recorded_by=HOST))
    assert refused(undo(50), role=role, events=events) == "event_unknown"
    assert refused(undo(1), role=role, events=events) == "already_undone"


def test_what_the_rules_of_the_game_refuse_is_refused_by_its_own_name():
    assert refused(Event(UUID(int=98), "pot", ANNA, color="green")) == "unknown_ball"
