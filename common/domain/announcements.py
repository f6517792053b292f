"""What players are told, in words: a title and a body for each kind of notification, in the receiver's language.

Names stand in them as they were at the time; `mentions` says whose, so that they can go when the person goes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from common.domain.events import GameFinished
from common.domain.journal import Balance
from common.domain.notifications import Kind, Urgency
from common.domain.phrases import Language, Said
from common.domain.words import counted, money, quoted

SAYS: dict[str, Said] = {
    "invited": Said("Вас зовут играть", "You are invited to play"),
    "invites": Said("{name} зовёт вас: {session}.", "{name} invites you: {session}."),
    "game over": Said("Партия окончена", "The game is over"),
    "won": Said("Победа! Партия окончена", "You won! The game is over"),
    "winner": Said("Победа: {names}.", "Won by {names}."),
    "own points": Said("У вас {points}.", "You have {points}."),
    "closed": Said("{session}: вечер окончен", "{session}: the evening is over"),
    "up": Said("Вы в плюсе на {money}.", "You are up {money}."),
    "down": Said("Вы в минусе на {money}.", "You are down {money}."),
    "even": Said("Вы при своих.", "You break even."),
    "nobody owes": Said("Никто никому не должен.", "Nobody owes anybody."),
    "thanks": Said("Спасибо за компанию!", "Thanks for coming!"),
    "pays": Said("Вы платите: {list}.", "You pay: {list}."),
    "gets": Said("Вам платят: {list}.", "You are paid by: {list}."),
    "sum": Said("{name} — {money}", "{name} {money}"),
    "report": Said("Отчёт готов", "The report is ready"),
    "report of": Said("Вечер {session}: файл {format}.", "The evening {session}: a {format} file."),
}


class Named(Protocol):
    """What is asked of a seat here."""

    @property
    def id(self) -> UUID: ...
    @property
    def player_id(self) -> UUID | None: ...
    @property
    def display_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing that one player is told once: nobody is told the same `subject` of a kind again."""

    kind: Kind
    subject: str
    title: str
    body: str
    link: str
    """Where it leads: a start parameter of the app, such as `s_<session id>`, or an https address."""
    urgency: Urgency
    mentions: tuple[UUID, ...] = ()


def session_invited(session_id: UUID, code: str, session: str, host: Named, language: Language) -> Announcement:
    """Someone is wanted at a table: `host` has asked him, `code` lets him in."""
    return Announcement(
        "session_invited",
        str(session_id),
        _say("invited", language),
        _say("invites", language, name=host.display_name, session=quoted(session, language)),
        f"s_{code}",
        "high",
        _mentions([host]),
    )


def game_finished(
    event: GameFinished, player_id: UUID, seats: Mapping[UUID, Named], language: Language
) -> Announcement:
    """How a game ended for one who has played; finished anew, in a later version, it is told anew."""
    own = next(result for result in event.results if result.player_id == player_id)
    winners = [seats[result.seat_id] for result in event.results if result.won]
    said = [_say("winner", language, names=", ".join(winner.display_name for winner in winners))] if winners else []
    said.append(_say("own points", language, points=counted(own.points, "points", language)))
    if any(result.net_kopecks for result in event.results):
        said.append(_net(own.net_kopecks, language))
    return Announcement(
        "game_finished",
        f"{event.game_id}.{event.version}",
        _say("won" if own.won else "game over", language),
        " ".join(said),
        f"s_{event.session_id}",
        "low",
        _mentions(winners),
    )


def session_closed(
    session_id: UUID,
    session: str,
    seat_id: UUID,
    balance: Balance | None,
    seats: Mapping[UUID, Named],
    language: Language,
) -> Announcement:
    """What the evening came to for this seat, and what it has to pay or gets; no sums where no `balance` is given."""
    said, others = _settled(seat_id, balance, seats, language) if balance else ([], [])
    return Announcement(
        "session_closed",
        str(session_id),
        _say("closed", language, session=quoted(session, language)),
        " ".join(said) or _say("thanks", language),
        f"s_{session_id}",
        "high",
        _mentions(others),
    )


def report_ready(report_id: UUID, session: str, file_format: str, link: str, language: Language) -> Announcement:
    """A file that someone has asked for is there; `link` leads to it."""
    return Announcement(
        "report_ready",
        str(report_id),
        _say("report", language),
        _say("report of", language, session=quoted(session, language), format=file_format.upper()),
        link,
        "normal",
    )


def _settled(
    seat_id: UUID, balance: Balance, seats: Mapping[UUID, Named], language: Language
) -> tuple[list[str], list[Named]]:
    """The sentences, and the seats that stand in them."""
    pays = [(seats[each.payee], each.kopecks) for each in balance.settle_up if each.payer == seat_id]
    gets = [(seats[each.payer], each.kopecks) for each in balance.settle_up if each.payee == seat_id]
    said = [_net(balance.nets[seat_id], language)] if any(balance.nets.values()) else [_say("nobody owes", language)]
    for way, sums in (("pays", pays), ("gets", gets)):
        said += [_say(way, language, list=_list(sums, language))] if sums else []
    return said, [seat for seat, _ in pays + gets]


def _net(kopecks: int, language: Language) -> str:
    how = "up" if kopecks > 0 else "down" if kopecks < 0 else "even"
    return _say(how, language, money=money(abs(kopecks), language))


def _list(sums: Iterable[tuple[Named, int]], language: Language) -> str:
    return ", ".join(
        _say("sum", language, name=seat.display_name, money=money(kopecks, language)) for seat, kopecks in sums
    )


def _mentions(seats: Iterable[Named]) -> tuple[UUID, ...]:
    return tuple(sorted({seat.player_id for seat in seats if seat.player_id}))


def _say(phrase: str, language: Language, **values: str) -> str:
    said: str = getattr(SAYS[phrase], language)
    return said.format(**values)
