"""What people do to the bot in Telegram, and what it means here."""

import re
from typing import NamedTuple

from common.domain.phrases import Said

_COMMAND = re.compile(r"/(start|stop)(?:@\w+)?(?:\s+(\S{1,64}))?\s*", re.ASCII)
_CODE = re.compile(r"s_([0-9A-Za-z]{6})")

WELCOME = Said(
    "Здесь я расскажу, когда вас зовут играть и чем кончился вечер.",
    "I will tell you here when you are invited to play, and what an evening came to.",
)
UNKNOWN_EVENING = Said(
    "Не вижу такого вечера, или вы за ним не сидите: возьмите ссылку в приложении.",
    "There is no such evening, or you do not sit at it: take the link from the app.",
)


class Start(NamedTuple):
    """`/start`, perhaps with the start parameter of a link and the join code in that."""

    parameter: str | None
    code: str | None


class Stop(NamedTuple):
    """`/stop`."""


def command(text: str) -> Start | Stop | None:
    """The command of a message; None for what we have no answer to."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return None
    word, parameter = found.groups()
    if word == "stop":
        return Stop()
    evening = _CODE.fullmatch(parameter or "")
    return Start(parameter if evening else None, evening[1].upper() if evening else None)
