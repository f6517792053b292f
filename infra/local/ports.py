"""TCP ports for our own services, always below the kernel's ephemeral range.

A port inside that range (32768 and up) is a trap: a probe that connects before the service listens may be given the
very same number as its source port, connects to itself, and reports a service that is not there.
"""

import secrets
import socket
from collections.abc import Iterable

LOWEST, HIGHEST = 20000, 32767
_given: set[int] = set()


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
    """The first free preferred port, else a random free one. This process is never given the same port twice."""
    for port in preferred:
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)
        if port not in _given and is_free(port):
            _given.add(port)
            return port
