"""Chance that anyone can replay: whole numbers out of a seed, by SHA-256 alone, so that a phone can check every draw.

The construction, to be repeated in any language:

- `commitment` = SHA-256 of the seed's 32 bytes. It is shown before the first draw, the seed after the last.
- A label (UTF-8) says what is drawn. Its blocks are, for k = 0, 1, 2, …:
  HMAC-SHA-256(key = seed, message = label, then one zero byte, then k as 4 bytes, the highest first).
- A number below n: let b be the number of bits of n − 1 (0 for n = 1). Take the next block and read its first b bits as
  a number, the highest bit first. If it is below n, it is the number; if not, the block is passed over and the next one
  is taken. So every number below n is equally likely.
- A shuffled list: for i from its last place down to 1, draw j below i + 1 and swap the items at i and j.
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

SEED_BYTES = 32


def commitment(seed: bytes) -> bytes:
    """What binds to a seed without telling it: 32 bytes."""
    return hashlib.sha256(seed).digest()


class Dice:
    """The numbers of one label, in their order."""

    def __init__(self, seed: bytes, label: str) -> None:
        self._seed = seed
        self._prefix = label.encode() + b"\0"
        self._blocks = 0

    def below(self, n: int) -> int:
        """The next number, 0 … n − 1, each equally likely. Raises ValueError unless n is from 1 to 2^256."""
        if not 1 <= n <= 2**256:
            raise ValueError(f"no number below {n} can be drawn")
        surplus = 256 - (n - 1).bit_length()
        while (number := self._block() >> surplus) >= n:
            continue
        return number

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a random order, each order equally likely (Fisher and Yates)."""
        shuffled = list(items)
        for i in range(len(shuffled) - 1, 0, -1):
            j = self.below(i + 1)
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
        return shuffled

    def _block(self) -> int:
        message = self._prefix + self._blocks.to_bytes(4, "big")
        self._blocks += 1
        return int.from_bytes(hmac.digest(self._seed, message, "sha256"), "big")
