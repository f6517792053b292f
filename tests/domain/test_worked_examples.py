"""The worked examples of the domain document, tap by tap, at 50 ₽ a point, and one of every rule of its tables."""

from dataclasses import replace

import pytest

from common.domain import ledger
from common.domain.ledger import Transfer
from common.domain.rules import (
    ClassicPyramidRules,
    CombinedPyramidRules,
    ContinuousPyramidRules,
    DynamicPyramidRules,
    FreePyramidRules,
    KolkhozFoul,
    PersonalTarget,
    PyramidFoul,
)
from tests.domain.table import ANNA, BORIS, COLORED, DASHA, EGOR, GRISHA, ILYA, VERA, ZHENYA, Table

RUBLE = 100


def played(points):
    """A game in which everyone potted that many white balls, in turn."""
    table = Table(*points)
    for seat, balls in points.items():
        table.run(seat, balls)
        table.tap("miss", seat)
    return table


@pytest.mark.parametrize(
    ("points", "rubles"),
    [
        ({ANNA: 6, BORIS: 3}, {ANNA: 150, BORIS: -150}),
        ({ANNA: 8, BORIS: 3}, {ANNA: 250, BORIS: -250}),
        ({ANNA: 6, BORIS: 3, VERA: 4}, {ANNA: 150, BORIS: -50, VERA: -100}),
        ({ANNA: 5, BORIS: 8, VERA: 2}, {ANNA: -150, BORIS: 300, VERA: -150}),
        ({ANNA: 0, BORIS: 0}, {ANNA: 0, BORIS: 0}),
        (
            {ANNA: 1, BORIS: 2, VERA: 3, GRISHA: 4, DASHA: 0, EGOR: 0, ZHENYA: 2, ILYA: 1},
            {ANNA: -50, BORIS: -50, VERA: -50, GRISHA: 200, DASHA: 0, EGOR: -100, ZHENYA: 50, ILYA: 0},
        ),
    ],
    ids=["two people", "their next game", "three in a circle", "three more", "nobody potted", "eight people"],
)
def test_the_nets_are_those_of_the_document(points, rubles):
    table = played(points)
    assert table.points == points
    assert table.nets == {seat: net * RUBLE for seat, net in rubles.items()}


def test_an_evening_is_the_sum_of_its_games():
    evening = ledger.total([*played({ANNA: 6, BORIS: 3}).transfers, *played({ANNA: 8, BORIS: 3}).transfers])
    assert ledger.balances([ANNA, BORIS], evening) == {ANNA: 400 * RUBLE, BORIS: -400 * RUBLE}
    assert ledger.settle_up(ledger.balances([ANNA, BORIS], evening)) == [Transfer(BORIS, ANNA, 400 * RUBLE)]


def test_in_a_circle_of_three_everyone_is_paid_by_the_player_before_him():
    assert set(played({ANNA: 6, BORIS: 3, VERA: 4}).transfers) == {
        Transfer(VERA, ANNA, 300 * RUBLE),
        Transfer(ANNA, BORIS, 150 * RUBLE),
        Transfer(BORIS, VERA, 200 * RUBLE),
    }


# Of each rule of the table for Kolkhoz, among Anna, Boris and Vera: Vera pays Anna, Anna pays Boris, Boris pays Vera.
# A tap is a person and a ball, or what else happened.
KOLKHOZ = {
    "point_price: 2 points at 25 ₽": (
        {"point_price_kopecks": 25_00}, [(ANNA, "yellow")], [2, 0, 0], [50, 0, -50],
    ),
    "point_price: points only": (
        {"point_price_kopecks": 0}, [(ANNA, "green")], [6, 0, 0], [0, 0, 0],
    ),
    "balls: yellow 2, pink 3, green 6": (
        {}, [(ANNA, "yellow"), (BORIS, "pink"), (VERA, "green")], [2, 3, 6], [-50, -150, 200],
    ),
    "settlement: direct": (
        {}, [(ANNA, "green"), (BORIS, "white")], [6, 1, 0], [250, 50, -300],
    ),
    "settlement: everyone, net(i) = v·(n·p(i) − Σp)": (
        {"settlement": "everyone"}, [(ANNA, "green"), (BORIS, "white")], [6, 1, 0], [550, -200, -350],
    ),
    "last_ball_value: absent": (
        {}, [(ANNA, "green"), (ANNA, "pink"), (ANNA, "yellow"), (ANNA, "white"), (BORIS, "white")],
        [12, 1, 0], [550, 50, -600],
    ),
    "last_ball_value: 2": (
        {"last_ball_value": 2},
        [(ANNA, "green"), (ANNA, "pink"), (ANNA, "yellow"), (ANNA, "white"), (BORIS, "white")],
        [12, 2, 0], [500, 100, -600],
    ),
    "foul: own_minus 1, the player before is paid": (
        {}, [(BORIS, "foul")], [0, -1, 0], [50, -50, 0],
    ),
    "foul: own_minus 2": (
        {"foul": KolkhozFoul("own_minus", 2)}, [(BORIS, "foul")], [0, -2, 0], [100, -100, 0],
    ),
    "foul: own_minus_nominal, at the green": (
        {"foul": KolkhozFoul("own_minus_nominal")}, [(BORIS, "foul at green")], [0, -6, 0], [300, -300, 0],
    ),
    "foul: none": (
        {"foul": KolkhozFoul("none")}, [(BORIS, "foul")], [0, 0, 0], [0, 0, 0],
    ),
    "foul: next_plus 1, the fouler pays the player after him": (
        {"foul": KolkhozFoul("next_plus")}, [(BORIS, "foul")], [0, 0, 1], [0, -50, 50],
    ),
    "foul: own_minus 1 where everyone settles": (
        {"settlement": "everyone"}, [(BORIS, "foul")], [0, -1, 0], [50, -100, 50],
    ),
    "flukes: count": (
        {}, [(ANNA, "green by fluke")], [6, 0, 0], [300, 0, -300],
    ),
    "flukes: ignore": (
        {"flukes": "ignore"}, [(ANNA, "green by fluke")], [0, 0, 0], [0, 0, 0],
    ),
    "pot_keeps_turn: the money hangs on who potted, not on whose turn it was": (
        {"pot_keeps_turn": False}, [(ANNA, "white"), (ANNA, "white")], [2, 0, 0], [100, 0, -100],
    ),
    "negative_points: true, the payment turns round": (
        {}, [(BORIS, "foul"), (BORIS, "foul"), (BORIS, "white")], [0, -1, 0], [50, -50, 0],
    ),
    "negative_points: false, a foul takes no more than there is": (
        {"negative_points": False}, [(BORIS, "foul"), (BORIS, "foul"), (BORIS, "white")], [0, 1, 0], [-50, 50, 0],
    ),
    "ends: manual, what is on the table changes nothing": (
        {"ends": "manual"}, [(ANNA, "white")], [1, 0, 0], [50, 0, -50],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "taps", "points", "rubles"), KOLKHOZ.values(), ids=KOLKHOZ)
