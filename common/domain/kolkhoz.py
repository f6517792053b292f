"""Kolkhoz: each ball has a price, and the player before you pays for your balls.

There is no official rule set; the table of rules and the worked examples stand in the domain document. With order of
play q, price v and points p, direct settlement gives net(i) = v·(p(i) − p(next(i))), so the nets sum to 0 whatever
happens.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.ledger import Transfer, total, transfer
from common.domain.rules import KolkhozRules
from common.domain.scores import Score, State
from common.errors import Refusal

if TYPE_CHECKING:
    from common.domain.game import Event


def start(rules: KolkhozRules, turns: Sequence[UUID]) -> State:
    """The first of `turns` breaks; all balls are on the table."""
    return State(
        shooter=turns[0],
        scores={seat: Score() for seat in turns},
        left={ball.color: ball.count for ball in rules.balls},
    )


def payer(rules: KolkhozRules, turns: Sequence[UUID], state: State, event: "Event") -> UUID | None:
    """Who pays for this event: the player before the shooter; for a foul by `next_plus` the fouler himself.

    Raises Refusal for a ball that is not there.
    """
    if event.seat_id is None or event.kind not in ("pot", "foul"):
        return None
    if event.kind == "pot" or event.color is not None:
        if event.color not in state.left:
            raise Refusal("unknown_ball")
        if event.kind == "pot" and state.left[event.color] == 0:
            raise Refusal("ball_already_down")
    if event.kind == "foul" and rules.foul.mode == "next_plus":
        return event.seat_id
    return before(turns, event.seat_id)


def apply(rules: KolkhozRules, turns: Sequence[UUID], state: State, event: "Event") -> None:
    """Take one recorded event into the state, in place."""
    seat = event.seat_id
    if seat is None:
        return
    match event.kind:
        case "pot":
            _pot(rules, state, event, seat)
            state.shooter = seat if rules.pot_keeps_turn else after(turns, seat)
        case "foul":
            _foul(rules, turns, state, event, seat)
            state.shooter = after(turns, seat)
        case "miss":
            state.shooter = after(turns, seat)
        case "turn":
            state.shooter = seat


def before(turns: Sequence[UUID], seat: UUID) -> UUID:
    """Who shoots before this seat; the first comes after the last."""
    return turns[turns.index(seat) - 1]


def after(turns: Sequence[UUID], seat: UUID) -> UUID:
    """Who shoots after this seat."""
    return turns[(turns.index(seat) + 1) % len(turns)]


def transfers(rules: KolkhozRules, state: State) -> list[Transfer]:
    """Who owes whom after these events, by the settlement of the rules; no zeros, and each pair once."""
    price = rules.point_price_kopecks
    if rules.settlement == "everyone":
        points = {seat: score.points for seat, score in state.scores.items()}
        owed = [(lower, upper, points[upper] - points[lower]) for lower, upper in combinations(points, 2)]
    else:
        owed = [(payer, payee, points) for payer, debts in state.debts.items() for payee, points in debts.items()]
    # With two players a debt that fouls turned round meets the other player's own debt.
    return total(made for payer, payee, points in owed if (made := transfer(payer, payee, points * price)))


def winners(state: State) -> list[UUID]:
    """The seats with the most points; more than one when they are level."""
    most = max(score.points for score in state.scores.values())
    return [seat for seat, score in state.scores.items() if score.points == most]


def _pot(rules: KolkhozRules, state: State, event: "Event", seat: UUID) -> None:
    color = event.color or ""
    points = rules.value(color)
    if rules.last_ball_value is not None and state.balls_left == 1:
        points = rules.last_ball_value
    if event.fluke and rules.flukes == "ignore":
        points = 0
    state.left[color] -= 1
    state.scores[seat].balls += 1
    state.last_potter = seat
    _give(rules, state, event.payer_seat_id, seat, points)


def _foul(rules: KolkhozRules, turns: Sequence[UUID], state: State, event: "Event", seat: UUID) -> None:
    state.scores[seat].fouls += 1
    match rules.foul.mode:
        case "own_minus":
            _give(rules, state, event.payer_seat_id, seat, -rules.foul.points)
        case "own_minus_nominal":
            nominal = rules.value(event.color) if event.color else rules.foul.points
            _give(rules, state, event.payer_seat_id, seat, -nominal)
        case "next_plus":
            _give(rules, state, event.payer_seat_id, after(turns, seat), rules.foul.points)
        case "none":
            pass


def _give(rules: KolkhozRules, state: State, payer: UUID | None, seat: UUID, points: int) -> None:
    """Points to a seat, owed by the payer; without negative points a seat loses no more than it has."""
    score = state.scores[seat]
    if not rules.negative_points:
        points = max(points, -score.points)
    score.points += points
    if payer is not None and points:
        state.owe(payer, seat, points)
