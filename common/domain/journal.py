"""The journal of an evening's money: what an entry of each kind comes to, which entries count, and who may keep it.

Entries are made of transfers, so none can be out of balance; they are never changed: what was wrong is taken back by an
entry of its own. All money in kopecks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import lcm
from typing import Any, Literal, NamedTuple
from uuid import UUID

from common.domain import ledger
from common.domain.company import Seat
from common.domain.ledger import Transfer
from common.domain.rights import Standing
from common.errors import FieldError, Refusal

Kind = Literal["game", "table_time", "bar", "payment", "reversal"]
"""game: what a finished game has come to. table_time, bar: a bill that one has paid for all. payment: money that was
handed over. reversal: takes another entry back."""
Split = Literal["equally", "by_games", "losers"]
"""Of table time. by_games: in proportion to the games played. losers: every game has the same part of the time, paid by
those who did not win it, or by all of them when nobody lost."""


class Played(NamedTuple):
    """A finished game, as far as bills are split by it."""

    seats: Sequence[UUID]
    winners: Collection[UUID]


@dataclass(frozen=True, slots=True)
class New:
    """An entry to be made: `payer` has paid the bill, or pays `payee`; `details` are as kept, in JSON's types."""

    kind: Kind
    transfers: Sequence[Transfer]
    payer: UUID
    payee: UUID | None
    kopecks: int
    text: str | None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is kept. A bill or a payment has a payer and a sum; what follows from it are its transfers."""

    id: UUID
    kind: Kind
    game_id: UUID | None
    reverses_id: UUID | None
    reversed_by: UUID | None
    """The entry that has taken this one back."""
    payer: UUID | None
    payee: UUID | None
    kopecks: int | None
    details: Mapping[str, Any]
    text: str | None
    transfers: Sequence[Transfer]
    confirmed: bool
    """Whether the payee has the money; true for everything but payments."""
    recorded_by: UUID
    """A player."""

    @property
    def counts(self) -> bool:
        """Whether it is part of who owes whom: an entry and the one that takes it back are nothing together."""
        return self.confirmed and self.reversed_by is None and self.kind != "reversal"


class Balance(NamedTuple):
    """An evening's money, per seat, per pair and for the session as a whole."""

    nets: dict[UUID, int]
    """What each seat is up or down, summing to 0."""
    owed: list[Transfer]
    """Who owes whom by games and bills, less what was paid: one transfer for each pair and direction."""
    settle_up: list[Transfer]
    """The fewest payments that clear it."""


def balance(seats: Iterable[UUID], entries: Iterable[Entry], supposed: Iterable[Transfer] = ()) -> Balance:
    """What all entries that count come to, and debts that are only `supposed`; the nets in the order of `seats`."""
    owed = _owed([entry for entry in entries if entry.counts], supposed)
    nets = ledger.balances(seats, owed)
    return Balance(nets, owed, ledger.settle_up(nets))


def table_time(
    payer: UUID,
    rate_kopecks: int,
    minutes: int,
    split: Split,
    sharing: Sequence[UUID],
    games: Sequence[Played],
    text: str | None = None,
) -> New:
    """The bill for the table, at a rate for an hour, rounded half up. Raises Refusal `nothing_to_split_by`."""
    kopecks = (rate_kopecks * minutes + 30) // 60
    details = {"rate_kopecks": rate_kopecks, "minutes": minutes, "split": split}
    return _bill("table_time", payer, kopecks, sharing, _weights(split, sharing, games), details, text)


def bar(payer: UUID, kopecks: int, sharing: Sequence[UUID], text: str | None = None) -> New:
    """A bill that is split equally. Raises Refusal `nothing_to_split_by`."""
    return _bill("bar", payer, kopecks, sharing, _weights("equally", sharing, ()), {}, text)


def payment(payer: UUID, payee: UUID, kopecks: int, text: str | None = None) -> New:
    """Money handed over: it makes up for a debt of the payer's, as if the payee owed him as much.

    Raises Refusal `payload_invalid` when nobody else is paid.
    """
    if payer == payee:
        raise Refusal("payload_invalid", errors=[FieldError("payee_seat_id", "must be another seat than the payer's")])
    return New("payment", [Transfer(payee, payer, kopecks)], payer, payee, kopecks, text)


