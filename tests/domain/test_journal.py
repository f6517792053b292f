"""Entries of the journal: what each kind comes to, what counts, and who may keep it."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import journal, ledger
from common.domain.journal import Entry, Played
from common.domain.ledger import Transfer
from common.domain.rights import Standing
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, GRISHA, PEOPLE, VERA


class Sitting(NamedTuple):
    """A seat; its player has the seat's id, a guest none."""

    id: UUID
    role: str = "player"
    active: bool = True
    is_guest: bool = False

    @property
    def player_id(self):
        return None if self.is_guest else self.id


def standing(seat):
    return Standing(seat.role, seat.active)


def code(refused):
    return refused.value.code


def parts(new):
    """The shares of a bill by seat, the payer's own too."""
    return {UUID(each["seat_id"]): each["kopecks"] for each in new.details["shares"]}


def entry(kind="bar", *, transfers=(), by=ANNA, **fields):
    empty = dict.fromkeys(("game_id", "reverses_id", "reversed_by", "payer", "payee", "kopecks", "text"))
    given = {**empty, "details": {}, "confirmed": True, **fields}
    return Entry(id=UUID(int=99), kind=kind, transfers=transfers, recorded_by=by, **given)


SEATS = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=8, unique=True)


@st.composite
def games(draw):
    seats = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=8, unique=True))
    return Played(seats, draw(st.lists(st.sampled_from(seats), max_size=len(seats), unique=True)))


@st.composite
def bills(draw):
    """A bill of any kind and split, or None where there was nothing to split it by."""
    payer, sharing = draw(st.sampled_from(PEOPLE)), draw(SEATS)
    try:
        if draw(st.booleans()):
            return journal.bar(payer, draw(st.integers(1, 10**8)), sharing)
        split = draw(st.sampled_from(["equally", "by_games", "losers"]))
        rate, minutes = draw(st.integers(1, 10**8)), draw(st.integers(1, 1440))
        return journal.table_time(payer, rate, minutes, split, sharing, draw(st.lists(games(), max_size=6)))
    except Refusal as refusal:
        if refusal.code != "nothing_to_split_by":
            raise
        return None


@given(bills())
def test_the_shares_of_a_bill_are_exactly_its_total_and_the_payers_own_is_nobodys_debt(bill):
    if bill is not None:
        assert sum(parts(bill).values()) == bill.kopecks
        assert bill.transfers
        owed = {transfer.payer: transfer.kopecks for transfer in bill.transfers}
        assert owed == {seat: part for seat, part in parts(bill).items() if part and seat != bill.payer}
        assert all(transfer.payee == bill.payer and transfer.kopecks > 0 for transfer in bill.transfers)


@given(st.lists(bills(), max_size=6))
def test_whatever_is_entered_an_evening_sums_to_zero(made):
    entries = [entry(bill.kind, transfers=bill.transfers) for bill in made if bill]
    nets, owed, settle_up = journal.balance(PEOPLE, entries)
    assert sum(nets.values()) == 0
    assert ledger.balances(PEOPLE, owed) == nets
    assert ledger.balances(PEOPLE, settle_up) == nets


@given(bills())
def test_an_entry_that_was_taken_back_leaves_no_trace_in_the_sums(bill):
    if bill is not None:
        wrong = entry(bill.kind, transfers=bill.transfers, reversed_by=UUID(int=98))
        opposite = [Transfer(payee, payer, kopecks) for payer, payee, kopecks in bill.transfers]
        reversal = entry("reversal", transfers=opposite, reverses_id=wrong.id)
        assert journal.balance(PEOPLE, [wrong, reversal]) == journal.balance(PEOPLE, [])
        # It compensates: summed up blindly, the two come to the same.
        assert not any(ledger.balances(PEOPLE, [*wrong.transfers, *reversal.transfers]).values())


