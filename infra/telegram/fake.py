"""A stand-in for Telegram's Bot API that keeps Telegram's documented limits, and counts who breaks them.

Standard library only, so that the same file is a service of `make up`, a container of compose.local.yml on a bare
Python image, and an object in a test with the test's own clock. Limits (core.telegram.org/bots/faq): about 30 messages
a second in all, one a second in a chat with short bursts, 20 a minute in a group; edits count like messages
(tdlib/td#3034). Whoever is told `retry_after` and comes earlier is counted too.
"""

import json
import math
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any, Literal, NamedTuple

PER_SECOND = 30
PER_CHAT_BURST = 3
"""At once; one more each second."""
PER_GROUP_MINUTE = 20
LONGEST_TEXT = 4096
"""UTF-16 code units, as Telegram counts."""
KEPT = 10_000
"""Calls that are remembered."""
PREPARED_SECONDS = 600
"""How long a message waits for the player to send it; Telegram does not say."""
CHATS = ("user", "bot", "group", "channel")

Answer = tuple[int, dict[str, Any]]
Params = Mapping[str, Any]
Rule = Literal["all", "chat", "group", "early"]


class Cut(Exception):
    """The connection is to be closed without an answer."""


@dataclass(frozen=True)
class Call:
    """One call of a method that writes into a chat."""

    at: float
    method: str
    chat_id: int
    text: str
    status: int
    message_id: int | None


@dataclass
class Trouble:
    """What the next calls into a chat, or into any, are answered with, whatever they ask."""

    status: int
    """An HTTP status, or 0 to do what is asked and then cut the connection instead of answering."""
    chat_id: int | None = None
    description: str = ""
    retry_after: int = 0
    times: int = 1


@dataclass
class _Chat:
    full_at: float = 0.0
    """When its bucket is full again."""
    quiet_until: float = 0.0
    minute: deque[float] = field(default_factory=deque)


class _Message(NamedTuple):
    text: str
    markup: Any