def sharing(seats: Sequence[Seat], named: Collection[UUID] | None, split: Split = "equally") -> list[UUID]:
    """Who shares a bill, in the order of `seats`: those named; or everyone who is there, but spectators.

    By games the games say who has a part, so then those who have left share too.
    """
    if named is not None:
        return [seat.id for seat in seats if seat.id in named]
    return [seat.id for seat in seats if split != "equally" or (seat.active and seat.role != "spectator")]


def demand_seats(seats: Iterable[Seat], named: Iterable[UUID]) -> None:
    """Raise Refusal `unknown_seat` for one that is not of this session."""
    if not {seat.id for seat in seats}.issuperset(named):
        raise Refusal("unknown_seat", "Someone named here is not in the session: load it again.")


def demand_recordable(new: New, seat: Seat, standing: Standing, *, closed: bool) -> None:
    """Raise Refusal `not_allowed` or, since after the end of an evening people only settle, `session_closed`.

    Host and scorers keep the journal; everyone may record a payment that he makes or gets.
    """
    own = new.kind == "payment" and seat.id in (new.payer, new.payee)
    standing.demand("settle" if own else "keep_ledger")
    if closed and new.kind != "payment":
        raise Refusal("session_closed")


def demand_reversible(entry: Entry, standing: Standing, player_id: UUID) -> None:
    """Raise Refusal unless this player may take the entry back: it is his own, or he keeps the journal."""
    if entry.recorded_by != player_id and not standing.may("keep_ledger"):
        raise Refusal("not_allowed", "You can take back what you recorded yourself: ask the host for anything else.")
    if entry.kind == "reversal":
        raise Refusal("not_reversible")
    if entry.game_id is not None:
        raise Refusal("game_decides")
    if entry.reversed_by is not None:
        raise Refusal("already_reversed")


def demand_confirmable(entry: Entry, seat: Seat, standing: Standing, seats: Iterable[Seat]) -> None:
    """Raise Refusal unless this seat, one of `seats`, may say that the payment has arrived.

    The payee may, also when he has gone home; for a guest, whoever keeps the journal.
    """
    if entry.kind != "payment":
        raise Refusal("nothing_to_confirm")
    guests = {other.id for other in seats if other.player_id is None}
    for_guest = entry.payee in guests and standing.may("keep_ledger")
    if entry.payee != seat.id and not for_guest:
        raise Refusal("not_allowed", "Only who was paid can confirm it; for a guest, the host or a scorer does.")
    if entry.reversed_by is not None:
        raise Refusal("already_reversed")


def _owed(entries: Iterable[Entry], supposed: Iterable[Transfer]) -> list[Transfer]:
    """A payment is taken off what its payer owes its payee; who has paid too much is owed the rest."""
    left: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for payer, payee, kopecks in supposed:
        left[payer, payee] += kopecks
    for entry in entries:
        for payer, payee, kopecks in entry.transfers:
            if entry.kind == "payment":
                left[payee, payer] -= kopecks
            else:
                left[payer, payee] += kopecks
    return ledger.total(made for pair, kopecks in left.items() if (made := ledger.transfer(*pair, kopecks)))


def _weights(split: Split, sharing: Sequence[UUID], games: Sequence[Played]) -> list[int]:
    """How much of a bill each of those who share it has, in their order."""
    if split == "equally":
        return [1] * len(sharing)
    here = [[seat for seat in sharing if seat in game.seats] for game in games]
    if split == "by_games":
        return [sum(seat in played for played in here) for seat in sharing]
    lost = [
        [seat for seat in played if seat not in game.winners] or played
        for played, game in zip(here, games, strict=True)
    ]
    # Each game has the same part of the whole, which divides by the number of those who lost it, whatever that is.
    part = lcm(*(len(paying) for paying in lost if paying))
    return [sum(part // len(paying) for paying in lost if seat in paying) for seat in sharing]


def _bill(
    kind: Kind,
    payer: UUID,
    kopecks: int,
    sharing: Sequence[UUID],
    weights: Sequence[int],
    details: dict[str, Any],
    text: str | None,
) -> New:
    if not any(weights):
        raise Refusal("nothing_to_split_by")
    parts = list(zip(sharing, ledger.shares(kopecks, weights), strict=True))
    transfers = [Transfer(seat, payer, part) for seat, part in parts if part and seat != payer]
    if not transfers:
        raise Refusal("nothing_to_split_by", "By this nobody would owe anything: name those who share it.")
    kept = [{"seat_id": str(seat), "kopecks": part} for seat, part in parts]
    return New(kind, transfers, payer, None, kopecks, text, {**details, "shares": kept})