@given(SEATS, st.lists(games(), max_size=5), st.integers(1, 10**6), st.data())
def test_by_games_and_by_losses_nobody_pays_for_a_game_that_he_did_not_play(sharing, played, rate, data):
    split = data.draw(st.sampled_from(["by_games", "losers"]))
    absent = [seat for seat in sharing if not any(seat in game.seats for game in played)]
    try:
        bill = journal.table_time(PEOPLE[0], rate, 60, split, sharing, played)
    except Refusal:
        return
    assert not any(parts(bill)[seat] for seat in absent)


@pytest.mark.parametrize(
    ("rate", "minutes", "kopecks"),
    [
        (400_00, 60, 400_00),
        (400_00, 90, 600_00),
        (400_00, 1, 667),
        (400_00, 2, 1333),
        (1_00, 15, 25),
        (90, 1, 2),  # 1.5: half up
        (89, 1, 1),
        (150, 1, 3),  # 2.5: half up, not to the even
    ],
)
def test_table_time_is_rate_by_time_rounded_half_up(rate, minutes, kopecks):
    bill = journal.table_time(ANNA, rate, minutes, "equally", [BORIS], [])
    assert (bill.kind, bill.payer, bill.payee, bill.kopecks) == ("table_time", ANNA, None, kopecks)
    assert bill.transfers == [Transfer(BORIS, ANNA, kopecks)]
    assert bill.details == {
        "rate_kopecks": rate,
        "minutes": minutes,
        "split": "equally",
        "shares": [{"seat_id": str(BORIS), "kopecks": kopecks}],
    }


EVENING = [
    Played([ANNA, BORIS, VERA], [ANNA]),
    Played([ANNA, BORIS], [BORIS]),
    Played([ANNA, BORIS, VERA], [ANNA]),
]


@pytest.mark.parametrize(
    ("split", "played", "shares"),
    [
        ("equally", EVENING, {ANNA: 300, BORIS: 300, VERA: 300, GRISHA: 300}),
        ("equally", [], {ANNA: 300, BORIS: 300, VERA: 300, GRISHA: 300}),
        # 3, 3 and 2 games of 8
        ("by_games", EVENING, {ANNA: 450, BORIS: 450, VERA: 300, GRISHA: 0}),
        # 400 a game: Boris and Vera, Anna, Boris and Vera
        ("losers", EVENING, {ANNA: 400, BORIS: 400, VERA: 400, GRISHA: 0}),
        ("losers", [Played([ANNA, BORIS, VERA], [ANNA])], {ANNA: 0, BORIS: 600, VERA: 600, GRISHA: 0}),
        # Nobody won, or all are level: all pay.
        ("losers", [Played([ANNA, BORIS, VERA], [])], {ANNA: 400, BORIS: 400, VERA: 400, GRISHA: 0}),
        ("losers", [Played([ANNA, BORIS], [ANNA, BORIS])], {ANNA: 600, BORIS: 600, VERA: 0, GRISHA: 0}),
        # 2×2: the losers of one game, and one of 1×1.
        ("losers", [Played([ANNA, BORIS, VERA, GRISHA], [ANNA, VERA]), Played([ANNA, BORIS], [ANNA])],
         {ANNA: 0, BORIS: 900, VERA: 0, GRISHA: 300}),
    ],
)  # fmt: skip
def test_table_time_is_split_as_agreed(split, played, shares):
    bill = journal.table_time(GRISHA, 12_00, 60, split, [ANNA, BORIS, VERA, GRISHA], played)
    assert parts(bill) == shares


def test_a_game_that_nobody_of_those_who_share_has_lost_is_shared_by_those_of_them_who_played():
    played = [Played([ANNA, BORIS], [ANNA]), Played([BORIS, VERA], [VERA])]
    bill = journal.table_time(GRISHA, 12_00, 60, "losers", [ANNA, VERA], played)
    assert parts(bill) == {ANNA: 600, VERA: 600}


