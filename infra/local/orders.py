"""What the runner asks of a fork server: which folder to serve, with what environment, on which socket.

An order travels over a stream socket as a length and JSON; the file descriptors ride on the first byte of the length.
"""

import json
import socket
import struct
from collections.abc import Sequence
from dataclasses import asdict, dataclass

READY = b"ready\n"
"""What a fork server says when everything is imported."""
MOST_DESCRIPTORS = 2
_LENGTH = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    environ: dict[str, str]
    """Settings as variables: only what the folder's manifest needs."""
    idle_seconds: float
    log: str
    """The file that takes the child's output."""


def send(orders: socket.socket, order: Order, descriptors: Sequence[int]) -> None:
    """Send an order with the child's channel and, for a function, its listening socket. Raises OSError."""
    body = json.dumps(asdict(order)).encode()
    socket.send_fds(orders, [_LENGTH.pack(len(body)) + body], list(descriptors))


def receive(orders: socket.socket) -> tuple[Order, list[int]] | None:
    """The next order and its descriptors, None when the runner is gone."""
    head, descriptors, _, _ = socket.recv_fds(orders, _LENGTH.size, MOST_DESCRIPTORS)
    if not head:
        return None
    (length,) = _LENGTH.unpack(head + _exactly(orders, _LENGTH.size - len(head)))
    return Order(**json.loads(_exactly(orders, length))), descriptors


def _exactly(orders: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        part = orders.recv(length - len(received))
        if not part:
            raise EOFError("the runner ended in the middle of an order")
        received += part
    return received
