"""What holds after any taps by any rules: the money adds up, and the state kept beside the events is their fold."""

from copy import deepcopy
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from common.domain import game, result
from common.domain.rules import Ball, ClassicPyramidRules, ContinuousPyramidRules, KolkhozRules
from common.domain.scores import before
from tests.domain.strategies import ANY, PYRAMIDS, RULES, games
from tests.domain.table import PEOPLE, Table

ANY_GAME = games(ANY, moves=True)
ANY_KOLKHOZ = games(RULES, moves=True)
ANY_PYRAMID = games(PYRAMIDS, moves=True)


def counts(table, event):
    """Whether an event stands, straight from the definition: no undo that stands names it."""
    return not any(undo.event_id == event.id and counts(table, undo) for undo in table.events if undo.kind == "undo")


def order(table, version):
    """The order of play in force at a version: of the last reorder before it that stands today."""
    past = {event.id for event in table.events[:version]}
    orders = [event.turns for event in game.alive(table.events) if event.kind == "reorder" and event.id in past]
    return orders[-1] if orders else table.turns


# Money


@given(ANY_GAME)
def test_money_is_never_made_or_lost(played):
    for state in played.states:
        assert sum(result.settle(played.table.rules, state).nets.values()) == 0
        assert sum(result.so_far(played.table.rules, state).nets.values()) == 0


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


@given(ANY_GAME)
def test_transfers_are_above_zero_between_two_seats_of_the_game_and_name_each_pair_once(played):
    transfers = played.table.transfers
    assert all(transfer.kopecks > 0 and transfer.payer != transfer.payee for transfer in transfers)
    assert {seat for transfer in transfers for seat in transfer[:2]} <= set(played.table.state.scores)
    assert len({(transfer.payer, transfer.payee) for transfer in transfers}) == len(transfers)


@given(games(RULES.filter(lambda rules: rules.settlement == "everyone"), moves=True))
def test_settled_by_everyone_two_people_never_owe_each_other_both_ways(played):
    pairs = [frozenset(transfer[:2]) for transfer in played.table.transfers]
    assert len(set(pairs)) == len(pairs)


@given(ANY_GAME)
def test_the_end_of_a_game_is_the_same_however_often_it_is_settled_and_settling_changes_nothing(played):
    table = played.table
    kept = deepcopy(table.state)
    first = result.settle(table.rules, table.state)
    assert result.settle(table.rules, table.state) == first
    assert result.settle(table.rules, game.fold(table.rules, table.turns, table.events)) == first
    assert table.state == kept
    assert list(first.nets) == table.state.seats


@given(ANY_GAME)
def test_the_end_of_a_game_does_not_hang_on_the_order_in_which_a_database_gives_back_the_keys_of_its_state(played):
    rules, state = played.table.rules, played.table.state
    turned = replace(
        state,
        scores=dict(reversed(state.scores.items())),
        left=dict(reversed(state.left.items())),
        debts={payer: dict(reversed(debts.items())) for payer, debts in reversed(state.debts.items())},
    )
    end, again = result.settle(rules, state), result.settle(rules, turned)
    assert list(again.nets.items()) == list(end.nets.items())
    assert again.winners == end.winners
    assert sorted(again.transfers) == sorted(end.transfers)


@given(ANY_PYRAMID)
def test_a_pyramid_is_paid_by_the_losers_to_the_winners_for_the_price_of_the_rules(played):
    rules, state = played.table.rules, played.table.state
    end = result.settle(rules, state)
    first, second = (side.to_go for side in state.sides)
    if first == second:
        assert (end.winners, end.transfers) == ([], [])
        return
    won, lost = (state.turns[::2], state.turns[1::2]) if first < second else (state.turns[1::2], state.turns[::2])
    assert end.winners == won
    each = rules.game_price_kopecks if rules.price_per == "player" else rules.game_price_kopecks / len(won)
    for nets, sign in ((won, 1), (lost, -1)):
        assert all(abs(sign * end.nets[seat] - each) <= 0.5 for seat in nets)
    paid = rules.game_price_kopecks * (len(won) if rules.price_per == "player" else 1)
    assert sum(end.nets[seat] for seat in won) == paid
    assert {transfer.payer for transfer in end.transfers} <= set(lost)


# The state


@given(ANY_GAME)
def test_the_state_kept_after_every_event_is_the_fold_of_the_events_up_to_it(played):
    table, states = played
    for version, kept in enumerate(states):
        folded = game.fold(table.rules, table.turns, table.events[:version])
        assert folded == kept
        assert list(folded.scores) == list(kept.scores)
        assert list(folded.left) == list(kept.left)


@given(ANY_GAME)
def test_a_fold_is_the_same_every_time_and_changes_nothing_it_was_given(played):
    table = played.table
    events, turns = deepcopy(table.events), tuple(table.turns)
    first = game.fold(table.rules, table.turns, table.events)
    assert game.fold(table.rules, list(turns), events) == first
    assert (table.events, tuple(table.turns)) == (events, turns)


@given(ANY_GAME)
def test_the_events_that_count_are_those_that_no_standing_undo_names(played):
    table = played.table
    assert game.alive(table.events) == [
        event for event in table.events if event.kind != "undo" and counts(table, event)
    ]


