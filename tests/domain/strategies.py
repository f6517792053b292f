"""Random rules of the house and random games by them: undos and undos of undos among the taps, people come and go."""

import pickle
from typing import NamedTuple, get_args

from hypothesis import strategies as st

from common.domain import rules
from common.domain.rules import Ball, Breaks, KolkhozFoul, KolkhozRules, PersonalTarget, PyramidFoul, Rules, TurnsMode
from common.domain.scores import State
from common.errors import Refusal
from tests.domain.table import PEOPLE, Table

BALLS = st.lists(
    st.builds(Ball, st.sampled_from(["white", "yellow", "pink"]), st.integers(0, 6), st.integers(1, 4)),
    min_size=1,
    max_size=3,
    unique_by=lambda ball: ball.color,
).map(tuple)
TURNS = st.sampled_from(get_args(TurnsMode))
BREAKS = st.sampled_from(get_args(Breaks))

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
    ends=st.sampled_from(["balls_gone", "manual"]),
    turns=TURNS,
    breaks=BREAKS,
)
HANDICAPS = st.lists(
    st.builds(PersonalTarget, st.sampled_from(PEOPLE[:4]), st.integers(1, 12)),
    max_size=2,
    unique_by=lambda personal: PEOPLE.index(personal.seat_id) % 2,
).map(tuple)
"""At most one on each side, so that partners do not disagree."""


def _pyramid(game_type: str) -> st.SearchStrategy[rules.PyramidRules]:
    return st.builds(
        rules.TYPES[game_type],
        target=st.integers(1, 90 if game_type == "classic_pyramid" else 20),
        targets=HANDICAPS,
        game_price_kopecks=st.integers(0, 1000_00),
        price_per=st.sampled_from(["player", "team"]),
        foul=st.builds(PyramidFoul, st.sampled_from(["opponent_plus", "own_minus"]), st.integers(0, 3)),
        turns=TURNS,
        breaks=BREAKS,
    )


OF_TYPE = {game_type: RULES if game_type == "kolkhoz" else _pyramid(game_type) for game_type in rules.TYPES}
PYRAMIDS = st.one_of([made for game_type, made in OF_TYPE.items() if game_type != "kolkhoz"])
ANY = RULES | PYRAMIDS

SHOTS = ["pot"] * 9 + ["foul", "foul", "miss", "miss", "turn"]
KINDS = st.sampled_from([*SHOTS, *["undo"] * 4, "note"])
KINDS_AND_MOVES = st.sampled_from(
    [*SHOTS, *["undo"] * 4, "note", "join", "leave", "stand in", "stand in", "deal", "reopen"]
)
"""Weighed, so that games are played and not only talked about."""
LENGTHS = st.sampled_from([0, 1, 2, 4, 8, 16, 24])
"""Left to itself a list of up to 24 holds about five."""


class Played(NamedTuple):
    """A game, and its state before the first event and after each."""

    table: Table
    states: list[State]


@st.composite
def games(draw: st.DrawFn, rules: st.SearchStrategy[Rules] = RULES, *, moves: bool = False) -> Played:
    """A game of as many people as can play it; taps that the rules refuse have left nothing behind."""
    chosen = draw(rules)
    people = draw(st.integers(2, 8) if isinstance(chosen, KolkhozRules) else st.sampled_from([2, 4]))
    table = Table(*PEOPLE[:people], rules=chosen)
    states = [_kept(table.state)]
    tap = st.tuples(KINDS_AND_MOVES if moves else KINDS, st.integers(0, 99), st.integers(0, 99), st.booleans())
    taps = draw(LENGTHS)
    for kind, which, other, flag in draw(st.lists(tap, min_size=taps, max_size=taps)):
        try:
            _tap(table, kind, which, other, flag)
        except Refusal:
            assert table.state == states[-1], "a refusal must leave the state as it was"
            assert len(table.events) == len(states) - 1
        if len(table.events) == len(states):
            states.append(_kept(table.state))
    return Played(table, states)


def _kept(state: State) -> State:
    """A copy: pickle makes one in a third of the time that deepcopy takes."""
    copied: State = pickle.loads(pickle.dumps(state))
    return copied


def _tap(table: Table, kind: str, which: int, other: int, flag: bool) -> None:
    turns = table.state.turns
    place = which % len(turns)
    match kind:
        case "undo" if table.events:
            table.undo(table.events[which % len(table.events)])
        case "undo" | "note":
            table.tap("note", text="chalk")
        case "reopen":
            table.keep("reopen")
        case "join":
            table.reorder(*turns[:place], PEOPLE[other % 8], *turns[place:])
        case "leave":
            table.reorder(*turns[:place], *turns[place + 1 :])
        case "stand in":
            table.reorder(*turns[:place], PEOPLE[other % 8], *turns[place + 1 :])
        case "deal":
            table.reorder(*turns[place:], *turns[:place][:: -1 if flag else 1])
        case "pot" | "foul":
            keys = list(table.state.left)
            ball = keys[other % len(keys)] if kind == "pot" or flag else None
            number = int(ball) if ball and ball.isdigit() else None
            color = None if number else ball
            fluke, own_ball = kind == "pot" and flag, kind == "pot" and other % 4 == 0
            table.tap(kind, turns[place], color=color, number=number, fluke=fluke, own_ball=own_ball)
        case _:
            table.tap(kind, turns[place])
