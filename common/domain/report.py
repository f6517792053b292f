"""The report of an evening: who played, what came of it, and who owes whom. Money in kopecks, times in UTC.

It is a value: whatever is made of it (a page, a card, a table) is the same each time it is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from common.domain import journal, ledger
from common.domain.phrases import Language

Format = Literal["pdf", "png", "csv", "json"]
MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
KEPT_DAYS = 30
"""How long a report can be fetched. It can be asked for again at any time: nothing but a copy is lost."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which report somebody wants. Who wants the same of an evening that has not changed since gets the same file."""

    format: Format
    language: Language
    time_zone: str
    """Of the times in it: a name of the IANA database."""
    sums: bool
    """Whether it says what things cost; who may not see that gets a report for points."""


@dataclass(frozen=True, slots=True)
class Score:
    """One player's part of a game."""

    name: str
    points: int
    balls: int
    fouls: int
    won: bool
    net_kopecks: int | None


@dataclass(frozen=True, slots=True)
class Game:
    """A finished game, the best first."""

    number: int
    game_type: str
    started_at: datetime
    finished_at: datetime
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Everything that the evening has come to for one seat. Points of different games are not one sum, balls are."""

    name: str
    games: int
    wins: int
    balls: int
    fouls: int
    net_kopecks: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A bill that one has paid for all, or a payment from one to another."""

    kind: Literal["table_time", "bar", "payment"]
    at: datetime
    payer: str
    payee: str | None
    kopecks: int
    text: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Payment:
    """One of the fewest payments that settle the evening."""

    payer: str
    payee: str
    kopecks: int


@dataclass(frozen=True, slots=True)
class Report:
    """An evening as of `as_of`; without sums there are no entries and nothing to settle."""

    name: str
    began_at: datetime
    closed_at: datetime | None
    as_of: datetime
    people: tuple[Person, ...]
    games: tuple[Game, ...]
    entries: tuple[Entry, ...]
    settle_up: tuple[Payment, ...]
    sums: bool
    language: Language
    time_zone: str


@dataclass(frozen=True, slots=True)
class SeatScore:
    """What a finished game has given a seat."""

    seat_id: UUID
    points: int
    balls: int
    fouls: int
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class Played:
    """A finished game as it is kept."""

    number: int
    game_type: str
    winners: frozenset[UUID]
    started_at: datetime
    finished_at: datetime
    scores: tuple[SeatScore, ...]


def people(names: Mapping[UUID, str], played: Sequence[Played], nets: Mapping[UUID, int] | None) -> tuple[Person, ...]:
    """Everyone who has played or owes, in the order of money, or else of wins; `nets` is None without sums."""
    found = [_person(seat, name, played, nets) for seat, name in names.items()]
    there = [person for person in found if person.games or person.net_kopecks]
    return tuple(sorted(there, key=lambda person: (-(person.net_kopecks or 0), -person.wins, -person.balls)))


def games(names: Mapping[UUID, str], played: Iterable[Played], *, sums: bool) -> tuple[Game, ...]:
    """The games with names in the place of seats."""
    return tuple(
        Game(
            each.number,
            each.game_type,
            each.started_at,
            each.finished_at,
            tuple(
                Score(
                    names[score.seat_id],
                    score.points,
                    score.balls,
                    score.fouls,
                    score.seat_id in each.winners,
                    score.net_kopecks if sums else None,
                )
                for score in sorted(each.scores, key=lambda score: (score.seat_id not in each.winners, -score.points))
            ),
        )
        for each in played
    )


def settle_up(names: Mapping[UUID, str], nets: Mapping[UUID, int]) -> tuple[Payment, ...]:
    """The fewest payments, by name."""
    return tuple(Payment(names[each.payer], names[each.payee], each.kopecks) for each in ledger.settle_up(nets))


def entry(names: Mapping[UUID, str], kept: journal.Entry, at: datetime) -> Entry | None:
    """A bill or payment that stands; None for games, which have a place of their own, and for what was taken back."""
    if kept.kind == "game" or kept.kind == "reversal" or kept.reversed_by or kept.payer is None or kept.kopecks is None:
        return None
    payee = names[kept.payee] if kept.payee else None
    return Entry(kept.kind, at, names[kept.payer], payee, kept.kopecks, kept.text, kept.confirmed)


def _person(seat: UUID, name: str, played: Sequence[Played], nets: Mapping[UUID, int] | None) -> Person:
    own = [score for each in played for score in each.scores if score.seat_id == seat]
    return Person(
        name,
        games=len(own),
        wins=sum(seat in each.winners for each in played),
        balls=sum(score.balls for score in own),
        fouls=sum(score.fouls for score in own),
        net_kopecks=None if nets is None else nets[seat],
    )
