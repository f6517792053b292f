"""Evenings of draws: who plays each game, and what the seed makes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import strategies as st

from common.domain.fairness import Played, facts
from common.domain.rules import Breaks, TurnsMode
from common.domain.turns import Draw, draw

SESSION = UUID(int=77)
SEATS = tuple(UUID(int=number) for number in range(1, 9))
SEED = bytes(range(32))

SEEDS = st.binary(min_size=32, max_size=32)
MODES = st.sampled_from(["fair", "random", "random_no_repeat", "manual"])
BREAKS = st.sampled_from(["last_ball", "rotates"])


def companies(largest: int) -> st.SearchStrategy[tuple[UUID, ...]]:
    """Two people to so many, as they came."""
    people = st.sets(st.sampled_from(SEATS[: largest + 1]), min_size=2, max_size=largest)
    return people.map(lambda chosen: tuple(sorted(chosen)))


@dataclass
class Evening:
    """The games of a session so far; whoever is last in a game's order pots its last ball, if not said otherwise."""

    seed: bytes = SEED
    mode: TurnsMode = "fair"
    breaks: Breaks = "rotates"
    session: UUID = SESSION
    games: list[Played] = field(default_factory=list)

    def facts(self, seats: Sequence[UUID], mode: TurnsMode | None = None, breaks: Breaks | None = None) -> Draw:
        """What the next game is drawn from."""
        return facts(self.session, mode or self.mode, breaks or self.breaks, seats, self.games)

    def play(
        self, seats: Sequence[UUID], mode: TurnsMode | None = None, breaks: Breaks | None = None, **record: object
    ) -> list[UUID]:
        """Draw the next game and play it."""
        given = self.facts(seats, mode, breaks)
        turns = draw(self.seed, given)
        self.keep(given.mode, given.breaks, turns, **{"draw": given, **record})
        return turns

    def keep(self, mode: TurnsMode, breaks: Breaks, turns: Sequence[UUID], **record: object) -> None:
        """A game in this order, whoever gave it."""
        self.games.append(Played(mode, breaks, turns, **{"orders": [turns], "last_potter": turns[-1], **record}))

    def all(self, seats: Sequence[UUID], games: int) -> list[list[UUID]]:
        """So many games by the same people."""
        return [self.play(seats) for _ in range(games)]


@st.composite
def evenings(draw_: st.DrawFn, largest: int = 8, modes: st.SearchStrategy[TurnsMode] = MODES) -> Evening:
    """An evening on which people come, go, cancel games, give the order themselves and change it in the middle."""
    evening = Evening(draw_(SEEDS))
    for company in draw_(st.lists(companies(largest), min_size=1, max_size=8)):
        mode, breaks = draw_(modes), draw_(BREAKS)
        match draw_(st.sampled_from(["played", "played", "played", "cancelled", "given", "changed"])):
            case "cancelled":
                evening.play(company, mode, breaks, orders=[], last_potter=None)
            case "given":
                evening.keep(mode, breaks, draw_(st.permutations(company)))
            case "changed":
                turns = draw(evening.seed, evening.facts(company, mode, breaks))
                after = draw_(st.permutations(draw_(companies(largest))))
                evening.play(
                    company, mode, breaks, orders=[turns, list(after)], last_potter=draw_(st.sampled_from(after))
                )
            case _:
                evening.play(company, mode, breaks)
    return evening


def cycle(turns: Sequence[UUID]) -> tuple[UUID, ...]:
    """The same for every order that differs only in who begins."""
    head = turns.index(min(turns))
    return (*turns[head:], *turns[:head])


def neighbours(turns: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Everyone with the one before whom he plays."""
    return {(turns[place - 1], turns[place]) for place in range(len(turns))}


def squares(counts: Iterable[int]) -> int:
    return sum(count**2 for count in counts)
