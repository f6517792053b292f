"""The six-character code that friends read to each other in a loud hall."""

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which are mistaken for each other when read or heard."""
LENGTH = 6


def make(choose: Callable[[str], str]) -> str:
    """A new code; `choose` picks one character of a string, from a secure source."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def normalize(typed: str) -> str:
    """The code as stored: upper case, without the spaces and dashes that people put in."""
    return typed.replace(" ", "").replace("-", "").upper()
