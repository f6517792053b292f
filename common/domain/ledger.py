"""Who paid whom, what everyone is up or down, and the fewest payments that clear it. All money in kopecks.

A balance is only ever a sum over transfers, and a transfer gives to one what it takes from another, so money cannot
appear or vanish.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

EXACT_UP_TO = 12
"""People for whom the fewest payments are found exactly; it costs n·2ⁿ steps."""


class Transfer(NamedTuple):
    """`payer` owes `payee` that many kopecks, always above zero."""

    payer: UUID
    payee: UUID
    kopecks: int


def transfer(payer: UUID, payee: UUID, kopecks: int) -> Transfer | None:
    """A transfer in the direction that makes it positive; None for nothing."""
    if kopecks == 0:
        return None
    return Transfer(payer, payee, kopecks) if kopecks > 0 else Transfer(payee, payer, -kopecks)


def total(transfers: Iterable[Transfer]) -> list[Transfer]:
    """One transfer for each pair of payer and payee, in the order in which the pairs first appear."""
    sums: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for payer, payee, kopecks in transfers:
        sums[payer, payee] += kopecks
    return [Transfer(payer, payee, kopecks) for (payer, payee), kopecks in sums.items()]


def net(transfers: Iterable[Transfer]) -> list[Transfer]:
    """What is left between each two when both directions are set off against each other; no zeros."""
    left: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for payer, payee, kopecks in transfers:
        if payer < payee:
            left[payer, payee] += kopecks
        else:
            left[payee, payer] -= kopecks
    return [made for pair, kopecks in left.items() if (made := transfer(*pair, kopecks))]


def balances(seats: Iterable[UUID], transfers: Iterable[Transfer]) -> dict[UUID, int]:
    """What each seat is up (above zero) or down, in the order of `seats`; the values sum to 0."""
    nets = dict.fromkeys(seats, 0)
    for payer, payee, kopecks in transfers:
        nets[payer] = nets.get(payer, 0) - kopecks
        nets[payee] = nets.get(payee, 0) + kopecks
    return nets


def shares(kopecks: int, weights: Sequence[int]) -> list[int]:
    """A sum divided in proportion to whole weights, of which one at least is above 0; the parts sum to it exactly.

    By the largest remainder (Hamilton's method); of equal remainders the first gets the kopeck.
    """
    whole = sum(weights)
    parts = [kopecks * weight // whole for weight in weights]
    first = sorted(range(len(weights)), key=lambda place: -(kopecks * weights[place] % whole))
    for place in first[: kopecks - sum(parts)]:
        parts[place] += 1
    return parts


def settle_up(nets: Mapping[UUID, int]) -> list[Transfer]:
    """The fewest payments that bring balances, which sum to 0, to 0; debtors pay, creditors are paid.

    Their number is (people with a balance) − (the most groups that each sum to 0): Verhoeff, "Settling multiple debts
    efficiently" (2004). Found exactly for up to `EXACT_UP_TO` people; above it, at most one less than people.

    Of all plans with the fewest payments this is the first, by who pays and who is paid, in the order of `nets`. So
    making any one of the payments leaves the others as they are: a better plan for the rest, with that payment added,
    would have been a better plan for the whole.
    """
    owing = {person: net for person, net in nets.items() if net}
    payments: list[Transfer] = []
    while owing:
        payment, owing = _first_payment(owing)
        payments.append(payment)
    return payments


def _first_payment(owing: dict[UUID, int]) -> tuple[Transfer, dict[UUID, int]]:
    """The first debtor pays the first creditor that leaves the fewest payments; the payment and who still owes."""
    debtor = next(person for person, net in owing.items() if net < 0)
    creditors = [person for person, net in owing.items() if net > 0]
    tried = (_pay(owing, debtor, creditor) for creditor in creditors)
    if len(owing) > EXACT_UP_TO:
        return next(tried)
    return min(tried, key=lambda made: _fewest_payments(list(made[1].values())))


def _pay(owing: dict[UUID, int], debtor: UUID, creditor: UUID) -> tuple[Transfer, dict[UUID, int]]:
    kopecks = min(-owing[debtor], owing[creditor])
    left = {**owing, debtor: owing[debtor] + kopecks, creditor: owing[creditor] - kopecks}
    return Transfer(debtor, creditor, kopecks), {person: net for person, net in left.items() if net}


def _fewest_payments(nets: list[int]) -> int:
    """How many payments clear these balances, none of them 0, by dynamic programming over subsets.

    `most[mask]` counts the prefixes that sum to 0 in the best order of the people in `mask`: each ends one group.
    """
    size = 1 << len(nets)
    sums, most = [0] * size, [0] * size
    for mask in range(1, size):
        low = mask & -mask
        sums[mask] = sums[mask ^ low] + nets[low.bit_length() - 1]
        best, rest = 0, mask
        while rest:
            person = rest & -rest
            rest ^= person
            if most[mask ^ person] > best:
                best = most[mask ^ person]
        most[mask] = best + (sums[mask] == 0)
    return len(nets) - most[-1]
