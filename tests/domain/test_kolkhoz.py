"""Each rule of the house by itself.

There is no official rule set. Source: the table of rules in the domain document, which is what clubs play by.
"""

from dataclasses import replace

import pytest

from common.domain import game, kolkhoz
from common.domain.ledger import Transfer
from common.domain.rules import KolkhozFoul
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, COLORED, PEOPLE, PRICE, STRANGER, VERA, WHITE, Table


def three(**changes):
    return Table(ANNA, BORIS, VERA, rules=replace(COLORED, **changes))


def test_the_first_in_turns_breaks_with_all_balls_on_the_table():
    state = game.start(COLORED, [BORIS, ANNA])
    assert state.shooter == BORIS
    assert list(state.scores) == [BORIS, ANNA]
    assert state.left == {"white": 2, "yellow": 1, "pink": 1, "green": 1}
    assert state.balls_left == 5


@pytest.mark.parametrize(
    ("turns", "code"),
    [
        ([], "need_two_players"),
        ([ANNA], "need_two_players"),
        ([ANNA, ANNA], "turns_incomplete"),
        ([ANNA, BORIS, ANNA], "turns_incomplete"),
        ([*PEOPLE, STRANGER], "too_many_players"),
    ],
)
def test_a_game_needs_two_to_eight_different_seats(turns, code):
    with pytest.raises(Refusal) as refused:
        game.demand_playable(WHITE, turns)
    assert refused.value.code == code


def test_eight_can_play():
    assert len(game.start(WHITE, PEOPLE).scores) == 8


def test_a_pot_is_paid_by_the_player_before_and_says_so():
    table = three()
    assert table.pot(ANNA, "pink").payer_seat_id == VERA
    assert table.pot(BORIS, "yellow").payer_seat_id == ANNA
    assert table.points == {ANNA: 3, BORIS: 2, VERA: 0}
    assert set(table.transfers) == {Transfer(VERA, ANNA, 3 * PRICE), Transfer(ANNA, BORIS, 2 * PRICE)}


def test_what_the_client_says_about_the_payer_is_not_believed():
    assert three().pot(ANNA, payer_seat_id=BORIS).payer_seat_id == VERA


def test_the_payer_is_read_from_the_event_and_not_from_the_turns_of_today():
    table = three()
    table.pot(ANNA, "green")
    later = game.fold(table.rules, [ANNA, VERA, BORIS], table.events)
    assert kolkhoz.transfers(table.rules, later) == [Transfer(VERA, ANNA, 6 * PRICE)]


@pytest.mark.parametrize(("keeps", "shooter"), [(True, BORIS), (False, VERA)])
def test_after_a_pot_the_shooter_stays_or_the_turn_passes_as_the_rules_say(keeps, shooter):
    table = three(pot_keeps_turn=keeps)
    table.pot(BORIS)
    assert table.state.shooter == shooter


@pytest.mark.parametrize("kind", ["miss", "foul"])
def test_misses_and_fouls_pass_the_turn_round_the_circle(kind):
    table = three()
    for shooter in (BORIS, VERA, ANNA):
        table.tap(kind, table.state.shooter)
        assert table.state.shooter == shooter


def test_the_scorer_may_say_who_shoots():
    table = three()
    table.tap("turn", VERA)
    assert table.state.shooter == VERA


def test_a_note_changes_nothing():
    table = three()
    before = game.fold(table.rules, table.turns, [])
    assert table.tap("note", text="a new cue").payer_seat_id is None
    assert table.state == before


@pytest.mark.parametrize(
    ("foul", "color", "points", "transfers"),
    [
        (KolkhozFoul("own_minus", 1), None, {BORIS: -1}, [Transfer(BORIS, ANNA, PRICE)]),
        (KolkhozFoul("own_minus", 3), "green", {BORIS: -3}, [Transfer(BORIS, ANNA, 3 * PRICE)]),
        (KolkhozFoul("own_minus_nominal", 2), "green", {BORIS: -6}, [Transfer(BORIS, ANNA, 6 * PRICE)]),
        (KolkhozFoul("own_minus_nominal", 2), None, {BORIS: -2}, [Transfer(BORIS, ANNA, 2 * PRICE)]),
        (KolkhozFoul("none", 5), None, {}, []),
        (KolkhozFoul("next_plus", 2), None, {VERA: 2}, [Transfer(BORIS, VERA, 2 * PRICE)]),
        (KolkhozFoul("own_minus", 0), None, {}, []),
    ],
)
def test_a_foul_costs_what_its_mode_says(foul, color, points, transfers):
    table = three(foul=foul)
    table.tap("foul", BORIS, color=color, foul="jumped off")
    assert table.points == {ANNA: 0, BORIS: 0, VERA: 0} | points
    assert table.transfers == transfers
    assert [score.fouls for score in table.state.scores.values()] == [0, 1, 0]
    assert table.state.balls_left == 5


