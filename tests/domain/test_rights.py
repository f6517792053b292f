"""The table of rights, complete: each role, each action, either setting, present or gone."""

from itertools import product
from typing import get_args

import pytest

from common.domain import rights
from common.domain.rights import Action, Role, Scorers, Standing, Sums
from common.errors import Refusal

SEES = {"see", "see_sums"}
ALWAYS = {"confirm"} | SEES
"""Also after leaving."""
HERE = {"leave", "settle"}
MAY = {
    "host": ALWAYS | HERE | {"invite", "record", "undo_any", "run_game", "add_guest", "keep_ledger", "run_session"},
    "scorer": ALWAYS | HERE | {"invite", "record", "undo_any", "run_game", "add_guest", "keep_ledger"},
    "player": ALWAYS | HERE | {"invite"},
    "spectator": (ALWAYS | HERE) - {"see_sums"},
}
STANDINGS = [Standing(*given) for given in product(get_args(Role), (True, False), get_args(Scorers), get_args(Sums))]
EVERYTHING = list(product(STANDINGS, get_args(Action)))


def allowed(standing, action):
    by_setting = (standing.role, action) in {
        *([("player", "record")] if standing.scorers == "everyone" else []),
        *([("spectator", "see_sums")] if standing.sums == "everyone" else []),
    }
    return (action in MAY[standing.role] or by_setting) and (standing.active or action in ALWAYS)


def test_the_table_names_every_role_and_action_that_there_is():
    assert set(rights.ROLES) == set(MAY) == set(get_args(Role))
    assert set(rights.RIGHTS) == set().union(*MAY.values()) == set(get_args(Action))


@pytest.mark.parametrize(("standing", "action"), EVERYTHING)
def test_a_role_may_do_what_the_table_says_and_nothing_else(standing, action):
    assert standing.may(action) is allowed(standing, action)


@pytest.mark.parametrize(("standing", "action"), EVERYTHING)
def test_who_may_not_is_refused_by_that_name(standing, action):
    if allowed(standing, action):
        standing.demand(action)
    else:
        with pytest.raises(Refusal) as refused:
            standing.demand(action)
        gone = not standing.active and action not in ALWAYS
        assert refused.value.code == ("not_a_member" if gone else "not_allowed")


def test_unless_told_otherwise_only_host_and_scorer_record_and_everyone_sees():
    assert not Standing("player").may("record")
    assert Standing("spectator").may("see_sums")
