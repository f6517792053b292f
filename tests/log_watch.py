"""What must be in no log, by its shape: so that a secret is found that no test knows by heart."""

import re
from collections.abc import Iterator
from pathlib import Path

from infra.logs import written

SHAPES = {
    "a signed token": re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}"),
    "a refresh token": re.compile(r"(?<![\w/+-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{43}(?![\w/+=-])"),
    "an Authorization header": re.compile(r"(?i)\bbearer[ .][\w-]{8}"),
    "a private key": re.compile(r"PRIVATE KEY-----|MC4CAQAwBQYDK2Vw"),
    "init data": re.compile(r"auth_date(=|%3D)\d|\bhash(=|%3D)[0-9a-f]{64}|tgWebAppData(=|%3D)\w"),
    "a bot token": re.compile(r"\b\d{8,12}:[A-Za-z0-9_-]{30,}|artel-development-token"),
    "a password in an address": re.compile(r"\b[a-z]{3,}://[^\s:/@]*:(?!\*+@)[^\s:/@]+@"),  # but not a masked one
}


def logs(directory: Path) -> Iterator[Path]:
    """Every log that anything in the run has written: services, functions, the runner, the tests' own process."""
    return (path for path in sorted(directory.rglob("*.log*")) if path.is_file())


def text_of(log: Path) -> str:
    """What a log says, also one that was set aside."""
    return "".join(written([log]))


def found(text: str) -> list[str]:
    """Which kinds of secrets a text holds, with a beginning of each that does not give it away."""
    hits = ((kind, shape.search(text)) for kind, shape in SHAPES.items())
    return [f"{kind}: {hit[0][:12]}…" for kind, hit in hits if hit]
