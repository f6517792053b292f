"""The board of an evening as one message for a group chat: points and turns, and no money.

A group holds people who have no seat, so it is told no more than anyone in the hall can see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from common.domain.phrases import Language, Said
from common.domain.words import counted

TITLE = Said("{name}, партия {number}", "{name}, game {number}")
BALLS_LEFT = Said("На столе {balls}.", "{balls} on the table.")
WON = Said("Партия окончена, победа: {winners}.", "The game is over, won by {winners}.")
CANCELLED = Said("Партия отменена.", "The game was cancelled.")
NO_GAME = Said("Партия ещё не началась.", "No game has begun yet.")
CLOSED = Said("Вечер окончен.", "The evening is over.")
SHOOTER, OTHER = "▸ ", "· "


@dataclass(frozen=True, slots=True)
class Line:
    """One player's place on the board."""

    name: str
    points: int
    shoots: bool = False
    won: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The game that the board shows."""

    number: int
    status: Literal["live", "finished", "cancelled"]
    lines: Sequence[Line]
    balls_left: int


def board_text(name: str, frame: Frame | None, *, closed: bool, language: Language) -> str:
    """The whole message; the evening's name stands for itself."""

    def say(said: Said, **given: object) -> str:
        return str(getattr(said, language)).format(**given)

    end = [say(CLOSED)] if closed else []
    if frame is None:
        return "\n".join([name, say(NO_GAME), *end])
    lines = [f"{SHOOTER if line.shoots else OTHER}{line.name}: {line.points}" for line in frame.lines]
    match frame.status:
        case "live":
            state = say(BALLS_LEFT, balls=counted(frame.balls_left, "balls", language))
        case "finished":
            state = say(WON, winners=", ".join(line.name for line in frame.lines if line.won) or "—")
        case _:
            state = say(CANCELLED)
    return "\n".join([say(TITLE, name=name, number=frame.number), "", *lines, "", state, *end])
