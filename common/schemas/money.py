"""Who pays whom, what everyone is up or down, and the journal that says why. Money in kopecks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from common.domain import journal, ledger
from common.store import ledger as store_ledger


class Transfer(msgspec.Struct, frozen=True):
    """Who pays whom, and how much."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    kopecks: int


class SeatBalance(msgspec.Struct, frozen=True):
    """What a seat is up (above zero) or down."""

    seat_id: UUID
    net_kopecks: int


class LedgerEntry(msgspec.Struct, frozen=True):
    """One line of the journal, explained: who has paid or pays what, and who owes whom because of it.

    `payer_seat_id` has paid a bill, or pays `payee_seat_id`; `details` of a bill say how it was split. A payment counts
    once it is `confirmed`; an entry that was taken back (`reversed_by`) and the one that does it count for nothing.
    """

    id: UUID
    kind: journal.Kind
    game_id: UUID | None
    game_number: int | None
    payer_seat_id: UUID | None
    payee_seat_id: UUID | None
    kopecks: int | None
    details: dict[str, Any]
    text: str | None
    transfers: list[Transfer]
    confirmed: bool
    reverses_id: UUID | None
    reversed_by: UUID | None
    recorded_by: UUID
    at: datetime

    @classmethod
    def of(cls, entry: store_ledger.Entry) -> Self:
        return cls(
            id=entry.id,
            kind=entry.kind,
            game_id=entry.game_id,
            game_number=entry.game_number,
            payer_seat_id=entry.payer,
            payee_seat_id=entry.payee,
            kopecks=entry.kopecks,
            details=dict(entry.details),
            text=entry.text,
            transfers=transfers(entry.transfers),
            confirmed=entry.confirmed,
            reverses_id=entry.reverses_id,
            reversed_by=entry.reversed_by,
            recorded_by=entry.recorded_by,
            at=entry.at,
        )


class Balance(msgspec.Struct, frozen=True):
    """An evening's money: the nets, who owes whom, the fewest payments that clear it, and why: the journal.

    What was paid is taken off what is owed, so the nets are the sums of `transfers`.
    """

    balances: list[SeatBalance]
    transfers: list[Transfer]
    settle_up: list[Transfer]
    entries: list[LedgerEntry]

    @classmethod
    def of(cls, seats: Iterable[UUID], entries: Sequence[store_ledger.Entry]) -> Self:
        nets, owed, settle_up = journal.balance(seats, entries)
        return cls(seat_balances(nets), transfers(owed), transfers(settle_up), [LedgerEntry.of(e) for e in entries])


def transfers(paid: Iterable[ledger.Transfer]) -> list[Transfer]:
    """Transfers as they are answered."""
    return [Transfer(*transfer) for transfer in paid]


def seat_balances(nets: Mapping[UUID, int]) -> list[SeatBalance]:
    """Balances as they are answered, in their order."""
    return [SeatBalance(seat, net) for seat, net in nets.items()]
