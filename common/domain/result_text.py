"""How a game ended, as one message that whoever was there may show to anybody.

It says less than the game's own page: of the money only what everyone is up or down, and the fewest payments that
clear it. The text is plain, and nothing that people are called can change how the rest of it is read.
"""

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from common.domain import ledger, result
from common.domain.announcements import SAYS
from common.domain.board_text import TITLE
from common.domain.phrases import Language, Said
from common.domain.rules import Rules
from common.domain.scores import State
from common.domain.words import counted, money

PAYMENT = Said("{payer} → {payee}: {money}", "{payer} → {payee}: {money}")
NO_NAME = "—"
_KEPT = "\u200c\u200d"
"""What is not seen and belongs to a word or an emoji all the same; all else of that kind could hide something."""
_ISOLATE, _END = "\u2068", "\u2069"


class ResultText(NamedTuple):
    """What is seen before it is sent, and the message."""

    title: str
    description: str
    text: str


def result_text(
    evening: str, number: int, rules: Rules, state: State, names: Mapping[UUID, str], language: Language
) -> ResultText:
    """The whole message about a finished game, the winners first; no word of money where none is played for."""

    def say(said: Said, **given: object) -> str:
        return str(getattr(said, language)).format(**given)

    called = {seat: shown(name) for seat, name in names.items()}
    end = result.settle(rules, state)
    ranked = sorted(state.standings(), key=lambda each: (each[0] not in end.winners, -each[1].points))
    title = say(TITLE, name=shown(evening), number=number)
    won = say(SAYS["winner"], names=", ".join(called[seat] for seat, _ in ranked if seat in end.winners))
    lines = []
    for seat, score in ranked:
        net = f", {_signed(end.nets[seat], language)}" if any(end.nets.values()) else ""
        lines.append(f"{called[seat]}: {counted(score.points, 'points', language)}{net}")
    paid = [
        say(PAYMENT, payer=called[payer], payee=called[payee], money=money(kopecks, language))
        for payer, payee, kopecks in ledger.settle_up(end.nets)
    ]
    head = [title, won] if end.winners else [title]
    parts = ["\n".join(part) for part in (head, lines, paid) if part]
    return ResultText(title, won if end.winners else lines[0], "\n\n".join(parts))


def shown(name: str) -> str:
    """A name on one line, without what cannot be seen, and with a direction of its own where it is read from the right.

    U+2068 and U+2069 keep what is around it in order (Unicode Standard Annex 9).
    """
    line = " ".join(name.split())
    seen = "".join(sign for sign in line if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in seen):
        return f"{_ISOLATE}{seen}{_END}"
    return seen.strip(f" {_KEPT}") or NO_NAME


def _signed(kopecks: int, language: Language) -> str:
    sign = "+" if kopecks > 0 else "−" if kopecks < 0 else ""
    return f"{sign}{money(abs(kopecks), language)}"