class FakeBotApi:
    """Telegram as far as this product uses it. Safe for threads."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.broken: Counter[Rule] = Counter()
        """How often each limit was broken: empty at the end of a good evening."""
        self.troubles: list[Trouble] = []
        self.settings: dict[str, Params] = {}
        """The last parameters of each method that sets something up."""
        self.prepared: deque[dict[str, Any]] = deque(maxlen=KEPT)
        """Messages that wait for players to send them, with everything that was said about each."""
        self._token = token
        self._clock = clock
        self._lock = Lock()
        self._second: deque[float] = deque()
        self._chats: dict[int, _Chat] = {}
        self._messages: dict[tuple[int, int], _Message] = {}
        self._last_id = 0

    def call(self, token: str, method: str, params: Params) -> Answer:
        """Answer one call. Raises Cut."""
        if token != self._token:
            return _refusal(401, "Unauthorized")
        with self._lock:
            match method:
                case "getMe":
                    return _done({"id": 1, "is_bot": True, "first_name": "Artel", "username": "artel_fake_bot"})
                case "sendMessage" | "editMessageText":
                    return self._write(method, params)
                case "savePreparedInlineMessage":
                    return self._prepare(params)
                case "setWebhook" | "setChatMenuButton" | "setMyCommands" | "deleteWebhook":
                    self.settings[method] = dict(params)
                    return _done(True)
        return _refusal(404, "Not Found")

    def document(self) -> dict[str, Any]:
        """All that happened, for programs."""
        with self._lock:
            calls = [asdict(call) for call in self.calls]
            told = {"broken": dict(self.broken), "settings": self.settings, "prepared": list(self.prepared)}
            return {"calls": calls, **told}

    def expect(self, trouble: Trouble) -> None:
        """Answer so from now on, as often as it says."""
        with self._lock:
            self.troubles.append(trouble)

    def _write(self, method: str, params: Params) -> Answer:
        now, chat_id, text = self._clock(), int(params["chat_id"]), str(params.get("text", ""))
        trouble = self._trouble(chat_id)
        if wait := self._counted(now, chat_id):
            answer = _flood(wait)
        elif trouble and trouble.status:
            answer = self._troubled(now, trouble, chat_id)
        else:
            answer = self._written(now, method, chat_id, params)
        status, body = answer
        message_id = body["result"]["message_id"] if status == 200 else None
        self.calls.append(Call(now, method, chat_id, text, status, message_id))
        if trouble and not trouble.status:
            raise Cut
        return answer

    def _prepare(self, params: Params) -> Answer:
        """It is written into no chat, so it counts for no limit."""
        now, user_id = self._clock(), int(params["user_id"])
        result = json.loads(params["result"]) if isinstance(params["result"], str) else params["result"]
        text = str(result["input_message_content"]["message_text"])
        trouble = self._trouble(user_id)
        if trouble and trouble.status:
            answer = _told(trouble)
        elif wrong := _wrong_with(result, text, params):
            answer = _refusal(400, f"Bad Request: {wrong}")
        else:
            made = {"id": f"prepared-{len(self.prepared) + 1}", "expiration_date": int(now) + PREPARED_SECONDS}
            self.prepared.append({**params, "result": result, **made})
            answer = _done(made)
        self.calls.append(Call(now, "savePreparedInlineMessage", user_id, text, answer[0], None))
        if trouble and not trouble.status:
            raise Cut
        return answer

    def _trouble(self, chat_id: int) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.times and trouble.chat_id in (None, chat_id):
                trouble.times -= 1
                return trouble
        return None

    def _troubled(self, now: float, trouble: Trouble, chat_id: int) -> Answer:
        if trouble.retry_after:
            self._chats[chat_id].quiet_until = now + trouble.retry_after
        return _told(trouble)

    def _counted(self, now: float, chat_id: int) -> float:
        """Seconds to wait, 0 if nothing is broken. What is refused counts for no limit."""
        chat = self._chats.setdefault(chat_id, _Chat())
        if now < chat.quiet_until:
            self.broken["early"] += 1
            return chat.quiet_until - now
        waits: dict[Rule, float] = {
            "all": _window(self._second, now, 1.0, PER_SECOND),
            "chat": max(chat.full_at, now) + 1 - now - PER_CHAT_BURST,
            "group": _window(chat.minute, now, 60.0, PER_GROUP_MINUTE) if chat_id < 0 else 0.0,
        }
        broken = [rule for rule, wait in waits.items() if wait > 0]
        if broken:
            self.broken.update(broken)
            chat.quiet_until = now + math.ceil(max(waits.values()))
            return chat.quiet_until - now
        chat.full_at = max(chat.full_at, now) + 1
        self._second.append(now)
        chat.minute.append(now)
        return 0.0

    def _written(self, now: float, method: str, chat_id: int, params: Params) -> Answer:
        message = _Message(str(params.get("text", "")), params.get("reply_markup"))
        if not message.text.strip():
            return _refusal(400, "Bad Request: message text is empty")
        if len(message.text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            return _refusal(400, "Bad Request: message is too long")
        if method == "sendMessage":
            self._last_id += 1
            message_id = self._last_id
        else:
            message_id = int(params.get("message_id", 0))
            there = self._messages.get((chat_id, message_id))
            if there is None:
                return _refusal(400, "Bad Request: message to edit not found")
            if there == message:
                return _refusal(400, "Bad Request: message is not modified")
        self._messages[chat_id, message_id] = message
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "group"}
        return _done({"message_id": message_id, "date": int(now), "chat": chat, "text": message.text})


_USUAL = {400: "Bad Request: chat not found", 403: "Forbidden: bot was blocked by the user"}


def _wrong_with(result: Mapping[str, Any], text: str, params: Params) -> str:
    """What Telegram does not take about a message to be prepared; nothing if all is well."""
    if result["type"] != "article" or not result["title"] or not 1 <= len(str(result["id"]).encode()) <= 64:
        return "can't parse inline query result"
    if not text.strip():
        return "message text is empty"
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        return "message is too long"
    if not any(params.get(f"allow_{chats}_chats") in (True, "true", "True") for chats in CHATS):
        return "no chat to send it to is allowed"
    return ""


def _window(times: deque[float], now: float, seconds: float, most: int) -> float:
    """Seconds until one more fits into the last so many seconds, forgetting what is older."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= most else 0.0


def _told(trouble: Trouble) -> Answer:
    if trouble.retry_after:
        return _flood(trouble.retry_after)
    return _refusal(trouble.status, trouble.description or _USUAL.get(trouble.status, "Internal Server Error"))


def _done(result: Any) -> Answer:
    return 200, {"ok": True, "result": result}


def _refusal(status: int, description: str) -> Answer:
    return status, {"ok": False, "error_code": status, "description": description}


def _flood(wait: float) -> Answer:
    seconds = math.ceil(wait)
    status, body = _refusal(429, f"Too Many Requests: retry after {seconds}")
    return status, {**body, "parameters": {"retry_after": seconds}}


def decoded(trouble: bytes) -> Trouble:
    """A trouble from its JSON. Raises ValueError or TypeError."""
    return Trouble(**json.loads(trouble))
