"""What holds after any taps by any rules: the money adds up, and the state kept beside the events is their fold."""

from hypothesis import given
from hypothesis import strategies as st

from common.domain import game
from common.domain.rules import Ball, KolkhozRules
from tests.domain.strategies import RULES, games
from tests.domain.table import PEOPLE, Table


def counts(table, event):
    """Whether an event stands, straight from the definition: no undo that stands names it."""
    return not any(undo.event_id == event.id and counts(table, undo) for undo in table.events if undo.kind == "undo")


@given(games())
def test_money_is_never_made_or_lost(played):
    assert sum(played.table.nets.values()) == 0


@given(games(RULES.filter(lambda rules: rules.settlement == "direct")))
def test_settled_directly_everyone_wins_his_points_and_pays_for_those_of_the_next(played):
    table = played.table
    following = [*table.turns[1:], table.turns[0]]
    assert table.nets == {
        seat: table.rules.point_price_kopecks * (table.points[seat] - table.points[after])
        for seat, after in zip(table.turns, following, strict=True)
    }


@given(games(RULES.filter(lambda rules: rules.settlement == "everyone")))
def test_settled_by_everyone_each_pair_pays_its_difference(played):
    table = played.table
    n, total = len(table.turns), sum(table.points.values())
    assert table.nets == {
        seat: table.rules.point_price_kopecks * (n * points - total) for seat, points in table.points.items()
    }


@given(games())
def test_transfers_are_above_zero_between_two_seats_and_name_each_pair_once(played):
    transfers = played.table.transfers
    assert all(transfer.kopecks > 0 and transfer.payer != transfer.payee for transfer in transfers)
    assert len({(transfer.payer, transfer.payee) for transfer in transfers}) == len(transfers)


@given(games())
def test_the_state_kept_after_every_event_is_the_fold_of_the_events_up_to_it(played):
    table, states = played
    for version, kept in enumerate(states):
        assert game.fold(table.rules, table.turns, table.events[:version]) == kept


@given(games())
def test_the_events_that_count_are_those_that_no_standing_undo_names(played):
    table = played.table
    assert game.alive(table.events) == [
        event for event in table.events if event.kind != "undo" and counts(table, event)
    ]


@given(games())
def test_balls_are_never_fewer_than_none_and_each_is_on_the_table_or_down(played):
    table, states = played
    for version, state in enumerate(states):
        down = [event.color for event in game.alive(table.events[:version]) if event.kind == "pot"]
        for ball in table.rules.balls:
            assert state.left[ball.color] == ball.count - down.count(ball.color) >= 0
        assert state.balls_left == sum(state.left.values())
        assert sum(score.balls for score in state.scores.values()) == len(down)


@given(games(RULES.filter(lambda rules: not rules.negative_points)))
def test_points_never_fall_under_zero_where_the_rules_forbid_it(played):
    for state in played.states:
        assert min(score.points for score in state.scores.values()) >= 0


@given(st.integers(2, 8), st.lists(st.integers(0, 7), max_size=15), st.integers(0, 200_00))
def test_by_the_plain_rules_points_are_balls_and_each_is_owed_by_the_player_before(people, shooters, price):
    table = Table(*PEOPLE[:people], rules=KolkhozRules(point_price_kopecks=price, balls=(Ball("white", 1, 15),)))
    potted = [table.turns[shooter % people] for shooter in shooters]
    for seat in potted:
        table.pot(seat)
    assert table.points == {seat: potted.count(seat) for seat in table.turns}
    if price:
        owed = {table.turns[table.turns.index(seat) - 1] for seat in potted}
        assert {transfer.payer for transfer in table.transfers} == owed


@given(games())
def test_the_shooter_and_the_scores_are_always_of_those_who_play(played):
    for state in played.states:
        assert state.shooter in played.table.turns
        assert list(state.scores) == list(played.table.turns)
