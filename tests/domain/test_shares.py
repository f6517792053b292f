"""A sum divided by whole weights: not a kopeck is made or lost, and nobody is a whole one off his part."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import ledger

WEIGHTS = st.lists(st.integers(0, 20), min_size=1, max_size=16).filter(any)


@pytest.mark.parametrize(
    ("kopecks", "weights", "parts"),
    [
        (100, [1], [100]),
        (100, [1, 1], [50, 50]),
        (101, [1, 1], [51, 50]),
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (100, [1, 2], [33, 67]),
        (100, [2, 1], [67, 33]),
        (10, [1, 1, 4], [2, 2, 6]),
        (7, [0, 3, 4], [0, 3, 4]),
        (1, [0, 1, 1], [0, 1, 0]),
        (5, [1, 3, 3], [1, 2, 2]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_the_largest_remainders_get_the_kopecks_that_are_left_and_of_equal_ones_the_first(kopecks, weights, parts):
    assert ledger.shares(kopecks, weights) == parts


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_parts_are_the_sum_and_each_is_within_a_kopeck_of_what_is_due(kopecks, weights):
    parts = ledger.shares(kopecks, weights)
    assert sum(parts) == kopecks
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(kopecks * weight, sum(weights))) < 1


@given(st.integers(0, 10**6), WEIGHTS)
def test_who_weighs_more_never_gets_less(kopecks, weights):
    parts = ledger.shares(kopecks, weights)
    for lighter, less in zip(weights, parts, strict=True):
        assert all(less <= more for heavier, more in zip(weights, parts, strict=True) if lighter < heavier)
