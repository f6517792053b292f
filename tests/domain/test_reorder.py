"""People come, go and stand in for each other in the middle of a game: who pays, who shoots, what is left of whom.

Sources: the domain document ("the payer kept in an event is the player before the shooter in the turns in force at that
event", "leaving in the middle of a game keeps the leaver's points and debts"); at 50 ₽ a point.
"""

from dataclasses import replace

import pytest

from common.domain import game
from common.domain.ledger import Transfer
from common.domain.rules import FreePyramidRules
from tests.domain.table import ANNA, BORIS, DASHA, EGOR, GRISHA, PEOPLE, PRICE, STRANGER, VERA, WHITE, Table, refused

EVERYONE = replace(WHITE, settlement="everyone")
MANUAL = replace(WHITE, turns="manual")


# Whose money


def test_who_joins_pays_for_the_next_balls_and_for_none_before():
    table = Table(ANNA, BORIS)
    table.run(ANNA, 2)
    table.run(BORIS, 1)
    table.reorder(ANNA, BORIS, VERA)
    assert table.pot(ANNA).payer_seat_id == VERA
    assert table.pot(VERA).payer_seat_id == BORIS
    assert table.points == {ANNA: 3, BORIS: 1, VERA: 1}
    assert table.transfers == [
        Transfer(BORIS, ANNA, 2 * PRICE),
        Transfer(BORIS, VERA, 1 * PRICE),
        Transfer(ANNA, BORIS, 1 * PRICE),
        Transfer(VERA, ANNA, 1 * PRICE),
    ]
    assert table.nets == {ANNA: 2 * PRICE, BORIS: -2 * PRICE, VERA: 0}


def test_who_leaves_keeps_points_and_debts_and_the_one_before_pays_for_the_one_after():
    table = Table(ANNA, BORIS, VERA)
    table.run(BORIS, 3)
    table.run(VERA, 1)
    table.reorder(ANNA, VERA)
    assert table.pot(VERA).payer_seat_id == ANNA
    assert table.points == {ANNA: 0, BORIS: 3, VERA: 2}
    assert table.nets == {ANNA: -4 * PRICE, BORIS: 2 * PRICE, VERA: 2 * PRICE}


def test_who_stands_in_takes_the_place_and_nothing_else():
    table = Table(ANNA, BORIS, VERA)
    table.run(BORIS, 2)
    table.reorder(ANNA, DASHA, VERA)
    assert table.pot(DASHA).payer_seat_id == ANNA
    assert table.pot(VERA).payer_seat_id == DASHA
    assert table.points == {ANNA: 0, BORIS: 2, VERA: 1, DASHA: 1}
    assert table.nets == {ANNA: -3 * PRICE, BORIS: 2 * PRICE, VERA: 1 * PRICE, DASHA: 0}


def test_who_comes_back_goes_on_with_what_he_had():
    table = Table(ANNA, BORIS, VERA)
    table.run(BORIS, 2)
    table.reorder(ANNA, VERA)
    table.run(VERA, 1)
    table.reorder(ANNA, BORIS, VERA)
    table.run(BORIS, 1)
    assert table.points == {ANNA: 0, BORIS: 3, VERA: 1}
    assert table.nets == {ANNA: -4 * PRICE, BORIS: 3 * PRICE, VERA: 1 * PRICE}


def test_where_everyone_settles_who_comes_owes_nothing_for_the_balls_before():
    table = Table(ANNA, BORIS, rules=EVERYONE)
    table.run(ANNA, 4)
    table.reorder(ANNA, BORIS, VERA)
    assert table.nets == {ANNA: 4 * PRICE, BORIS: -4 * PRICE, VERA: 0}
    table.run(BORIS, 1)
    assert table.transfers == [Transfer(BORIS, ANNA, 3 * PRICE), Transfer(VERA, BORIS, 1 * PRICE)]


