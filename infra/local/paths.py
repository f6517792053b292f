"""Where unix sockets can live (their paths may have little more than a hundred bytes), and how secrets are written."""

import hashlib
import os
import stat
from pathlib import Path

LONGEST = 103
"""Bytes of a socket's path that every platform takes (macOS: 104 with the closing zero)."""
FILE_NAME = 48
"""Bytes kept free for the name of the socket itself."""


def socket_directory(wished: Path) -> Path:
    """The wished directory, or a private one under /tmp that stands for it if the wished path is too long.

    Creates the stand-in, but not the wished directory. Raises PermissionError if somebody else made the stand-in first.
    """
    if len(os.fsencode(wished.absolute())) + 1 + FILE_NAME <= LONGEST:
        return wished
    digest = hashlib.sha256(os.fsencode(wished.absolute())).hexdigest()[:12]
    stand_in = Path("/tmp") / f"artel-{os.getuid()}-{digest}"  # noqa: S108  # owner and mode are checked below
    stand_in.mkdir(mode=0o700, exist_ok=True)
    status = stand_in.lstat()
    if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) != 0o700 or not stat.S_ISDIR(status.st_mode):
        raise PermissionError(f"{stand_in} is not a private directory of yours: remove it and try again.")
    return stand_in


def write_secret(path: Path, value: str) -> None:
    """Write a file that only its owner may read: at no moment readable by others, or half there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    unfinished.replace(path)
