"""Best of N: the same two sides play until one has won more games than the other still can."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from common.domain.rules import PyramidType
from common.errors import FieldError, Refusal


class Played(NamedTuple):
    """A finished game of pyramid: who played in which order, and who won; nobody, when they were level."""

    game_type: PyramidType
    turns: Sequence[UUID]
    winner_seat_ids: Sequence[UUID]


@dataclass(slots=True)
class Series:
    """The two sides, each in the order of its first game, and the games that each has won."""

    game_type: PyramidType
    sides: tuple[tuple[UUID, ...], tuple[UUID, ...]]
    wins: list[int] = field(default_factory=lambda: [0, 0])
    winner: int | None = None
    """The side that has won the series, 0 or 1."""


def demand_odd(best_of: int | None) -> None:
    """Raise Refusal `payload_invalid` for an even number of games, which can end level."""
    if best_of and best_of % 2 == 0:
        raise Refusal("payload_invalid", errors=[FieldError("best_of", "must be odd, so that somebody wins more")])


def current(best_of: int, games: Sequence[Played]) -> Series | None:
    """The series of the last of these games, oldest first; None before the first.

    A new one begins when the last was decided, and when other people, other pairs or another game is played.
    """
    series: Series | None = None
    for game in games:
        sides = (tuple(game.turns[::2]), tuple(game.turns[1::2]))
        if series is None or series.winner is not None or _key(game.game_type, sides) != _key_of(series):
            series = Series(game.game_type, sides)
        for place, side in enumerate(series.sides):
            if game.winner_seat_ids and set(game.winner_seat_ids) == set(side):
                series.wins[place] += 1
                if series.wins[place] > best_of // 2:
                    series.winner = place
    return series


def _key_of(series: Series) -> tuple[str, frozenset[frozenset[UUID]]]:
    return _key(series.game_type, series.sides)


def _key(game_type: PyramidType, sides: Sequence[Sequence[UUID]]) -> tuple[str, frozenset[frozenset[UUID]]]:
    return game_type, frozenset(frozenset(side) for side in sides)