@pytest.mark.parametrize(
    ("kopecks", "shares"),
    [(100, [34, 33, 33]), (101, [34, 34, 33]), (102, [34, 34, 34]), (2, [1, 1, 0])],
)
def test_kopecks_that_do_not_divide_go_to_the_first_seats(kopecks, shares):
    assert list(parts(journal.bar(GRISHA, kopecks, [ANNA, BORIS, VERA])).values()) == shares


def test_the_payer_may_have_paid_for_others_only():
    for_boris = journal.bar(ANNA, 500, [BORIS], "tea")
    assert (for_boris.kind, for_boris.payer, for_boris.kopecks, for_boris.text) == ("bar", ANNA, 500, "tea")
    assert for_boris.transfers == [Transfer(BORIS, ANNA, 500)]
    assert journal.bar(ANNA, 500, [ANNA, BORIS]).transfers == [Transfer(BORIS, ANNA, 250)]


@pytest.mark.parametrize("split", ["by_games", "losers"])
@pytest.mark.parametrize("played", [[], [Played([BORIS, VERA], [VERA])]])
def test_without_a_game_of_those_who_share_there_is_nothing_to_split_by(split, played):
    with pytest.raises(Refusal) as refused:
        journal.table_time(ANNA, 400_00, 60, split, [ANNA, GRISHA], played)
    assert code(refused) == "nothing_to_split_by"


@pytest.mark.parametrize(("kopecks", "sharing"), [(500, [ANNA]), (500, []), (1, [ANNA, BORIS])])
def test_a_bill_that_nobody_else_has_a_part_in_is_refused(kopecks, sharing):
    with pytest.raises(Refusal) as refused:
        journal.bar(ANNA, kopecks, sharing)
    assert code(refused) == "nothing_to_split_by"


def test_a_payment_makes_up_for_a_debt():
    debt = journal.bar(ANNA, 500, [BORIS])
    paid = journal.payment(BORIS, ANNA, 500, "cash")
    assert (paid.kind, paid.payer, paid.payee, paid.kopecks, paid.text) == ("payment", BORIS, ANNA, 500, "cash")
    made = [entry(new.kind, transfers=new.transfers) for new in (debt, paid)]
    assert journal.balance([ANNA, BORIS], made).nets == {ANNA: 0, BORIS: 0}
    assert journal.balance([ANNA, BORIS], made[1:]).nets == {ANNA: -500, BORIS: 500}


def test_nobody_pays_himself():
    with pytest.raises(Refusal) as refused:
        journal.payment(ANNA, ANNA, 500)
    assert code(refused) == "payload_invalid"
    assert [error.field for error in refused.value.errors] == ["payee_seat_id"]


@given(bills(), st.data())
def test_making_a_suggested_payment_leaves_the_other_suggestions_as_they_are(bill, data):
    if bill is not None:
        made = [entry(bill.kind, transfers=bill.transfers)]
        plan = journal.balance(PEOPLE, made).settle_up
        paid = data.draw(st.sampled_from(plan))
        made.append(entry("payment", transfers=journal.payment(*paid).transfers))
        assert journal.balance(PEOPLE, made).settle_up == [payment for payment in plan if payment != paid]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"kind": "game"}, True),
        ({"kind": "payment"}, True),
        ({"kind": "payment", "confirmed": False}, False),
        ({"reversed_by": UUID(int=1)}, False),
        ({"kind": "reversal", "reverses_id": UUID(int=1)}, False),
    ],
)
def test_what_waits_was_taken_back_or_takes_back_does_not_count(fields, counts):
    made = entry(transfers=[Transfer(BORIS, ANNA, 5)], **fields)
    assert made.counts is counts
    assert journal.balance([ANNA, BORIS], [made]).nets == ({ANNA: 5, BORIS: -5} if counts else {ANNA: 0, BORIS: 0})


def test_the_sums_are_per_pair_and_direction_and_name_everyone():
    made = [
        entry(transfers=[Transfer(BORIS, ANNA, 5), Transfer(ANNA, BORIS, 2)]),
        entry(transfers=[Transfer(BORIS, ANNA, 1)]),
    ]
    nets, owed, settle_up = journal.balance([VERA, ANNA, BORIS], made)
    assert list(nets.items()) == [(VERA, 0), (ANNA, 4), (BORIS, -4)]
    assert owed == [Transfer(BORIS, ANNA, 6), Transfer(ANNA, BORIS, 2)]
    assert settle_up == [Transfer(BORIS, ANNA, 4)]


