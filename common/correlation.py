"""What ties together all that one request causes, in this process and in every one that its messages reach.

Each is a context variable: set where a request or a message comes in, read by every log line, statement and message.
"""

import os
import re
from contextvars import ContextVar
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID

request_id: ContextVar[str] = ContextVar("request_id", default="-")
working: ContextVar[str] = ContextVar("working", default="")
"""The function or consumer, where a process holds several."""
caller: ContextVar[str] = ContextVar("caller", default="")
"""The pseudonym of whoever is calling."""

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")
_SAMPLED = 0x01


class Trace(NamedTuple):
    """A place in a trace (W3C Trace Context, level 1): as text it is a `traceparent`."""

    trace_id: str
    """32 hexadecimal digits, the same for all that a request causes."""
    span_id: str
    """16 hexadecimal digits, of this step alone."""
    sampled: bool = False
    """Whether somebody records it."""

    @classmethod
    def read(cls, traceparent: str | None) -> "Trace | None":
        """What a header says; None for none, and for one that has to be ignored."""
        found = _TRACEPARENT.fullmatch(traceparent or "")
        return cls(found[1], found[2], bool(int(found[3], 16) & _SAMPLED)) if found else None

    @classmethod
    def begin(cls) -> Self:
        """The first step of a new trace."""
        return cls(os.urandom(16).hex(), os.urandom(8).hex())

    def step(self) -> Self:
        """The next step of the same trace."""
        return self._replace(span_id=os.urandom(8).hex())

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.sampled:02x}"


trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def traceparent() -> str | None:
    """What to hand to whoever goes on."""
    here = trace.get()
    return str(here) if here else None


def traced(parent: str | None) -> dict[str, str]:
    """The header of a message that goes on with this trace."""
    return {"traceparent": parent} if parent else {}


def pseudonym(player_id: UUID) -> str:
    """Whom a log line is about, without saying who: nobody can count back, and all lines of one player are alike."""
    return sha256(player_id.bytes).hexdigest()[:16]
