"""The state of a game: small enough to be kept beside the game, so that recording an event folds nothing again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Score:
    """One seat's part: `points` (may be below 0), `balls` potted and `fouls` committed."""

    points: int = 0
    balls: int = 0
    fouls: int = 0


@dataclass(slots=True)
class Side:
    """One of the two sides of a pyramid game: what it has, and what it plays to."""

    target: int
    points: int = 0

    @property
    def to_go(self) -> int:
        """Points that are missing; 0 or less once the target is reached."""
        return self.target - self.points


@dataclass(slots=True)
class State:
    """Everything that events have made of a game."""

    shooter: UUID
    turns: list[UUID]
    """The order of play in force: it differs from the one at the start when people have come and gone."""
    scores: dict[UUID, Score]
    """By seat, also of those who have left."""
    left: dict[str, int]
    """Balls on the table, by colour or by number, in the order of the rules."""
    debts: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    """Kolkhoz. Points owed: payer → payee → points, below 0 where fouls turned the payment round."""
    sides: list[Side] = field(default_factory=list)
    """Pyramid. The two sides; who sits at an even place of the turns is on the first, at an odd place on the second."""
    last_potter: UUID | None = None
    """Who potted the last ball: the break of the next game may be his."""
    played: bool = False
    """Whether anyone has shot yet: until then the order of play is free."""
    in_hand: bool = False
    """Dynamic pyramid. The cue ball was potted: the next stroke is from anywhere, and may pot object balls only."""

    @property
    def seats(self) -> list[UUID]:
        """Everyone who has played: those who play, in their order, and then those who have left."""
        return [*self.turns, *sorted(self.scores.keys() - set(self.turns))]

    @property
    def balls_left(self) -> int:
        """Balls on the table, of all kinds together."""
        return sum(self.left.values())

    def standings(self) -> list[tuple[UUID, Score]]:
        """Everyone's part, in the order of `seats`."""
        return [(seat, self.scores[seat]) for seat in self.seats]

    def owe(self, payer: UUID, payee: UUID, points: int) -> None:
        """Add to what one seat owes another."""
        owed = self.debts.setdefault(payer, {})
        owed[payee] = owed.get(payee, 0) + points

    def owed(self, payer: UUID, payee: UUID) -> int:
        """What one seat owes another."""
        return self.debts.get(payer, {}).get(payee, 0)


def before(turns: Sequence[UUID], seat: UUID) -> UUID:
    """Who shoots before this seat; the first comes after the last."""
    return turns[turns.index(seat) - 1]


def after(turns: Sequence[UUID], seat: UUID) -> UUID:
    """Who shoots after this seat."""
    return turns[(turns.index(seat) + 1) % len(turns)]
