"""The state of a game: small enough to be kept beside the game, so that recording an event folds nothing again."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Score:
    """One seat's part: `points` (may be below 0), `balls` potted and `fouls` committed."""

    points: int = 0
    balls: int = 0
    fouls: int = 0


@dataclass(slots=True)
class State:
    """Everything that events have made of a game."""

    shooter: UUID
    scores: dict[UUID, Score]
    """By seat, in the order of the turns."""
    left: dict[str, int]
    """Balls on the table by colour, in the order of the rules."""
    debts: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    """Points owed: payer → payee → points, below 0 where fouls turned the payment round."""
    last_potter: UUID | None = None
    """Who potted the last ball: the break of the next game is his."""

    @property
    def balls_left(self) -> int:
        """Balls on the table, of all colours together."""
        return sum(self.left.values())

    def owe(self, payer: UUID, payee: UUID, points: int) -> None:
        """Add to what one seat owes another."""
        owed = self.debts.setdefault(payer, {})
        owed[payee] = owed.get(payee, 0) + points
