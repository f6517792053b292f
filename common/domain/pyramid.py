"""Games of Russian pyramid, 1×1 and 2×2: each potted ball counts, up to a target, and the losers pay for the game.

The app records, it does not judge whether a stroke was legal. Sources: the rules of the International Committee of
Pyramid (МКП, «Общие правила пирамиды» and those of the free, combined, dynamic and classic game), by which a foul gives
the opponent a point and takes a ball off the table, and several breaches in one stroke are one foul; the club rule
«на 71 очко» for the numbered balls.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.ledger import Transfer, shares
from common.domain.rules import (
    ClassicPyramidRules,
    Color,
    ContinuousPyramidRules,
    DynamicPyramidRules,
    PyramidRules,
)
from common.domain.scores import Score, Side, State, after
from common.errors import FieldError, Refusal

if TYPE_CHECKING:
    from common.domain.game import Event

RACK = 15
"""Object balls in a rack; the cue ball is the sixteenth."""
ONE_COUNTS = 11
"""What the ball number 1 counts in the classic game."""
LAST_BALL_BONUS = 10
"""What the last ball on the table counts on top of its number in the classic game: 140 points in all."""
WHITE: Color = "white"


def demand_playable(seats: Sequence[UUID]) -> None:
    """Raise Refusal unless it is one against one or two against two."""
    if len(seats) < 2:
        raise Refusal("need_two_players")
    if len(seats) not in (2, 4):
        raise Refusal("two_or_four_players")


def start(rules: PyramidRules, turns: Sequence[UUID]) -> State:
    """The first of `turns` breaks; sides alternate. Raises Refusal for partners with different targets of their own."""
    return State(
        shooter=turns[0],
        turns=list(turns),
        scores={seat: Score() for seat in turns},
        left=_rack(rules),
        sides=[Side(_target(rules, turns[place::2])) for place in (0, 1)],
    )


def check(state: State, event: "Event") -> None:
    """Raise Refusal for a pot that cannot have happened, or anything that scores after the end."""
    if is_over(state):
        raise Refusal("target_reached")
    if state.balls_left == 0:
        raise Refusal("ball_already_down", "No ball is left on the table: finish the game.")
    if event.ball is not None and event.ball not in state.left:
        raise Refusal("unknown_ball")
    if event.kind != "pot":
        return
    if state.left[_ball(state, event)] == 0:
        raise Refusal("ball_already_down")
    if event.own_ball and state.in_hand and event.seat_id == state.shooter:
        raise Refusal("own_ball_not_allowed")


def apply(rules: PyramidRules, state: State, event: "Event", seat: UUID) -> None:
    """Take one recorded pot or foul of this seat into the state, in place."""
    if event.kind == "pot":
        _pot(rules, state, event, seat)
        state.shooter = seat
    else:
        _foul(rules, state, seat)
        state.shooter = after(state.turns, seat)


def is_over(state: State) -> bool:
    """Whether a side has reached its target."""
    return any(side.to_go <= 0 for side in state.sides)


def winners(state: State) -> list[UUID]:
    """The side that has reached its target or, ended before, has fewer points to go; nobody when they are level."""
    first, second = (side.to_go for side in state.sides)
    if first == second:
        return []
    return state.turns[0 if first < second else 1 :: 2]


def transfers(rules: PyramidRules, state: State) -> list[Transfer]:
    """What the losers pay for the game: the price each, or the price as a team, to the winner at their own place."""
    won = winners(state)
    if not won:
        return []
    lost = [seat for seat in state.turns if seat not in won]
    price = rules.game_price_kopecks
    prices = shares(price, [1] * len(won)) if rules.price_per == "team" else [price] * len(won)
    return [
        Transfer(loser, winner, kopecks) for loser, winner, kopecks in zip(lost, won, prices, strict=True) if kopecks
    ]


def value(rules: PyramidRules, ball: str) -> int:
    """What a ball counts, by its key in `State.left`."""
    if not isinstance(rules, ClassicPyramidRules):
        return 1
    return ONE_COUNTS if ball == "1" else int(ball)


def _rack(rules: PyramidRules) -> dict[str, int]:
    if isinstance(rules, ClassicPyramidRules):
        return {str(number): 1 for number in range(1, RACK + 1)}
    return {WHITE: RACK}


def _target(rules: PyramidRules, side: Sequence[UUID]) -> int:
    """What a side plays to: the target of the rules, or the one of its own that the partners share."""
    own = {personal.target for personal in rules.targets if personal.seat_id in side}
    if len(own) > 1:
        wrong = FieldError("rules.targets", "partners play to one target: give both the same, or only one of them")
        raise Refusal("rules_invalid", errors=[wrong])
    return own.pop() if own else rules.target


def _ball(state: State, event: "Event") -> str:
    """Where balls are all alike a pot need not say which; where they have numbers it must."""
    if event.ball is not None:
        return event.ball
    if WHITE not in state.left:
        raise Refusal("unknown_ball", "Each ball of this game has a number: say which one fell.")
    return WHITE


def _pot(rules: PyramidRules, state: State, event: "Event", seat: UUID) -> None:
    ball = _ball(state, event)
    points = value(rules, ball)
    if isinstance(rules, ClassicPyramidRules) and state.balls_left == 1:
        points += LAST_BALL_BONUS
    score = state.scores[seat]
    score.points += points
    score.balls += 1
    state.sides[_side(state, seat)].points += points
    state.last_potter = seat
    state.in_hand = event.own_ball and isinstance(rules, DynamicPyramidRules)
    if ball != WHITE:
        state.left[ball] -= 1
    _count_off(rules, state)


def _foul(rules: PyramidRules, state: State, seat: UUID) -> None:
    state.scores[seat].fouls += 1
    state.in_hand = False
    # The opponent who shoots next is given the points; by the club rule the fouler loses them.
    official = rules.foul.mode == "opponent_plus"
    who, points = (after(state.turns, seat), rules.foul.points) if official else (seat, -rules.foul.points)
    state.scores[who].points += points
    state.sides[_side(state, who)].points += points
    _count_off(rules, state)


def _count_off(rules: PyramidRules, state: State) -> None:
    """Where a ball is a point, the table holds what no side has: a foul takes a ball off it, or puts one back."""
    if WHITE not in state.left:
        return
    left = RACK - sum(max(side.points, 0) for side in state.sides)
    if isinstance(rules, ContinuousPyramidRules):
        left = (left - 1) % RACK + 1  # a new rack follows the last ball
    state.left[WHITE] = max(left, 0)


def _side(state: State, seat: UUID) -> int:
    return state.turns.index(seat) % 2
