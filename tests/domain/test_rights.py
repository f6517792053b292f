"""The table of rights, complete: each role, each action, either setting of who scores."""

from itertools import product
from typing import get_args

import pytest

from common.domain import rights
from common.domain.rights import Action, Role, Scorers
from common.errors import Refusal

MAY = {
    "host": {"record", "undo_any", "run_game", "add_guest", "keep_ledger", "run_session"},
    "scorer": {"record", "undo_any", "run_game", "add_guest", "keep_ledger"},
    "player": set(),
    "spectator": set(),
}
EVERYTHING = list(product(get_args(Role), get_args(Action), get_args(Scorers)))


def allowed(role, action, scorers):
    return action in MAY[role] or (role, action, scorers) == ("player", "record", "everyone")


def test_the_table_names_every_role_and_action_that_there_is():
    assert set(MAY) == set(get_args(Role))
    assert set().union(*MAY.values()) == set(get_args(Action))


@pytest.mark.parametrize(("role", "action", "scorers"), EVERYTHING)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role, action, scorers):
    assert rights.may(role, action, scorers) is allowed(role, action, scorers)


@pytest.mark.parametrize(("role", "action", "scorers"), EVERYTHING)
def test_who_may_not_is_refused_by_that_name(role, action, scorers):
    if allowed(role, action, scorers):
        rights.demand(role, action, scorers)
    else:
        with pytest.raises(Refusal) as refused:
            rights.demand(role, action, scorers)
        assert refused.value.code == "not_allowed"


def test_unless_told_otherwise_only_host_and_scorer_record():
    with pytest.raises(Refusal):
        rights.demand("player", "record")
