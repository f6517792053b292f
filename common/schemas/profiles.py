"""What a player has done. Money is his own: to everybody else it is null."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from common.domain import achievements
from common.domain.achievements import Code
from common.domain.feats import Feats
from common.domain.rules import GameType
from common.schemas.players import Player
from common.store import profiles


class GameTotals(msgspec.Struct, frozen=True):
    """All finished games of one type."""

    game_type: GameType
    games: int
    wins: int
    points: int
    balls: int
    fouls: int
    net_kopecks: int | None


class PlayedGame(msgspec.Struct, frozen=True):
    """One finished game."""

    id: UUID
    session_id: UUID
    game_type: GameType
    finished_at: datetime
    won: bool
    points: int
    balls: int
    fouls: int
    net_kopecks: int | None

    @classmethod
    def of(cls, game: profiles.Played, *, sums: bool) -> Self:
        return cls(
            id=game.id,
            session_id=game.session_id,
            game_type=game.game_type,
            finished_at=game.finished_at,
            won=game.won,
            points=game.points,
            balls=game.balls,
            fouls=game.fouls,
            net_kopecks=game.net_kopecks if sums else None,
        )


class PlayedEvening(msgspec.Struct, frozen=True):
    """One evening with at least one finished game."""

    session_id: UUID
    name: str
    at: datetime
    games: int
    wins: int
    net_kopecks: int | None


class BallsOfColor(msgspec.Struct, frozen=True):
    """Balls of one colour that went down."""

    color: str
    count: int


class PlayerStats(msgspec.Struct, frozen=True):
    """`totals` are of all games; the feats (`balls_by_color`, `flukes`, `longest_run`) of `games`, the last fifty.

    `games` and `evenings` begin with the newest; `evenings` are told to the player himself only.
    """

    player: Player
    totals: list[GameTotals]
    games: list[PlayedGame]
    balls_by_color: list[BallsOfColor]
    flukes: int
    longest_run: int
    evenings: list[PlayedEvening]

    @classmethod
    def of(
        cls,
        player: Player,
        totals: list[profiles.Total],
        games: list[profiles.Played],
        evenings: list[profiles.Evening],
        done: Feats,
        *,
        sums: bool,
    ) -> Self:
        def own(kopecks: int) -> int | None:
            return kopecks if sums else None

        return cls(
            player=player,
            totals=[GameTotals(*total[:-1], own(total.net_kopecks)) for total in totals],
            games=[PlayedGame.of(game, sums=sums) for game in games],
            balls_by_color=[BallsOfColor(color, count) for color, count in done.colors.most_common()],
            flukes=done.flukes,
            longest_run=done.longest_run,
            evenings=[PlayedEvening(*evening[:-1], own(evening.net_kopecks)) for evening in evenings],
        )


class Achievement(msgspec.Struct, frozen=True):
    """One achievement: the game that has brought it and when that ended, or null; `count` of `of` is done."""

    code: Code
    reached_at: datetime | None
    game_id: UUID | None
    count: int
    of: int


class Achievements(msgspec.Struct, frozen=True):
    """All there are, in one order for everybody."""

    items: list[Achievement]

    @classmethod
    def of(cls, found: Iterable[achievements.Achievement]) -> Self:
        return cls([Achievement(each.code, each.reached_at, each.game_id, each.count, each.of) for each in found])


class Versus(msgspec.Struct, frozen=True):
    """All finished games of two players, as the first sees it. What each paid the other is by each game's balance."""

    other: Player
    evenings: int
    games: int
    wins: int
    losses: int
    got_kopecks: int
    paid_kopecks: int
