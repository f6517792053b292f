"""The people one plays with, the best first."""

from collections.abc import Mapping, Sequence
from typing import Self
from uuid import UUID

import msgspec

from common.domain.contest import Contest, tallies
from common.schemas.players import Player
from common.store import players

MOST = 100
"""Places that are shown."""


class Place(msgspec.Struct, frozen=True):
    """Somebody's place, from 1, which he shares with whoever has the same rating; a newcomer's rating is 1000."""

    place: int
    player: Player
    rating: int
    games: int
    wins: int


class Leaderboard(msgspec.Struct, frozen=True):
    """Everyone who has finished a game in the period, up to the hundredth."""

    items: list[Place]

    @classmethod
    def of(cls, people: Mapping[UUID, players.Player], games: Sequence[Contest], ratings: Mapping[UUID, int]) -> Self:
        tally = tallies(games)
        shown = sorted(people.keys() & ratings.keys(), key=lambda each: (-ratings[each], -tally[each].wins, each))
        best = [ratings[each] for each in shown]
        places = [best.index(rating) + 1 for rating in best]
        return cls(
            [
                Place(place, Player.of(people[each]), ratings[each], *tally[each])
                for place, each in zip(places[:MOST], shown[:MOST], strict=True)
            ]
        )
