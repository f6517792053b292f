"""The dice: the same in every language, even, and bound by the commitment."""

import hashlib
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain.dice import SEED_BYTES, Dice, commitment
from tests.domain.chance import surprise

SEED = bytes(range(32))
SEEDS = st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES)


def as_described(seed: bytes, label: str, bounds: list[int]) -> list[int]:
    """The documented construction, word by word, with HMAC made out of SHA-256 (RFC 2104) and bits out of text."""
    key = seed.ljust(64, b"\0")
    blocks = 0
    numbers = []
    for n in bounds:
        while True:
            message = label.encode("utf-8") + bytes([0]) + bytes([0, 0, blocks // 256, blocks % 256])
            inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
            block = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()
            blocks += 1
            bits = "".join(f"{byte:08b}" for byte in block)[: len(f"{n - 1:b}") if n > 1 else 0]
            if (number := int(bits or "0", 2)) < n:
                break
        numbers.append(number)
    return numbers


def test_the_numbers_are_those_that_every_phone_computes() -> None:
    dice = Dice(SEED, "artel/test")
    assert [dice.below(6) for _ in range(12)] == [5, 3, 5, 1, 0, 2, 2, 4, 5, 5, 5, 3]
    dice = Dice(SEED, "artel/test")
    assert [dice.below(5040) for _ in range(6)] == [3693, 1212, 768, 2421, 2788, 4347]
    assert "".join(Dice(SEED, "артель").shuffled("ABCDEFGH")) == "BGAHEFDC"


def test_a_block_is_what_openssl_says() -> None:
    # printf 'artel/test\0\0\0\0\0' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
    block = "d2283981c3ae9d3c96eae4fa80a6cd9de796262ba9c849253cc8889edfaec2df"
    assert Dice(SEED, "artel/test").below(2**256) == int(block, 16)


def test_the_commitment_is_the_seeds_sha_256() -> None:
    assert commitment(SEED).hex() == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"


@given(SEEDS, st.text(), st.lists(st.integers(1, 10_000), max_size=20))
def test_the_numbers_follow_the_description(seed: bytes, label: str, bounds: list[int]) -> None:
    dice = Dice(seed, label)
    assert [dice.below(n) for n in bounds] == as_described(seed, label, bounds)


@given(SEEDS, st.lists(st.integers(), max_size=9))
def test_a_shuffle_swaps_from_the_end(seed: bytes, items: list[int]) -> None:
    given_items = list(items)
    numbers = as_described(seed, "x", list(range(len(items), 1, -1)))
    expected = list(items)
    for i, j in zip(range(len(items) - 1, 0, -1), numbers, strict=True):
        expected[i], expected[j] = expected[j], expected[i]
    assert Dice(seed, "x").shuffled(items) == expected
    assert items == given_items


def test_more_than_256_numbers_never_repeat_a_block() -> None:
    dice = Dice(SEED, "x")
    assert len({dice.below(2**256) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("n", [2, 3, 5, 6, 7, 8, 24, 120])
def test_every_number_is_equally_likely(n: int) -> None:
    dice = Dice(SEED, f"below {n}")
    drawn = Counter(dice.below(n) for _ in range(100 * n))
    assert set(drawn) == set(range(n))
    assert surprise(drawn, n) < 4


def test_every_shuffle_is_equally_likely() -> None:
    drawn = Counter(tuple(Dice(SEED, f"shuffle {count}").shuffled("ABCD")) for count in range(2400))
    assert set(drawn) == set(permutations("ABCD"))
    assert surprise(drawn, 24) < 4


@pytest.mark.parametrize("n", [0, -1, 2**256 + 1])
def test_a_number_below_nothing_or_too_much_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match=f"below {n} "):
        Dice(SEED, "x").below(n)


def test_the_only_number_below_one_takes_a_block_too() -> None:
    one, two = Dice(SEED, "x"), Dice(SEED, "x")
    assert one.below(1) == 0
    two.below(2**256)
    assert one.below(2**256) == two.below(2**256)


@given(SEEDS, st.text(), st.text())
def test_another_label_or_seed_gives_other_numbers(seed: bytes, label: str, other: str) -> None:
    block = Dice(seed, label).below(2**256)
    assert (Dice(seed, other).below(2**256) == block) == (label == other)
    assert Dice(bytes(byte ^ 1 for byte in seed), label).below(2**256) != block
