"""The fewest payments that clear an evening, against oracles that know nothing of how they are found."""

from collections import deque
from functools import cache
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import ledger
from common.domain.ledger import EXACT_UP_TO, Transfer


def evenings(low, high, kopecks=6):
    """Balances of `low` to `high` people that sum to 0: small and round, so that groups of them do too."""
    return st.lists(st.integers(-kopecks, kopecks), min_size=low - 1, max_size=high - 1).map(
        lambda nets: _people([*nets, -sum(nets)])
    )


def _people(nets):
    return {UUID(int=n): net for n, net in enumerate(nets, start=1)}


def _after(nets, payments):
    left = dict(nets)
    for payer, payee, kopecks in payments:
        left[payer] += kopecks
        left[payee] -= kopecks
    return left


@cache
def _fewest(nets):
    """The first with a balance must pay or be paid by someone of the other sign, to the end of his balance: try all."""
    nets = tuple(net for net in nets if net)
    if not nets:
        return 0
    first, rest = nets[0], nets[1:]
    return 1 + min(
        _fewest(tuple(sorted((*rest[:n], rest[n] + first, *rest[n + 1 :]))))
        for n in range(len(rest))
        if rest[n] * first < 0
    )


def _distances(people, widest):
    """Every reachable set of balances → payments to it from 0, whoever pays whomever whatever: a breadth-first walk."""
    start = (0,) * people
    distances = {start: 0}
    waiting = deque([start])
    while waiting:
        nets = waiting.popleft()
        for payer, payee, kopecks in product(range(people), range(people), range(1, 2 * widest + 1)):
            paid = list(nets)
            paid[payer] += kopecks
            paid[payee] -= kopecks
            if payer != payee and max(map(abs, paid)) <= widest and tuple(paid) not in distances:
                distances[tuple(paid)] = distances[nets] + 1
                waiting.append(tuple(paid))
    return distances


@given(evenings(2, 16, 10**9))
def test_it_clears_every_balance(nets):
    assert not any(_after(nets, ledger.settle_up(nets)).values())


@given(evenings(2, 7))
def test_no_plan_has_fewer_payments(nets):
    assert len(ledger.settle_up(nets)) == _fewest(tuple(sorted(nets.values())))


def test_no_plan_has_fewer_payments_even_if_money_may_go_any_way_round():
    for nets, fewest in _distances(people=4, widest=5).items():
        assert len(ledger.settle_up(_people(nets))) == fewest


def test_the_largest_paying_the_largest_would_need_more():
    nets = _people([-6, -5, 5, 3, 3])
    assert len(ledger.settle_up(nets)) == 3
    assert _after(nets, ledger.settle_up(nets)) == _people([0] * 5)


@given(evenings(2, 16))
def test_only_debtors_pay_and_only_creditors_are_paid(nets):
    for payer, payee, kopecks in ledger.settle_up(nets):
        assert nets[payer] < 0 < nets[payee]
        assert kopecks > 0


@given(evenings(2, 9), st.data())
def test_making_one_of_the_payments_leaves_the_others_as_they_are(nets, data):
    plan = ledger.settle_up(nets)
    if plan:
        paid = data.draw(st.sampled_from(plan))
        assert ledger.settle_up(_after(nets, [paid])) == [payment for payment in plan if payment != paid]


@given(evenings(2, 12))
def test_the_same_balances_give_the_same_plan(nets):
    assert ledger.settle_up(nets) == ledger.settle_up(dict(nets))


@given(evenings(EXACT_UP_TO + 1, 16, 10**6))
def test_above_the_limit_it_is_at_most_one_payment_less_than_people(nets):
    owing = sum(1 for net in nets.values() if net)
    assert len(ledger.settle_up(nets)) <= max(owing - 1, 0)


@pytest.mark.parametrize("people", [EXACT_UP_TO, EXACT_UP_TO + 1, 16])
def test_pairs_that_owe_each_other_pay_each_other_however_many_they_are(people):
    debtors = people // 2
    nets = _people([*range(-debtors, 0), *range(debtors, 0, -1), *[0] * (people % 2)])
    assert len(ledger.settle_up(nets)) == debtors


def test_it_is_exact_up_to_the_limit_and_no_further():
    """Six pairs that clear each other, in an order in which paying whoever comes first does not find them."""
    nets = _people([*range(-6, 0), *range(1, 7)])
    assert len(nets) == EXACT_UP_TO
    assert len(ledger.settle_up(nets)) == 6
    more = _people([*range(-7, 0), *range(1, 8)])
    assert 7 < len(ledger.settle_up(more)) <= 13


def test_who_owes_nothing_is_left_alone():
    assert ledger.settle_up({}) == []
    assert ledger.settle_up(_people([0, 0, 0])) == []
    assert ledger.settle_up(_people([0, -5, 0, 5])) == [Transfer(UUID(int=2), UUID(int=4), 5)]


def test_the_balances_given_are_not_changed():
    nets = _people([-3, 1, 2])
    ledger.settle_up(nets)
    assert nets == _people([-3, 1, 2])
