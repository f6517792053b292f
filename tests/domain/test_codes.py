"""Session codes: read aloud over the noise of a hall, typed with a thumb."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import codes

CODES = st.text(codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)


def test_no_two_characters_of_the_alphabet_look_alike():
    assert not set(codes.ALPHABET) & set("01ILO")
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
    assert not any(character.islower() for character in codes.ALPHABET)


def test_there_are_enough_codes_that_guessing_one_is_hopeless():
    assert len(codes.ALPHABET) ** codes.LENGTH > 500_000_000


def test_a_code_is_six_characters_picked_one_by_one():
    picked = iter("ABC234")
    assert codes.make(lambda alphabet: next(picked)) == "ABC234"
    assert codes.make(lambda alphabet: alphabet[-1]) == "ZZZZZZ"


@pytest.mark.parametrize("typed", ["abc234", "ABC234", "aBc-234", " abc 234 ", "ABC - 234"])
def test_case_spaces_and_dashes_do_not_matter(typed):
    assert codes.normalize(typed) == "ABC234"


@given(CODES)
def test_a_code_as_made_is_already_normal(code):
    assert codes.normalize(code) == code
    assert codes.normalize(code.lower()) == code
