"""What a player is remembered for: rules over the events and results of his finished games.

Nothing of it is kept. It is read anew from what counts, so whatever is undone or reopened takes back what it has
brought, and the same games say the same whenever somebody asks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from common.domain.feats import Feats
from common.domain.game import Event, alive
from common.domain.rules import TYPES, GameType

Code = Literal[
    "first_game", "first_win", "hat_trick", "run_of_five", "clean_game", "all_colors",
    "late_riser", "full_table", "lucky_fool", "own_balls", "all_rounder", "fifty_games",
]  # fmt: skip

ASLEEP = 5
"""Balls of the others before the first of one who wins all the same."""
FULL = 8


@dataclass(frozen=True, slots=True)
class Played:
    """A finished game of a player's, with all its events, oldest first."""

    game_id: UUID
    game_type: GameType
    finished_at: datetime
    seat: UUID
    won: bool
    fouls: int
    seats: int
    """How many have played."""
    colored: Mapping[str, int]
    """The coloured balls that were on the table: how many of each; none where balls have no colours."""
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Achievement:
    """One of them, reached or not: `count` out of `of`."""

    code: Code
    reached_at: datetime | None
    game_id: UUID | None
    count: int
    of: int


@dataclass(slots=True)
class _Story:
    """All of a player's games so far; no number in it ever falls, but the streak."""

    games: int = 0
    wins: int = 0
    streak: int = 0
    longest_streak: int = 0
    clean_wins: int = 0
    rainbows: int = 0
    late_wins: int = 0
    full_tables: int = 0
    types: set[GameType] = field(default_factory=set)
    done: Feats = field(default_factory=Feats)

    def add(self, game: Played) -> None:
        """One more game, finished after all before."""
        shots = alive(game.events)
        done = Feats()
        done.add(game.seat, shots)
        self.games += 1
        self.wins += game.won
        self.streak = self.streak + 1 if game.won else 0
        self.longest_streak = max(self.longest_streak, self.streak)
        self.clean_wins += game.won and game.fouls == 0 and done.balls > 0
        self.rainbows += sum(game.colored.values()) > 1 and _holds(done.colors, game.colored)
        self.late_wins += game.won and _others_first(game.seat, shots) >= ASLEEP
        self.full_tables += game.seats >= FULL
        self.types.add(game.game_type)
        self.done.add(game.seat, shots)


RULES: dict[Code, tuple[int, Callable[[_Story], int]]] = {
    # Everyone gets these two, if only he comes.
    "first_game": (1, lambda story: story.games),
    "first_win": (1, lambda story: story.wins),
    "hat_trick": (3, lambda story: story.longest_streak),
    "run_of_five": (5, lambda story: story.done.longest_run),
    # Won without a foul, and not by the fouls of the others alone.
    "clean_game": (1, lambda story: story.clean_wins),
    # All coloured balls of one game of Kolkhoz, where there were several.
    "all_colors": (1, lambda story: story.rainbows),
    "late_riser": (1, lambda story: story.late_wins),
    "full_table": (1, lambda story: story.full_tables),
    # «Дурак» is a fluke, and they say that fools are lucky.
    "lucky_fool": (10, lambda story: story.done.flukes),
    # «Свояк»: the cue ball itself goes down.
    "own_balls": (10, lambda story: story.done.own_balls),
    "all_rounder": (len(TYPES), lambda story: len(story.types)),
    "fifty_games": (50, lambda story: story.games),
}
"""What has to be counted, up to where, in the order in which they are shown."""


def achievements(games: Iterable[Played]) -> list[Achievement]:
    """All of them, as these games have brought them, whatever order they are given in: that of their ends counts.

    Each is given once, for the first game that fulfils it.
    """
    story = _Story()
    brought_by: dict[Code, Played] = {}
    for game in sorted(games, key=lambda game: (game.finished_at, game.game_id)):
        story.add(game)
        for code, (of, count) in RULES.items():
            if count(story) >= of:
                brought_by.setdefault(code, game)
    return [_achievement(code, brought_by.get(code), min(count(story), of), of) for code, (of, count) in RULES.items()]


def _achievement(code: Code, game: Played | None, count: int, of: int) -> Achievement:
    return Achievement(code, game.finished_at if game else None, game.game_id if game else None, count, of)


def _holds(potted: Counter[str], colored: Mapping[str, int]) -> bool:
    return all(potted[color] >= count for color, count in colored.items())


def _others_first(seat: UUID, shots: Sequence[Event]) -> int:
    """How many balls the others had potted before the first of this seat's; 0 if it never came."""
    potted = [event.seat_id for event in shots if event.kind == "pot"]
    return potted.index(seat) if seat in potted else 0
