"""Token buckets, on a real Valkey, with the clock in hand"""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from valkey.asyncio import Valkey as Client

from common import cache, limits
from common.limits import Bucket, Limit, Meter
from infra.local.services import Valkey

NOON = 1_800_000_000.0


@pytest.fixture
async def valkey(valkey: Valkey) -> AsyncIterator[Client]:
    async with cache.connect(valkey.url) as client:
        yield client


@pytest.fixture
def anna(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A bucket nobody has taken from: three tokens, two new ones a second."""
    # So slow that no bucket is full again, and forgotten, by the real clock while a busy machine looks at it.
    monkeypatch.setitem(limits.LIMITS, "player", Limit(0.02, 3))
    return Bucket("player", str(uuid4()))


async def test_a_bucket_gives_what_it_holds_and_then_says_how_long_to_wait(valkey: Client, anna: Bucket) -> None:
    assert [await limits.take(valkey, [anna], now=NOON) for _ in range(5)] == [0, 0, 0, 50, 50]


async def test_it_fills_up_with_time_and_not_above_its_brim(valkey: Client, anna: Bucket) -> None:
    for _ in range(3):
        await limits.take(valkey, [anna], now=NOON)
    assert await limits.take(valkey, [anna], now=NOON + 40) == pytest.approx(10)
    assert await limits.take(valkey, [anna], now=NOON + 50) == 0
    assert await limits.take(valkey, [anna], now=NOON + 50) == 50
    later = NOON + 3600
    assert [await limits.take(valkey, [anna], now=later) for _ in range(4)] == [0, 0, 0, 50]


async def test_a_refused_request_takes_nothing_so_waiting_as_told_is_enough(valkey: Client, anna: Bucket) -> None:
    for _ in range(3):
        await limits.take(valkey, [anna], now=NOON)
    for _ in range(100):
        assert await limits.take(valkey, [anna], now=NOON) == 50
    assert await limits.take(valkey, [anna], now=NOON + 50) == 0


async def test_all_buckets_give_or_none_does(valkey: Client, anna: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "taps", Limit(0.1, 1))
    game = Bucket("taps", str(uuid4()))
    assert await limits.take(valkey, [anna, game], now=NOON) == 0
    assert await limits.take(valkey, [anna, game], now=NOON) == 10
    assert [await limits.take(valkey, [anna], now=NOON) for _ in range(3)] == [0, 0, 50]


async def test_everyone_has_a_bucket_of_his_own(valkey: Client, anna: Bucket) -> None:
    for _ in range(4):
        await limits.take(valkey, [anna], now=NOON)
    assert await limits.take(valkey, [Bucket("player", str(uuid4()))], now=NOON) == 0


async def test_who_is_denied_is_told_so_and_pays_nothing(valkey: Client, anna: Bucket) -> None:
    key = f"deny:{uuid4()}"
    await valkey.set(key, 1, ex=60)
    for _ in range(4):
        assert await limits.take(valkey, [anna], unless=["deny:other", key], now=NOON) is None
    assert await limits.take(valkey, [anna], unless=["deny:other"], now=NOON) == 0
    assert await limits.take(valkey, [], unless=[key]) is None
    assert await limits.take(valkey, [], unless=["deny:other"]) == 0


async def test_a_valkey_that_was_started_anew_learns_the_script_again(valkey: Client, anna: Bucket) -> None:
    await limits.take(valkey, [anna], now=NOON)
    await valkey.script_flush()
    assert [await limits.take(valkey, [anna], now=NOON) for _ in range(3)] == [0, 0, 50]


async def test_without_a_clock_in_hand_valkeys_own_counts(valkey: Client, anna: Bucket) -> None:
    seconds, microseconds = await valkey.time()
    for _ in range(3):
        assert await limits.take(valkey, [anna]) == 0
    full = int(await valkey.get(f"limit:player:{anna.owner}"))
    now = seconds * 1_000_000 + microseconds
    assert now + 150_000_000 <= full < now + 150_000_000 + 60_000_000


async def test_a_bucket_that_is_full_again_takes_no_memory(valkey: Client, anna: Bucket) -> None:
    await limits.take(valkey, [anna], now=NOON)
    assert 0 < await valkey.pttl(f"limit:player:{anna.owner}") <= 50_000


async def test_eight_people_tapping_fast_pass_and_a_loop_does_not(valkey: Client) -> None:
    """By the numbers that are in force: an outbox of a hundred at once, then five taps a second from each of eight."""
    game, people = Bucket("taps", str(uuid4())), [Bucket("player", str(uuid4())) for _ in range(8)]
    for _ in range(100):
        assert await limits.take(valkey, [people[0], game], now=NOON) == 0
    for tick in range(100):
        for person in people:
            assert await limits.take(valkey, [person, game], now=NOON + tick / 5) == 0
    alone, other = Bucket("player", str(uuid4())), Bucket("taps", str(uuid4()))
    passed = [await limits.take(valkey, [alone, other], now=NOON + tap / 200) == 0 for tap in range(1000)]
    assert sum(passed) < 400
    assert not all(passed[-100:])
    # Whoever loops has emptied his own bucket, not the game's.
    assert await limits.take(valkey, [people[0], other], now=NOON + 600) == 0


def test_a_socket_is_measured_the_same_way() -> None:
    meter = Meter(Limit(2, 3))
    assert [meter.take(10.0) for _ in range(5)] == [True, True, True, False, False]
    assert [meter.take(10.5), meter.take(10.5)] == [True, False]
    assert all(meter.take(20.0 + tick / 2) for tick in range(100))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("203.0.113.7, 10.0.0.1", "unknown"),
        ("fe80::1%eth0", "fe80::"),
        ("'; DROP", "unknown"),
    ],
)
def test_an_address_stands_for_a_household(address: str, network: str) -> None:
    assert limits.network(address) == network