DEBTS = [entry(transfers=[Transfer(BORIS, ANNA, 90), Transfer(ANNA, BORIS, 20)])]


@pytest.mark.parametrize(
    ("paid", "owed"),
    [
        ([], {(BORIS, ANNA, 90), (ANNA, BORIS, 20)}),
        ([(BORIS, ANNA, 50)], {(BORIS, ANNA, 40), (ANNA, BORIS, 20)}),
        ([(BORIS, ANNA, 70)], {(BORIS, ANNA, 20), (ANNA, BORIS, 20)}),
        ([(BORIS, ANNA, 90)], {(ANNA, BORIS, 20)}),
        ([(BORIS, ANNA, 40), (BORIS, ANNA, 60)], {(ANNA, BORIS, 30)}),
        ([(BORIS, ANNA, 90), (ANNA, BORIS, 20)], set()),
        ([(BORIS, VERA, 5)], {(BORIS, ANNA, 90), (ANNA, BORIS, 20), (VERA, BORIS, 5)}),
    ],
)
def test_a_payment_is_taken_off_what_its_payer_owes_and_who_paid_too_much_is_owed_the_rest(paid, owed):
    made = [*DEBTS, *(entry("payment", transfers=journal.payment(*each).transfers) for each in paid)]
    balance = journal.balance([ANNA, BORIS, VERA], made)
    assert set(balance.owed) == owed
    assert ledger.balances([ANNA, BORIS, VERA], balance.owed) == balance.nets


def test_debts_that_are_only_supposed_are_added_to_those_that_there_are():
    supposed = [Transfer(BORIS, ANNA, 7), Transfer(BORIS, ANNA, 1), Transfer(VERA, ANNA, 5)]
    balance = journal.balance([ANNA, BORIS, VERA], DEBTS, supposed)
    assert balance.nets == {ANNA: 83, BORIS: -78, VERA: -5}
    assert set(balance.owed) == {(BORIS, ANNA, 98), (ANNA, BORIS, 20), (VERA, ANNA, 5)}


TABLE = [
    Sitting(ANNA, "host"), Sitting(BORIS, active=False), Sitting(VERA, "spectator"), Sitting(GRISHA, is_guest=True),
]  # fmt: skip


def test_everyone_who_is_there_but_spectators_shares_and_by_games_everyone_who_ever_was():
    assert journal.sharing(TABLE, None) == [ANNA, GRISHA]
    assert (
        journal.sharing(TABLE, None, "by_games")
        == journal.sharing(TABLE, None, "losers")
        == [ANNA, BORIS, VERA, GRISHA]
    )
    assert journal.sharing(TABLE, [VERA, BORIS, VERA]) == [BORIS, VERA]


def test_a_seat_of_another_session_is_unknown():
    journal.demand_seats(TABLE, [ANNA, BORIS, VERA, GRISHA])
    with pytest.raises(Refusal) as refused:
        journal.demand_seats(TABLE, [ANNA, PEOPLE[7]])
    assert code(refused) == "unknown_seat"


BILL = journal.bar(ANNA, 500, [BORIS])
PAYMENT = journal.payment(BORIS, VERA, 500)


