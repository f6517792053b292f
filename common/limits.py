"""How much is enough: token buckets in Valkey, and every number about how much one client may ask of us.

A bucket holds up to `burst` tokens and gets `per_second` new ones; a request takes one from each of its buckets, or
none at all (GCRA: what is kept of a bucket is the moment at which it will be full again). It is one script, so nothing
comes between looking and taking, and the same round trip looks at the deny-list. Decision 0015 says what happens when
Valkey is away.
"""

import hashlib
import math
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from typing import Literal, NamedTuple

from valkey.asyncio import Valkey
from valkey.exceptions import NoScriptError

Kind = Literal["address", "player", "taps", "codes", "shares", "telegram", "telegram_chat", "telegram_group"]


class Limit(NamedTuple):
    """How fast in the long run, and how much at once."""

    per_second: float
    burst: int


LIMITS: dict[Kind, Limit] = {
    # Public routes, by address: a whole club signs in at once, from behind one router.
    "address": Limit(10, 300),
    # All other routes, by player: a phone that was in a cellar sends everything that waited in its outbox.
    "player": Limit(10, 300),
    # Taps, by game, of which a session has one at a time: eight people tap together, but no loop plays billiards. It is
    # more than one player's own limit, so that nobody can lock the others out.
    "taps": Limit(40, 400),
    # Join codes, by player: friends mistype one, guessing one of the others takes years.
    "codes": Limit(0.2, 30),
    # Messages to share, by player: each asks Telegram, which has a limit for the bot and not for him.
    "shares": Limit(0.2, 10),
    # What the bot writes, over all instances. Telegram takes 30 a second in all, 1 a second in a chat, 20 a minute in a
    # group; a burst and what follows it fall into one of these seconds, or minutes, together.
    "telegram": Limit(25, 1),
    "telegram_chat": Limit(1, 1),
    "telegram_group": Limit(18 / 60, 2),
}
MESSAGES = Limit(1, 30)
"""From one WebSocket: a phone pings every five seconds."""
SOCKETS_PER_PLAYER = 32
"""On one instance: a person's phones and tabs, and those that the network has lost without a word."""
MAX_BODY_BYTES = 64 * 1024
MAX_ADDRESS_BYTES = 2 * 1024
MAX_HEADER_BYTES = 16 * 1024
"""Caddy refuses the same before a function is woken (infra/caddy/security.caddy)."""

# KEYS: the buckets, then what must not exist. ARGV: the time in µs, or nothing for Valkey's own, then of each bucket
# the µs from one token to the next, and how many it holds. Answers the µs to wait, 0 for go ahead, -1 for denied.
TAKE = """
local now = tonumber(ARGV[1])
if now == nil then
    local time = redis.call('TIME')
    now = time[1] * 1000000 + time[2]
end
local buckets = (#ARGV - 1) / 2
for place = buckets + 1, #KEYS do
    if redis.call('EXISTS', KEYS[place]) == 1 then
        return -1
    end
end
local wait, full = 0, {}
for place = 1, buckets do
    local interval, burst = tonumber(ARGV[2 * place]), tonumber(ARGV[2 * place + 1])
    full[place] = math.max(tonumber(redis.call('GET', KEYS[place]) or 0), now) + interval
    wait = math.max(wait, full[place] - now - interval * burst)
end
if wait == 0 then
    for place = 1, buckets do
        local left = math.ceil((full[place] - now) / 1000)
        redis.call('SET', KEYS[place], string.format('%.0f', full[place]), 'PX', left)
    end
end
return math.ceil(wait)
"""
SHA1 = hashlib.sha1(TAKE.encode(), usedforsecurity=False).hexdigest()
DENIED = -1


class Bucket(NamedTuple):
    """Whose tokens."""

    kind: Kind
    owner: str


async def take(
    valkey: Valkey, buckets: Sequence[Bucket], *, unless: Sequence[str] = (), now: float | None = None
) -> float | None:
    """Take a token from each bucket: 0.0, or the seconds to wait until there is one in each of them.

    None, and nothing is taken, when one of the keys in `unless` exists. `now` is Unix time in seconds; without it
    Valkey's clock counts, which is the same for all instances. Raises ValkeyError.
    """
    keys = [f"limit:{bucket.kind}:{bucket.owner}" for bucket in buckets]
    given: list[str | int] = ["" if now is None else round(now * 1e6)]
    for bucket in buckets:
        limit = LIMITS[bucket.kind]
        given += [round(1e6 / limit.per_second), limit.burst]
    asked = (len(keys) + len(unless), *keys, *unless, *given)
    try:
        answer = await valkey.execute_command("EVALSHA", SHA1, *asked)  # type: ignore[no-untyped-call]  # half typed
    except NoScriptError:  # Valkey has started anew: from now on it knows the script
        answer = await valkey.execute_command("EVAL", TAKE, *asked)  # type: ignore[no-untyped-call]  # half typed
    return None if answer == DENIED else int(answer) / 1e6


class Meter:
    """The same in memory, for one WebSocket."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._full = -math.inf

    def take(self, now: float) -> bool:
        """Take a token at this time in seconds; False when there is none."""
        interval = 1 / self._limit.per_second
        full = max(self._full, now) + interval
        if full - now > interval * self._limit.burst:
            return False
        self._full = full
        return True


def network(address: str) -> str:
    """What stands for one household: an IPv4 address, or the /64 that every IPv6 customer has for himself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
