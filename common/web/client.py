"""What a request says about the program that sent it: enough to name a device in a list, no more."""

import hashlib
import re
from typing import Any, NamedTuple

from litestar import Request

_TELEGRAM = re.compile(r"Telegram-(?:Android|iOS)/[\d.]+(?: \((?P<model>[^;()]{1,40})[;)])?")
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
"""By a word of the User-Agent, the more telling first."""
_BROWSERS = {
    "YaBrowser/": "Yandex",
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}


class Client(NamedTuple):
    """The program at the other end; `sha256` tells two of them apart as far as they call themselves differently."""

    device: str
    sha256: bytes


def client_of(request: Request[Any, Any, Any]) -> Client:
    """By its User-Agent, which anyone may make up: it is shown to its owner, and never opens anything."""
    agent = request.headers.get("user-agent", "")
    return Client(device(agent), hashlib.sha256(agent.encode()).digest())


def device(agent: str) -> str:
    """What to call it in a list: `Telegram · Samsung SM-G991B`, `Chrome · Windows`; empty for what nobody knows."""
    system = next((name for word, name in _SYSTEMS.items() if word in agent), "")
    if telegram := _TELEGRAM.search(agent):
        return " · ".join(filter(None, ("Telegram", (telegram["model"] or "").strip() or system)))
    browser = next((name for word, name in _BROWSERS.items() if word in agent), "")
    return " · ".join(filter(None, (browser, system)))
