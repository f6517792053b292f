"""The end of a game: who won, who pays whom, and what the world is told."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from common.domain import kolkhoz, ledger, pyramid
from common.domain.events import GameFinished, SeatResult
from common.domain.rules import Color, KolkhozRules, Rules
from common.domain.scores import State


class Result(NamedTuple):
    """Money in kopecks; `nets` of everyone who has played, summing to 0."""

    winners: list[UUID]
    transfers: list[ledger.Transfer]
    nets: dict[UUID, int]


class OnTable(NamedTuple):
    """Balls of one kind: how many are left, and what each counts."""

    color: Color
    number: int | None
    value: int
    left: int


def settle(rules: Rules, state: State) -> Result:
    """The result of a game as it stands."""
    if isinstance(rules, KolkhozRules):
        return _result(state, kolkhoz.winners(state), kolkhoz.transfers(rules, state))
    return _result(state, pyramid.winners(state), pyramid.transfers(rules, state))


def so_far(rules: Rules, state: State) -> Result:
    """The money of a game that goes on: in Kolkhoz every ball is owed at once, a pyramid is paid for at its end."""
    if isinstance(rules, KolkhozRules) or pyramid.is_over(state):
        return settle(rules, state)
    return _result(state, [], [])


def balls(rules: Rules, state: State) -> list[OnTable]:
    """What is on the table, by the kinds of balls that these rules know."""
    if isinstance(rules, KolkhozRules):
        return [OnTable(ball.color, None, ball.value, state.left[ball.color]) for ball in rules.balls]
    return [
        OnTable(pyramid.WHITE, None if ball == pyramid.WHITE else int(ball), pyramid.value(rules, ball), left)
        for ball, left in state.left.items()
    ]


def told(
    session_id: UUID,
    game_id: UUID,
    version: int,
    rules: Rules,
    state: State,
    end: Result,
    players: Mapping[UUID, UUID | None],
) -> GameFinished:
    """The message of a game that was finished at this version; `players` maps seats to accounts."""
    return GameFinished(
        session_id=session_id,
        game_id=game_id,
        version=version,
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
            for seat, score in state.standings()
        ),
    )


def _result(state: State, winners: list[UUID], paid: list[ledger.Transfer]) -> Result:
    return Result(winners, paid, ledger.balances(state.seats, paid))
