"""How turns were drawn, and whether that can be checked."""

from typing import Literal, Self
from uuid import UUID

import msgspec

from common.domain import fairness
from common.domain import rules as play_rules
from common.domain.turns import Draw
from common.store import draws, sessions


class DrawnGame(msgspec.Struct, frozen=True):
    """A game's order as it was started, and `draw`: all that it was drawn from but the seed.

    `drawn` is false, and `draw` null, where people gave the order.
    """

    game_id: UUID
    number: int
    status: Literal["live", "finished", "cancelled"]
    mode: play_rules.TurnsMode
    breaks: play_rules.Breaks
    turns: list[UUID]
    draw: Draw | None
    drawn: bool

    @classmethod
    def of(cls, game: draws.Game) -> Self:
        return cls(
            game_id=game.id,
            number=game.number,
            status=game.status,
            mode=game.mode,
            breaks=game.breaks,
            turns=list(game.turns),
            draw=game.draw,
            drawn=game.draw is not None,
        )


class PossiblePayments(msgspec.Struct, frozen=True):
    """In how many games the payee played directly after the payer, so that he could be paid by him."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    games: int


class Mismatch(msgspec.Struct, frozen=True):
    """What does not follow in the draw of a game; its number is null when it is the seed itself."""

    number: int | None
    what: fairness.What


class Fairness(msgspec.Struct, frozen=True):
    """How an evening's turns were drawn; cancelled games have no part in `pairs`.

    `seed` (hex) is null until the session is closed. `mismatches` is what the server's own check found: null until
    then, empty when every order follows from the seed and from the games before it.
    """

    seed_sha256: str
    seed: str | None
    games: list[DrawnGame]
    pairs: list[PossiblePayments]
    mismatches: list[Mismatch] | None

    @classmethod
    def of(cls, session: sessions.Session, games: list[draws.Game], seed: bytes | None) -> Self:
        found = None if seed is None else fairness.check(seed, session.seed_sha256, session.id, games)
        return cls(
            seed_sha256=session.seed_sha256.hex(),
            seed=None if seed is None else seed.hex(),
            games=[DrawnGame.of(game) for game in games],
            pairs=[PossiblePayments(*pair, met) for pair, met in sorted(fairness.pairs(games).items())],
            mismatches=None if found is None else [Mismatch(*mismatch) for mismatch in found],
        )