def test_where_everyone_settles_who_has_left_owes_nothing_for_the_balls_after():
    table = Table(ANNA, BORIS, VERA, rules=EVERYONE)
    table.run(VERA, 1)
    table.reorder(ANNA, BORIS)
    table.run(ANNA, 3)
    assert table.points == {ANNA: 3, BORIS: 0, VERA: 1}
    assert table.transfers == [
        Transfer(BORIS, ANNA, 3 * PRICE),
        Transfer(ANNA, VERA, 1 * PRICE),
        Transfer(BORIS, VERA, 1 * PRICE),
    ]


def test_a_foul_after_someone_has_come_is_paid_to_the_player_before_in_the_new_order():
    table = Table(ANNA, BORIS)
    table.run(ANNA, 1)
    table.reorder(ANNA, BORIS, VERA)
    assert table.tap("foul", ANNA).payer_seat_id == VERA
    assert table.nets == {ANNA: 0, BORIS: -1 * PRICE, VERA: 1 * PRICE}


def test_everyone_may_be_replaced_and_the_debts_of_the_first_stay():
    table = Table(ANNA, BORIS)
    table.run(ANNA, 2)
    table.reorder(VERA, DASHA, EGOR)
    table.run(DASHA, 1)
    assert table.nets == {ANNA: 2 * PRICE, BORIS: -2 * PRICE, VERA: -1 * PRICE, DASHA: 1 * PRICE, EGOR: 0}


# Who shoots


@pytest.mark.parametrize(
    ("old", "shooter", "new", "shoots"),
    [
        ((ANNA, BORIS), ANNA, (ANNA, BORIS, VERA), ANNA),
        ((ANNA, BORIS), BORIS, (ANNA, VERA, BORIS), BORIS),
        ((ANNA, BORIS, VERA), BORIS, (ANNA, VERA), VERA),
        ((ANNA, BORIS, VERA), VERA, (ANNA, BORIS), ANNA),
        ((ANNA, BORIS, VERA), VERA, (BORIS, ANNA), ANNA),
        ((ANNA, BORIS, VERA), ANNA, (ANNA, VERA), ANNA),
        ((ANNA, BORIS, VERA), BORIS, (ANNA, DASHA, VERA), DASHA),
        ((ANNA, BORIS, VERA), BORIS, (VERA, ANNA, DASHA), DASHA),
        ((ANNA, BORIS, VERA), BORIS, (ANNA, VERA, DASHA), VERA),
        ((ANNA, BORIS, VERA), ANNA, (DASHA, ANNA, BORIS), ANNA),
        ((ANNA, BORIS, VERA, GRISHA), BORIS, (ANNA, DASHA, GRISHA), DASHA),
        ((ANNA, BORIS, VERA, GRISHA), ANNA, (DASHA, BORIS, VERA, EGOR), DASHA),
        ((ANNA, BORIS, VERA), VERA, (DASHA, EGOR, GRISHA), GRISHA),
        ((ANNA, BORIS, VERA), VERA, (DASHA, EGOR), DASHA),
        ((ANNA, BORIS), BORIS, (DASHA, EGOR, GRISHA), DASHA),
    ],
    ids=[
        "he who shoots goes on when someone joins",
        "also when someone joins before him",
        "the next, when he leaves",
        "the first, when the last leaves",
        "the same, when the circle is told from another place",
        "he goes on when the next leaves",
        "who stands in for him",
        "who stands in, the circle told from another place",
        "the next, when he leaves and another joins at the end",
        "he goes on though another has his place in the list",
        "who has his place, when two leave and one comes",
        "who stands in, when two stand in",
        "who has his place, when all are new",
        "the first, when all are new and fewer",
        "the first, when all are new and more",
    ],
)
def test_who_shoots_after_people_have_come_and_gone(old, shooter, new, shoots):
    table = Table(*old)
    table.tap("turn", shooter)
    table.reorder(*new)
    assert table.state.shooter == shoots
    assert table.state.turns == list(new)


def test_before_the_first_stroke_the_first_breaks():
    table = Table(ANNA, BORIS, VERA)
    table.reorder(VERA, BORIS, ANNA)
    assert table.state.shooter == VERA
    assert table.tap("miss", VERA)
    assert table.state.shooter == BORIS


# Which orders


