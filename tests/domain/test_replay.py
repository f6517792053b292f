"""What other rules would have made of a game, with all who came and went."""

from dataclasses import replace

import pytest

from common.domain import game, result
from common.domain.ledger import Transfer
from common.domain.rules import ClassicPyramidRules, FreePyramidRules
from common.domain.scores import Score
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, COLORED, PRICE, STRANGER, VERA, WHITE, Table

EVERYONE = replace(WHITE, settlement="everyone")
MANUAL = replace(WHITE, turns="manual")
FREE = FreePyramidRules(game_price_kopecks=PRICE)


def test_other_rules_replay_who_came_and_went():
    table = Table(ANNA, BORIS, rules=MANUAL)
    table.run(ANNA, 2)
    table.reorder(BORIS, ANNA, VERA)
    table.tap("note", text="what a break")
    table.reorder(ANNA, BORIS, VERA)
    table.run(VERA, 1)
    later = game.replay(replace(EVERYONE, point_price_kopecks=1), table.turns, table.events)
    assert result.settle(EVERYONE, later).transfers == [
        Transfer(BORIS, ANNA, 2 * PRICE),
        Transfer(ANNA, VERA, 1 * PRICE),
        Transfer(BORIS, VERA, 1 * PRICE),
    ]


def test_by_the_rules_it_was_played_by_a_replay_ends_where_the_game_did():
    table = Table(ANNA, BORIS, VERA, rules=COLORED)
    table.pot(ANNA, "green")
    table.undo(table.tap("foul", BORIS))
    table.reorder(ANNA, VERA)
    table.pot(VERA, "pink")
    assert game.replay(COLORED, table.turns, table.events) == table.state


def test_a_replay_decides_anew_who_pays():
    table = Table(ANNA, BORIS)
    table.events.append(game.Event(STRANGER, "pot", ANNA, color="white", payer_seat_id=VERA))
    assert game.replay(WHITE, table.turns, table.events).debts == {BORIS: {ANNA: 1}}


def test_a_replay_to_a_nearer_target_leaves_out_what_came_after_it():
    table = Table(ANNA, BORIS, rules=FREE)
    table.run(ANNA, 3)
    table.run(BORIS, 8)
    nearer = game.replay(replace(FREE, target=2), table.turns, table.events)
    assert nearer.scores == {ANNA: Score(2, 2), BORIS: Score()}


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (replace(COLORED, balls=COLORED.balls[1:]), "unknown_ball"),
        (replace(COLORED, balls=COLORED.balls[:1]), "ball_already_down"),
        (FREE, "two_or_four_players"),
        (ClassicPyramidRules(), "two_or_four_players"),
    ],
)
def test_what_could_not_have_been_played_by_other_rules_is_refused(rules, code):
    table = Table(ANNA, BORIS, VERA)
    table.run(ANNA, 3)
    with pytest.raises(Refusal) as refusal:
        game.replay(rules, table.turns, table.events)
    assert refusal.value.code == code


def test_people_who_came_cannot_be_replayed_into_a_pyramid_they_could_not_have_joined():
    table = Table(ANNA, BORIS)
    table.pot(ANNA)
    table.reorder(ANNA, BORIS, VERA)
    with pytest.raises(Refusal) as refusal:
        game.replay(FREE, table.turns, table.events)
    assert refusal.value.code == "two_or_four_players"
