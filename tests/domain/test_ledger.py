"""Who paid whom: sums of transfers, and what follows from them for each seat."""

from hypothesis import given
from hypothesis import strategies as st

from common.domain import ledger
from common.domain.ledger import Transfer
from tests.domain.table import ANNA, BORIS, PEOPLE, VERA

TRANSFERS = st.lists(
    st.builds(Transfer, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(1, 10**12)).filter(
        lambda transfer: transfer.payer != transfer.payee
    ),
    max_size=30,
)


def test_a_transfer_runs_in_the_direction_that_makes_it_positive():
    assert ledger.transfer(ANNA, BORIS, 5) == Transfer(ANNA, BORIS, 5)
    assert ledger.transfer(ANNA, BORIS, -5) == Transfer(BORIS, ANNA, 5)


def test_nothing_is_no_transfer():
    assert ledger.transfer(ANNA, BORIS, 0) is None


def test_the_total_names_each_pair_once_in_the_order_of_their_first_transfer():
    transfers = [Transfer(VERA, ANNA, 1), Transfer(ANNA, VERA, 2), Transfer(VERA, ANNA, 3), Transfer(ANNA, BORIS, 4)]
    assert ledger.total(transfers) == [Transfer(VERA, ANNA, 4), Transfer(ANNA, VERA, 2), Transfer(ANNA, BORIS, 4)]


@given(TRANSFERS)
def test_balances_sum_to_zero_and_the_total_leaves_them_as_they_are(transfers):
    balances = ledger.balances(PEOPLE, transfers)
    assert sum(balances.values()) == 0
    assert ledger.balances(PEOPLE, ledger.total(transfers)) == balances


def test_every_seat_has_a_balance_in_the_order_asked_for_even_with_nothing_to_its_name():
    assert list(ledger.balances([VERA, ANNA, BORIS], [Transfer(ANNA, BORIS, 7)]).items()) == [
        (VERA, 0),
        (ANNA, -7),
        (BORIS, 7),
    ]


def test_a_seat_that_was_not_asked_for_is_not_lost():
    assert ledger.balances([ANNA], [Transfer(ANNA, BORIS, 7)]) == {ANNA: -7, BORIS: 7}


def test_between_each_two_only_the_difference_is_left():
    owed = [Transfer(ANNA, BORIS, 5), Transfer(BORIS, ANNA, 7), Transfer(ANNA, VERA, 3), Transfer(VERA, ANNA, 3)]
    assert ledger.net(owed) == [Transfer(BORIS, ANNA, 2)]
    assert ledger.net([Transfer(BORIS, ANNA, 2), Transfer(BORIS, ANNA, 2)]) == [Transfer(BORIS, ANNA, 4)]
