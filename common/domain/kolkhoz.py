"""Kolkhoz: each ball has a price, and the player before you pays for your balls.

There is no official rule set; the table of rules and the worked examples stand in the domain document. With order of
play q, price v and points p, direct settlement gives net(i) = v·(p(i) − p(next(i))), so the nets sum to 0 whatever
happens. When people come and go in the middle, each debt stays with whoever was the player before at that moment. Where
everyone settles with everyone, a point is owed by all who play at that moment: not by who comes later or has left.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.ledger import Transfer, total, transfer
from common.domain.rules import KolkhozRules
from common.domain.scores import Score, State, after, before
from common.errors import Refusal

if TYPE_CHECKING:
    from common.domain.game import Event

MIN_SEATS, MAX_SEATS = 2, 8


def demand_playable(seats: Sequence[UUID]) -> None:
    """Raise Refusal unless so many can play one game."""
    if len(seats) < MIN_SEATS:
        raise Refusal("need_two_players")
    if len(seats) > MAX_SEATS:
        raise Refusal("too_many_players")


def start(rules: KolkhozRules, turns: Sequence[UUID]) -> State:
    """The first of `turns` breaks; all balls are on the table."""
    return State(
        shooter=turns[0],
        turns=list(turns),
        scores={seat: Score() for seat in turns},
        left={ball.color: ball.count for ball in rules.balls},
    )


def payer(rules: KolkhozRules, state: State, event: "Event") -> UUID | None:
    """Who pays for this event: the player before the shooter; for a foul by `next_plus` the fouler himself.

    Raises Refusal for a ball that is not there.
    """
    if event.seat_id is None or event.kind not in ("pot", "foul"):
        return None
    if event.kind == "pot" or event.ball is not None:
        if event.ball not in state.left:
            raise Refusal("unknown_ball")
        if event.kind == "pot" and state.left[event.ball] == 0:
            raise Refusal("ball_already_down")
    if event.kind == "foul" and rules.foul.mode == "next_plus":
        return event.seat_id
    return before(state.turns, event.seat_id)


def apply(rules: KolkhozRules, state: State, event: "Event", seat: UUID) -> None:
    """Take one recorded pot or foul of this seat into the state, in place."""
    if event.kind == "pot":
        _pot(rules, state, event, seat)
        state.shooter = seat if rules.pot_keeps_turn else after(state.turns, seat)
    else:
        _foul(rules, state, event, seat)
        state.shooter = after(state.turns, seat)


def transfers(rules: KolkhozRules, state: State) -> list[Transfer]:
    """Who owes whom after these events, by the settlement of the rules; no zeros, and each pair once."""
    price = rules.point_price_kopecks
    owed = [(payer, payee, points) for payer, debts in state.debts.items() for payee, points in debts.items()]
    if rules.settlement == "everyone":
        pairs = combinations(state.seats, 2)
        owed = [(lower, upper, state.owed(lower, upper) - state.owed(upper, lower)) for lower, upper in pairs]
    # With two players a debt that fouls turned round meets the other player's own debt.
    return total(made for payer, payee, points in owed if (made := transfer(payer, payee, points * price)))


def winners(state: State) -> list[UUID]:
    """The seats with the most points; more than one when they are level."""
    most = max(score.points for score in state.scores.values())
    return [seat for seat, score in state.standings() if score.points == most]


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


def _foul(rules: KolkhozRules, state: State, event: "Event", seat: UUID) -> None:
    state.scores[seat].fouls += 1
    match rules.foul.mode:
        case "own_minus":
            _give(rules, state, event.payer_seat_id, seat, -rules.foul.points)
        case "own_minus_nominal":
            nominal = rules.value(event.color) if event.color else rules.foul.points
            _give(rules, state, event.payer_seat_id, seat, -nominal)
        case "next_plus":
            _give(rules, state, event.payer_seat_id, after(state.turns, seat), rules.foul.points)
        case "none":
            pass


def _give(rules: KolkhozRules, state: State, payer: UUID | None, seat: UUID, points: int) -> None:
    """Points to a seat, owed by the payer; without negative points a seat loses no more than it has."""
    score = state.scores[seat]
    if not rules.negative_points:
        points = max(points, -score.points)
    score.points += points
    if not points:
        return
    if rules.settlement == "everyone":
        for other in state.turns:
            if other != seat:
                state.owe(other, seat, points)
    elif payer is not None:
        state.owe(payer, seat, points)
