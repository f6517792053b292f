"""Random rules of the house and random games by them, undos and undos of undos among the taps."""

from copy import deepcopy
from typing import NamedTuple

from hypothesis import strategies as st

from common.domain.rules import Ball, KolkhozFoul, KolkhozRules
from common.domain.scores import State
from common.errors import Refusal
from tests.domain.table import PEOPLE, Table

BALLS = st.lists(
    st.builds(Ball, st.sampled_from(["white", "yellow", "pink"]), st.integers(0, 6), st.integers(1, 4)),
    min_size=1,
    max_size=3,
    unique_by=lambda ball: ball.color,
).map(tuple)

RULES = st.builds(
    KolkhozRules,
    point_price_kopecks=st.integers(0, 200_00),
    balls=BALLS,
    settlement=st.sampled_from(["direct", "everyone"]),
    last_ball_value=st.none() | st.integers(0, 9),
    foul=st.builds(
        KolkhozFoul,
        mode=st.sampled_from(["own_minus", "own_minus_nominal", "none", "next_plus"]),
        points=st.integers(0, 3),
    ),
    flukes=st.sampled_from(["count", "ignore"]),
    pot_keeps_turn=st.booleans(),
    negative_points=st.booleans(),
)

KINDS = st.sampled_from(["pot", "pot", "pot", "foul", "miss", "turn", "note", "undo", "undo"])
TAPS = st.lists(st.tuples(KINDS, st.integers(0, 99), st.integers(0, 99), st.booleans()), max_size=24)


class Played(NamedTuple):
    """A game, and its state before the first event and after each."""

    table: Table
    states: list[State]


@st.composite
def games(draw: st.DrawFn, rules: st.SearchStrategy[KolkhozRules] = RULES) -> Played:
    """A game of 2 to 8 people; taps that the rules refuse have left nothing behind."""
    table = Table(*PEOPLE[: draw(st.integers(2, 8))], rules=draw(rules))
    states = [deepcopy(table.state)]
    for kind, which, ball, flag in draw(TAPS):
        try:
            if kind == "undo":
                if table.events:
                    table.undo(table.events[which % len(table.events)])
            elif kind == "note":
                table.tap("note", text="chalk")
            else:
                color = table.rules.balls[ball % len(table.rules.balls)].color
                called = color if kind == "pot" or (kind == "foul" and flag) else None
                table.tap(kind, table.turns[which % len(table.turns)], color=called, fluke=kind == "pot" and flag)
        except Refusal:
            assert table.state == states[-1], "a refusal must leave the state as it was"
        if len(table.events) == len(states):
            states.append(deepcopy(table.state))
    return Played(table, states)