@given(ANY_KOLKHOZ)
def test_balls_are_never_fewer_than_none_and_each_is_on_the_table_or_down(played):
    table, states = played
    for version, state in enumerate(states):
        down = [event.color for event in game.alive(table.events[:version]) if event.kind == "pot"]
        for ball in table.rules.balls:
            assert state.left[ball.color] == ball.count - down.count(ball.color) >= 0
        assert state.balls_left == sum(state.left.values())
        assert sum(score.balls for score in state.scores.values()) == len(down)


@given(games(RULES.filter(lambda rules: not rules.negative_points), moves=True))
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


@given(ANY_GAME)
def test_the_shooter_plays_and_everyone_who_plays_has_a_score(played):
    for state in played.states:
        assert state.shooter in state.turns
        assert set(state.turns) <= set(state.scores)
        assert state.seats[: len(state.turns)] == state.turns
        assert set(state.seats) == set(state.scores)
        assert len(set(state.turns)) == len(state.turns)


# People who come and go


@given(ANY_GAME)
def test_who_comes_or_goes_changes_nobodys_points_and_no_debt(played):
    table, states = played
    for event, old, new in zip(table.events, states, states[1:], strict=False):
        if event.kind != "reorder":
            continue
        for seat in new.scores:
            assert new.scores[seat] == old.scores.get(seat, type(new.scores[seat])())
        assert all(seat in new.scores or old.scores[seat].points == 0 for seat in old.scores)
        assert new.debts == old.debts
        assert new.left == old.left
        assert [side.points for side in new.sides] == [side.points for side in old.sides]


@given(ANY_KOLKHOZ)
def test_every_shot_that_stands_is_paid_by_the_player_before_in_the_order_that_it_was_played_in(played):
    table = played.table
    for version, event in enumerate(table.events):
        if event.kind == "pot" and counts(table, event):
            assert event.payer_seat_id == before(order(table, version), event.seat_id)


@given(ANY_GAME)
def test_every_shot_that_stands_is_by_someone_who_played_then(played):
    table = played.table
    for version, event in enumerate(table.events):
        if event.kind in game.SHOTS and counts(table, event):
            assert event.seat_id in order(table, version)


@given(games(RULES.filter(lambda rules: rules.settlement == "direct" and rules.negative_points), moves=True))
def test_an_old_debt_is_the_sum_of_what_its_payer_stands_for_whoever_came_later(played):
    """Counted from the events alone: with no floor under the points, a pot's worth does not depend on the score."""
    table = played.table
    if table.rules.last_ball_value is not None:
        return
    owed = {}
    for event in game.alive(table.events):
        points, payee = 0, event.seat_id
        if event.kind == "pot" and not (event.fluke and table.rules.flukes == "ignore"):
            points = table.rules.value(event.color)
        elif event.kind == "foul" and table.rules.foul.mode == "own_minus":
            points = -table.rules.foul.points
        elif event.kind == "foul" and table.rules.foul.mode == "own_minus_nominal":
            points = -(table.rules.value(event.color) if event.color else table.rules.foul.points)
        elif event.kind == "foul" and table.rules.foul.mode == "next_plus":
            points = table.rules.foul.points
            turns = order(table, table.events.index(event))
            payee = turns[(turns.index(event.seat_id) + 1) % len(turns)]
        if points:
            pair = (event.payer_seat_id, payee)
            owed[pair] = owed.get(pair, 0) + points
    kept = {(payer, payee): owes for payer, debts in table.state.debts.items() for payee, owes in debts.items()}
    assert {pair: owes for pair, owes in kept.items() if owes} == {pair: owes for pair, owes in owed.items() if owes}


# Pyramid


@given(ANY_PYRAMID)
def test_the_two_sides_have_what_their_players_have_made(played):
    for state in played.states:
        assert sum(side.points for side in state.sides) == sum(score.points for score in state.scores.values())
        assert len(state.sides) == 2


@given(games(PYRAMIDS))
def test_partners_make_the_points_of_their_side(played):
    for state in played.states:
        for place, side in enumerate(state.sides):
            assert side.points == sum(state.scores[seat].points for seat in state.turns[place::2])


@given(ANY_PYRAMID)
def test_nothing_scores_after_a_target_was_reached_and_only_one_side_reaches_it(played):
    table, states = played
    for event, old, new in zip(table.events, states, states[1:], strict=False):
        assert not (game.is_over(table.rules, old) and event.kind in ("pot", "foul"))
        assert max(side.to_go for side in new.sides) > 0


@given(ANY_PYRAMID)
def test_the_table_of_a_pyramid_holds_what_was_neither_potted_nor_given(played):
    table = played.table
    for state in played.states:
        balls = sum(max(side.points, 0) for side in state.sides)
        if isinstance(table.rules, ClassicPyramidRules):
            assert state.balls_left == 15 - sum(score.balls for score in state.scores.values())
            assert set(state.left.values()) <= {0, 1}
        elif isinstance(table.rules, ContinuousPyramidRules):
            assert 1 <= state.balls_left <= 15
            assert (state.balls_left + balls) % 15 == 0
        else:
            assert state.balls_left == max(15 - balls, 0)


@given(ANY_GAME)
def test_the_game_ends_with_the_event_that_reaches_the_target_and_with_no_other(played):
    table, states = played
    over = [game.is_over(table.rules, state) for state in states]
    for version, event in enumerate(table.events):
        assert table.ends[version] == (over[version + 1] and not over[version]), event
