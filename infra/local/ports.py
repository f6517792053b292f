"""TCP ports for our own services, always below the kernel's ephemeral range.

A port inside that range (32768 and up) is a trap: a probe that connects before the service listens may be given the
very same number as its source port, connects to itself, and reports a service that is not there.
"""

import asyncio
import atexit
import contextlib
import secrets
import socket
import sys
from collections.abc import Iterable

LOWEST, HIGHEST = 20000, 32767
_given: set[int] = set()
_reservations = contextlib.ExitStack()
atexit.register(_reservations.close)


def is_free(port: int) -> bool:
    """Whether a service could listen on 127.0.0.1:port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(preferred: Iterable[int] = ()) -> int:
    """The first free preferred port, else a random free one.

    No process of ours is given it again while this one lives, even before a service listens on it.
    """
    for port in preferred:
        if _take(port):
            return port
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)
        if _take(port):
            return port


async def exchange(port: int, question: bytes, *, seconds: float = 2.0) -> bytes:
    """The first bytes that 127.0.0.1:port answers, empty if it does not."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(question)
                return await reader.read(4096)
            finally:
                writer.close()
    return b""


def _take(port: int) -> bool:
    if port in _given or not _reserve(port) or not is_free(port):
        return False
    _given.add(port)
    return True


def _reserve(port: int) -> bool:
    """Claim the port from other processes of ours: a name without a file, which ends with this process."""
    if sys.platform != "linux":
        return True
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0artel-port-{port}")
    except OSError:
        claim.close()
        return False
    _reservations.enter_context(claim)
    return True
