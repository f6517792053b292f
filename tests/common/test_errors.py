"""The list of refusals: stable codes, proper statuses, sentences for people."""

import re

import pytest

from common.errors import REFUSALS, FieldError, Refusal


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_has_a_stable_code_a_status_and_a_sentence(code):
    status, sentence = REFUSALS[code]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert status in {400, 401, 403, 404, 405, 409, 413, 414, 429, 431, 500, 503}
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("init_data_invalid", 401),
        ("init_data_expired", 401),
        ("refresh_invalid", 401),
        ("refresh_reused", 401),
        ("not_allowed", 403),
        ("not_a_member", 403),
        ("code_unknown", 404),
        ("event_unknown", 404),
        ("session_full", 409),
        ("session_closed", 409),
        ("game_already_live", 409),
        ("game_not_live", 409),
        ("unknown_seat", 409),
        ("ball_already_down", 409),
        ("already_undone", 409),
        ("need_two_players", 409),
        ("turns_incomplete", 409),
        ("version_conflict", 409),
        ("idempotency_mismatch", 409),
        ("rules_invalid", 400),
    ],
)
def test_the_codes_of_the_contract_are_answered_with_its_statuses(code, status):
    assert REFUSALS[code].status == status


def test_a_refusal_carries_its_answer_and_says_its_sentence():
    refused = Refusal("session_full")
    assert (refused.code, refused.answer, refused.errors) == ("session_full", REFUSALS["session_full"], ())
    assert refused.detail == REFUSALS["session_full"].sentence
    assert str(refused) == f"session_full: {refused.detail}"


def test_a_refusal_may_say_more_and_name_the_fields():
    refused = Refusal("rules_invalid", "Two colours are the same.", errors=[FieldError("rules.balls", "twice")])
    assert refused.detail == "Two colours are the same."
    assert refused.errors == (FieldError("rules.balls", "twice"),)


def test_a_code_that_is_not_on_the_list_cannot_be_raised():
    with pytest.raises(KeyError):
        Refusal("made_up")
