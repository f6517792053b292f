"""Which codes a function can refuse with, read from the code; tests/functions compare every refusal with it too"""

import pytest

from common.manifest import ROOT, load
from infra.render import refusals

AROUND = refusals.EVERYWHERE | refusals.CLOSED | {"unavailable"}


@pytest.mark.parametrize(
    ("function", "own"),
    [
        ("auth_jwks", set()),
        ("player_show_me", AROUND | {"not_found"}),
        ("session_show", AROUND | {"not_found"}),
        ("session_show_balance", AROUND | {"not_found", "not_allowed"}),
        ("session_close", AROUND | {"not_found", "not_allowed", "not_a_member", "game_already_live"}),
        ("session_list", AROUND | {"not_found", "payload_invalid"}),
        (
            "auth_refresh",
            {"payload_invalid", "payload_too_large", "refresh_invalid", "refresh_reused", "too_many_requests"}
            | {"unavailable"},
        ),
    ],
)
def test_a_functions_codes_are_those_of_what_it_calls_and_of_what_stands_around_it(function, own):
    assert refusals.of(load(ROOT / "functions" / function)) == refusals.EVERYWHERE | own


def test_the_deepest_rules_of_the_game_are_reached():
    codes = refusals.of(load(ROOT / "functions" / "game_record_event"))
    assert codes >= {"ball_already_down", "own_ball_not_allowed", "already_undone", "idempotency_mismatch"}
    assert not codes & {"session_full", "code_unknown", "init_data_invalid", "refresh_invalid", "template_unknown"}