@pytest.mark.parametrize("mode", ["own_minus", "own_minus_nominal", "next_plus", "none"])
def test_several_breaches_in_one_stroke_are_one_foul(mode):
    table, single = three(foul=KolkhozFoul(mode, 2)), three(foul=KolkhozFoul(mode, 2))
    table.tap("foul", BORIS, foul="cue_ball_off+double_hit+no_rail")
    single.tap("foul", BORIS, foul="double_hit")
    assert table.state == single.state
    assert table.state.scores[BORIS].fouls == 1


@pytest.mark.parametrize(("flukes", "points"), [("count", 6), ("ignore", 0)])
def test_a_fluke_counts_or_scores_nothing_but_its_ball_is_down_either_way(flukes, points):
    table = three(flukes=flukes)
    table.pot(ANNA, "green", fluke=True)
    assert table.points[ANNA] == points
    assert table.state.left["green"] == 0
    assert table.state.scores[ANNA].balls == 1


@pytest.mark.parametrize(("last", "points"), [(None, 1), (2, 2), (0, 0)])
def test_the_last_ball_counts_its_own_value_when_the_rules_name_one(last, points):
    table = three(last_ball_value=last)
    for color in ("green", "pink", "yellow", "white"):
        table.pot(ANNA, color)
    table.pot(BORIS, "white")
    assert table.points == {ANNA: 12, BORIS: points, VERA: 0}
    assert table.state.balls_left == 0


def test_an_ignored_fluke_scores_nothing_even_as_the_last_ball():
    table = Table(ANNA, BORIS, rules=replace(WHITE, flukes="ignore", last_ball_value=2))
    table.run(ANNA, 14)
    table.pot(BORIS, fluke=True)
    assert table.points == {ANNA: 14, BORIS: 0}


def test_without_negative_points_a_foul_takes_no_more_than_there_is():
    table = three(negative_points=False, foul=KolkhozFoul("own_minus", 5))
    table.pot(BORIS, "pink")
    table.tap("foul", BORIS)
    table.tap("foul", BORIS)
    assert table.points[BORIS] == 0
    assert table.transfers == []
    table.pot(BORIS, "yellow")
    assert table.points[BORIS] == 2
    assert table.transfers == [Transfer(ANNA, BORIS, 2 * PRICE)]


def test_negative_points_turn_the_direction_of_the_payment():
    table = three(foul=KolkhozFoul("own_minus", 2))
    table.pot(BORIS, "white")
    table.tap("foul", BORIS)
    assert table.transfers == [Transfer(BORIS, ANNA, PRICE)]


def test_two_players_name_each_pair_of_payer_and_payee_once():
    table = Table(ANNA, BORIS)
    table.tap("foul", ANNA)
    table.run(BORIS, 3)
    assert table.transfers == [Transfer(ANNA, BORIS, 4 * PRICE)]


def test_everyone_settles_the_difference_with_everyone():
    table = three(settlement="everyone")
    table.pot(ANNA, "green")
    table.pot(VERA, "yellow")
    assert set(table.transfers) == {
        Transfer(BORIS, ANNA, 6 * PRICE),
        Transfer(VERA, ANNA, 4 * PRICE),
        Transfer(BORIS, VERA, 2 * PRICE),
    }


def test_in_points_only_mode_nobody_owes_anything():
    table = three(point_price_kopecks=0)
    table.pot(ANNA, "green")
    assert table.points[ANNA] == 6
    assert table.transfers == []


@pytest.mark.parametrize(
    ("kind", "seat", "color", "code"),
    [
        ("pot", STRANGER, "white", "unknown_seat"),
        ("pot", None, "white", "unknown_seat"),
        ("foul", STRANGER, None, "unknown_seat"),
        ("miss", None, None, "unknown_seat"),
        ("turn", STRANGER, None, "unknown_seat"),
        ("note", STRANGER, None, "unknown_seat"),
        ("pot", ANNA, None, "unknown_ball"),
        ("pot", ANNA, "black", "unknown_ball"),
        ("foul", ANNA, "black", "unknown_ball"),
        ("pot", ANNA, "green", "ball_already_down"),
    ],
)
@pytest.mark.parametrize("mode", ["own_minus", "next_plus", "none"])
def test_an_event_that_cannot_be_is_refused_and_changes_nothing(kind, seat, color, code, mode):
    table = three(foul=KolkhozFoul(mode))
    table.pot(BORIS, "green")
    before = game.fold(table.rules, table.turns, table.events)
    with pytest.raises(Refusal) as refused:
        table.tap(kind, seat, color=color)
    assert refused.value.code == code
    assert table.state == before


def test_a_foul_may_call_a_ball_that_is_down():
    table = three(foul=KolkhozFoul("own_minus_nominal"))
    table.pot(ANNA, "green")
    table.tap("foul", BORIS, color="green")
    assert table.points[BORIS] == -6


def test_those_with_the_most_points_win_and_there_may_be_several():
    table = three()
    assert kolkhoz.winners(table.state) == [ANNA, BORIS, VERA]
    table.pot(VERA, "yellow")
    assert kolkhoz.winners(table.state) == [VERA]
    table.run(ANNA, 2)
    assert kolkhoz.winners(table.state) == [ANNA, VERA]
