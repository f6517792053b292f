"""The end of a game: who won, who pays whom, and what the world is told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from common.domain import kolkhoz, ledger
from common.domain.events import GameFinished, SeatResult
from common.domain.rules import Ball, KolkhozRules, Rules
from common.domain.scores import State
from common.errors import Refusal


class Result(NamedTuple):
    """Money in kopecks; `nets` by seat in the order of play, summing to 0."""

    winners: list[UUID]
    transfers: list[ledger.Transfer]
    nets: dict[UUID, int]


def settle(rules: Rules, turns: Sequence[UUID], state: State) -> Result:
    """The result of a game as it stands."""
    if not isinstance(rules, KolkhozRules):
        raise Refusal("game_type_unsupported")
    paid = kolkhoz.transfers(rules, state)
    return Result(kolkhoz.winners(state), paid, ledger.balances(turns, paid))


def balls(rules: Rules) -> tuple[Ball, ...]:
    """The kinds of balls that these rules put on the table."""
    return rules.balls if isinstance(rules, KolkhozRules) else ()


def told(
    session_id: UUID, game_id: UUID, rules: Rules, state: State, end: Result, players: Mapping[UUID, UUID | None]
) -> GameFinished:
    """The message of a finished game; `players` maps seats to accounts."""
    return GameFinished(
        session_id=session_id,
        game_id=game_id,
        game_type=rules.game_type,
        results=tuple(
            SeatResult(
                seat_id=seat,
                player_id=players[seat],
                points=score.points,
                balls=score.balls,
                fouls=score.fouls,
                net_kopecks=end.nets[seat],
                won=seat in end.winners,
            )
            for seat, score in state.scores.items()
        ),
    )
