"""How surprising counts would be if everything were equally likely."""

from collections import Counter
from collections.abc import Hashable
from math import sqrt


def surprise(drawn: Counter[Hashable], kinds: int) -> float:
    """Pearson's chi-square in standard deviations above its mean: honest counts stay below 4."""
    expected = drawn.total() / kinds
    chi_square = sum(count**2 for count in drawn.values()) / expected - drawn.total()
    return (chi_square - (kinds - 1)) / sqrt(2 * (kinds - 1))