def test_each_rule_of_kolkhoz(changes, taps, points, rubles):
    table = Table(ANNA, BORIS, VERA, rules=replace(COLORED, **changes))
    for seat, what in taps:
        ball, _, how = what.partition(" by ")
        if ball.startswith("foul"):
            table.tap("foul", seat, color=ball.removeprefix("foul").removeprefix(" at ") or None)
        else:
            table.pot(seat, ball, fluke=how == "fluke")
    assert list(table.points.values()) == points
    assert list(table.nets.values()) == [net * RUBLE for net in rubles]


# Of each pyramid and each of their rules, between Anna and Boris, for 500 ₽ a game.
PYRAMID = {
    "free, to 8: eight balls, own ball or not": (
        FreePyramidRules, {}, [(ANNA, "own")] * 4 + [(ANNA, None)] * 4, [8, 0], [500, -500],
    ),
    "combined: «свой» counts": (
        CombinedPyramidRules, {}, [(ANNA, "own")] * 8, [8, 0], [500, -500],
    ),
    "dynamic: after «свой» only «чужой»": (
        DynamicPyramidRules, {}, [(BORIS, "own"), (BORIS, None)] * 4, [0, 8], [-500, 500],
    ),
    "classic, to 71: 15 + 14 + 13 + 12 + 11 and the ace 11": (
        ClassicPyramidRules, {}, [(ANNA, number) for number in (15, 14, 13, 12, 11, 1)], [76, 0], [500, -500],
    ),
    "continuous, to 50: past three racks": (
        ContinuousPyramidRules, {}, [(ANNA, None)] * 49 + [(BORIS, None), (ANNA, None)], [50, 1], [500, -500],
    ),
    "foul: opponent_plus 1, official": (
        FreePyramidRules, {}, [(ANNA, None), (ANNA, "foul")], [1, 1], [0, 0],
    ),
    "foul: own_minus 1, old club rule, below 0": (
        FreePyramidRules, {"foul": PyramidFoul("own_minus")}, [(ANNA, "foul")], [-1, 0], [-500, 500],
    ),
    "a handicap: Boris plays to 6": (
        FreePyramidRules, {"targets": (PersonalTarget(BORIS, 6),)}, [(ANNA, None)] * 7 + [(BORIS, None)] * 6,
        [7, 6], [-500, 500],
    ),
    "price_per team, one against one": (
        FreePyramidRules, {"price_per": "team", "target": 1}, [(ANNA, None)], [1, 0], [500, -500],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("made", "changes", "taps", "points", "rubles"), PYRAMID.values(), ids=PYRAMID)
def test_each_rule_of_the_pyramids(made, changes, taps, points, rubles):
    table = Table(ANNA, BORIS, rules=made(game_price_kopecks=500 * RUBLE, **changes))
    for seat, what in taps:
        kind = "foul" if what == "foul" else "pot"
        table.tap(kind, seat, own_ball=what == "own", number=what if isinstance(what, int) else None)
    assert list(table.points.values()) == points
    assert list(table.nets.values()) == [net * RUBLE for net in rubles]


@pytest.mark.parametrize(("per", "rubles"), [("player", [500, -500, 500, -500]), ("team", [250, -250, 250, -250])])
def test_two_against_two_at_500_roubles(per, rubles):
    rules = FreePyramidRules(game_price_kopecks=500 * RUBLE, price_per=per)
    table = Table(ANNA, BORIS, VERA, GRISHA, rules=rules)
    table.run(ANNA, 8)
    assert list(table.nets.values()) == [net * RUBLE for net in rubles]
