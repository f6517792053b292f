"""webapp/index.html → infra/caddy/security.caddy: what stands in the page itself, by its hash."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from common.manifest import ROOT

PAGE = ROOT / "webapp/index.html"
POLICY = ROOT / "infra/caddy/security.caddy"
EMPTY = "<style></style>"
"""Telegram's SDK makes one, for what its web client would like to say about scroll bars; that itself is not let in."""


def render() -> Iterator[tuple[Path, str]]:
    """The Caddyfile's part with fresh hashes."""
    page, text = PAGE.read_text(encoding="utf-8") + EMPTY, POLICY.read_text(encoding="utf-8")
    for tag in ("script", "style"):
        text = re.sub(rf"(?<={tag}-src 'self')(?: 'sha256-[^']*')*", _hashes(page, tag), text)
    yield POLICY, text


def _hashes(page: str, tag: str) -> str:
    """Each inline element by its hash (CSP Level 3, 2.3.1)."""
    inline: list[str] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in inline)
    return "".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests)