@pytest.mark.parametrize(
    ("new", "seat", "closed", "refusal"),
    [
        (BILL, Sitting(ANNA, "host"), False, None),
        (BILL, Sitting(GRISHA, "scorer"), False, None),
        (BILL, Sitting(ANNA), False, "not_allowed"),
        (BILL, Sitting(ANNA, "spectator"), False, "not_allowed"),
        (BILL, Sitting(ANNA, "host"), True, "session_closed"),
        (BILL, Sitting(ANNA), True, "not_allowed"),
        (PAYMENT, Sitting(GRISHA, "host"), False, None),
        (PAYMENT, Sitting(GRISHA, "scorer"), True, None),
        (PAYMENT, Sitting(BORIS), False, None),
        (PAYMENT, Sitting(VERA, "spectator"), True, None),
        (PAYMENT, Sitting(ANNA), False, "not_allowed"),
        (PAYMENT, Sitting(ANNA, "spectator"), True, "not_allowed"),
    ],
)
def test_the_journal_is_kept_by_host_and_scorers_and_payments_also_by_those_they_are_about(new, seat, closed, refusal):
    if refusal is None:
        journal.demand_recordable(new, seat, standing(seat), closed=closed)
    else:
        with pytest.raises(Refusal) as refused:
            journal.demand_recordable(new, seat, standing(seat), closed=closed)
        assert code(refused) == refusal


@pytest.mark.parametrize(
    ("fields", "seat", "refusal"),
    [
        ({}, Sitting(ANNA), None),
        ({}, Sitting(BORIS, "host"), None),
        ({}, Sitting(BORIS, "scorer"), None),
        ({}, Sitting(BORIS), "not_allowed"),
        ({"kind": "payment"}, Sitting(ANNA, "spectator"), None),
        ({"kind": "payment", "confirmed": False}, Sitting(ANNA), None),
        ({"kind": "game", "game_id": UUID(int=5)}, Sitting(ANNA, "host"), "game_decides"),
        ({"kind": "reversal", "reverses_id": UUID(int=5)}, Sitting(ANNA, "host"), "not_reversible"),
        ({"kind": "reversal", "reverses_id": UUID(int=5), "game_id": UUID(int=6)}, Sitting(ANNA), "not_reversible"),
        ({"reversed_by": UUID(int=5)}, Sitting(ANNA, "host"), "already_reversed"),
    ],
)
def test_an_entry_is_taken_back_once_by_who_recorded_it_or_keeps_the_journal_and_never_a_games(fields, seat, refusal):
    made = entry(by=ANNA, **fields)
    if refusal is None:
        journal.demand_reversible(made, standing(seat), seat.player_id)
    else:
        with pytest.raises(Refusal) as refused:
            journal.demand_reversible(made, standing(seat), seat.player_id)
        assert code(refused) == refusal


PAID = entry("payment", payer=ANNA, payee=BORIS, confirmed=False)
TO_GUEST = replace(PAID, payee=GRISHA)


@pytest.mark.parametrize(
    ("paid", "seat", "refusal"),
    [
        (PAID, Sitting(BORIS), None),
        (PAID, Sitting(BORIS, active=False), None),
        (PAID, Sitting(BORIS, "spectator"), None),
        (replace(PAID, confirmed=True), Sitting(BORIS), None),
        (PAID, Sitting(ANNA, "host"), "not_allowed"),
        (PAID, Sitting(VERA, "scorer"), "not_allowed"),
        (TO_GUEST, Sitting(ANNA, "host"), None),
        (TO_GUEST, Sitting(VERA, "scorer"), None),
        (TO_GUEST, Sitting(ANNA, "host", active=False), "not_allowed"),
        (TO_GUEST, Sitting(BORIS), "not_allowed"),
        (replace(PAID, reversed_by=UUID(int=5)), Sitting(BORIS), "already_reversed"),
        (entry("bar", payer=BORIS), Sitting(BORIS, "host"), "nothing_to_confirm"),
        (entry("game"), Sitting(BORIS, "host"), "nothing_to_confirm"),
    ],
)
def test_a_payment_is_confirmed_by_the_payee_and_for_a_guest_by_who_keeps_the_journal(paid, seat, refusal):
    if refusal is None:
        journal.demand_confirmable(paid, seat, standing(seat), TABLE)
    else:
        with pytest.raises(Refusal) as refused:
            journal.demand_confirmable(paid, seat, standing(seat), TABLE)
        assert code(refused) == refusal
