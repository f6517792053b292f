"""Who has played against whom in a game, and who came out where: all that a rating asks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from common.domain.rules import GameType

Period = Literal["week", "month", "year", "all"]
PERIODS: dict[Period, timedelta | None] = {
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
    "all": None,
}
"""How far back each goes; None for all time."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a seat has made of a game; a guest has no `player_id`."""

    seat_id: UUID
    player_id: UUID | None
    points: int
    won: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """A finished game; `turns` is the order of play at its end, without those who had left."""

    game_type: GameType
    turns: Sequence[UUID]
    parts: Sequence[Part]


class Team(NamedTuple):
    """Players who came out at the same place together; the best place is the lowest number. None is a guest."""

    members: list[UUID | None]
    place: int


class Tally(NamedTuple):
    """How many games somebody has played, and won."""

    games: int
    wins: int


def teams(contest: Contest) -> list[Team]:
    """Each by himself and by his own points in Kolkhoz, the two sides in pyramid; equal places where they are level.

    Whoever has left a game of pyramid is on no side of it: the one who stands in for him has ended it.
    """
    if contest.game_type == "kolkhoz":
        return [Team([part.player_id], -part.points) for part in contest.parts]
    parts = {part.seat_id: part for part in contest.parts}
    sides = [[parts[seat] for seat in contest.turns[place::2]] for place in (0, 1)]
    return [Team([part.player_id for part in side], 0 if any(part.won for part in side) else 1) for side in sides]


def tallies(contests: Iterable[Contest]) -> dict[UUID, Tally]:
    """Of everyone with an account who has played one of these games."""
    games: Counter[UUID] = Counter()
    wins: defaultdict[UUID, int] = defaultdict(int)
    for part in (part for contest in contests for part in contest.parts):
        if part.player_id:
            games[part.player_id] += 1
            wins[part.player_id] += part.won
    return {player: Tally(count, wins[player]) for player, count in games.items()}
