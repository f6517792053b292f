"""The worked examples of the domain document, tap by tap, at 50 ₽ a point."""

import pytest

from common.domain import ledger
from common.domain.ledger import Transfer
from tests.domain.table import ANNA, BORIS, DASHA, EGOR, GRISHA, ILYA, VERA, ZHENYA, Table

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