def test_before_the_first_stroke_any_order_will_do_and_who_was_only_named_leaves_nothing_behind():
    table = Table(ANNA, BORIS, VERA, GRISHA)
    table.reorder(GRISHA, DASHA, ANNA)
    table.reorder(DASHA, GRISHA)
    assert table.state == game.start(WHITE, [DASHA, GRISHA])
    assert list(table.state.scores) == [DASHA, GRISHA]


@pytest.mark.parametrize("kind", game.SHOTS)
def test_once_someone_has_shot_those_who_play_keep_their_order(kind):
    table = Table(ANNA, BORIS, VERA)
    table.tap(kind, ANNA, color="white" if kind == "pot" else None)
    assert refused(table.reorder, ANNA, VERA, BORIS) == "turns_fixed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((ANNA, BORIS, VERA), (BORIS, VERA, ANNA)),
        ((ANNA, BORIS, VERA), (ANNA, BORIS, VERA)),
        ((ANNA, BORIS, VERA, GRISHA), (VERA, BORIS, ANNA)),
        ((ANNA, BORIS, VERA), (ANNA, VERA, BORIS, DASHA)),
        ((ANNA, BORIS, VERA, GRISHA), (ANNA, GRISHA, VERA, DASHA)),
    ],
    ids=["a rotation", "the same", "a leaver", "a newcomer", "a substitute"],
)
def test_an_order_that_is_more_than_coming_and_going_is_refused(old, new):
    table = Table(*old)
    table.tap("miss", ANNA)
    assert refused(table.reorder, *new) == "turns_fixed"


def test_where_the_order_is_left_to_people_they_may_change_it_at_any_time():
    table = Table(ANNA, BORIS, VERA, rules=MANUAL)
    table.pot(ANNA)
    table.reorder(ANNA, VERA, BORIS)
    assert table.state.shooter == ANNA
    assert table.pot(BORIS).payer_seat_id == VERA
    assert table.nets == {ANNA: 1 * PRICE, BORIS: 1 * PRICE, VERA: -2 * PRICE}


@pytest.mark.parametrize("played", [False, True])
@pytest.mark.parametrize(
    ("turns", "code"),
    [
        ((), "need_two_players"),
        ((ANNA,), "need_two_players"),
        ((ANNA, BORIS, ANNA), "turns_incomplete"),
        ((*PEOPLE, STRANGER), "too_many_players"),
    ],
)
def test_those_who_play_on_must_be_able_to(turns, code, played):
    table = Table(ANNA, BORIS)
    if played:
        table.tap("miss", ANNA)
    assert refused(table.reorder, *turns) == code


@pytest.mark.parametrize("people", range(3, 9))
def test_any_number_up_to_eight_may_come_and_all_but_two_may_go(people):
    table = Table(ANNA, BORIS)
    table.pot(ANNA)
    table.reorder(*PEOPLE[:people])
    table.pot(ANNA)
    table.reorder(ANNA, BORIS)
    table.pot(ANNA)
    assert list(table.state.scores) == list(PEOPLE[:people])
    last = PEOPLE[people - 1]
    assert table.transfers == [Transfer(BORIS, ANNA, 2 * PRICE), Transfer(last, ANNA, 1 * PRICE)]


def test_who_has_left_can_neither_shoot_nor_be_named():
    table = Table(ANNA, BORIS, VERA)
    table.pot(BORIS)
    table.reorder(ANNA, VERA)
    for kind in ("miss", "turn", "foul", "note"):
        assert refused(table.tap, kind, BORIS) == "unknown_seat"


@pytest.mark.parametrize(
    ("turns", "left"),
    [
        ((ANNA, BORIS, VERA), [ANNA, VERA]),
        ((ANNA, BORIS), None),
        ((ANNA, VERA), None),
    ],
    ids=["three", "two could not go on", "he did not play"],
)
def test_a_leaver_is_taken_out_of_the_order_where_the_others_can_go_on(turns, left):
    table = Table(*turns)
    assert game.without(table.rules, table.state, BORIS) == left


def test_a_pyramid_waits_for_a_substitute():
    table = Table(ANNA, BORIS, VERA, GRISHA, rules=FreePyramidRules())
    assert game.without(table.rules, table.state, BORIS) is None
