"""An evening's money by other rules. In kopecks."""

from collections.abc import Iterable, Sequence
from typing import Self
from uuid import UUID

import msgspec

from common.domain import journal, result
from common.schemas.money import SeatBalance, Transfer, seat_balances, transfers
from common.store import games, sessions
from common.store import ledger as store_ledger
from common.store.games import Game as StoredGame


class ReplayedGame(msgspec.Struct, frozen=True):
    """A game as it would have ended by other rules."""

    game_id: UUID
    number: int
    winner_seat_ids: list[UUID]
    transfers: list[Transfer]
    balances: list[SeatBalance]

    @classmethod
    def of(cls, game: games.Game, end: result.Result) -> Self:
        return cls(game.id, game.number, end.winners, transfers(end.transfers), seat_balances(end.nets))


class Replayed(msgspec.Struct, frozen=True):
    """An evening's money as it would have been: with these games by other rules, and all else as it was."""

    balances: list[SeatBalance]
    transfers: list[Transfer]
    settle_up: list[Transfer]
    games: list[ReplayedGame]

    @classmethod
    def of(
        cls,
        seats: Iterable[sessions.Seat],
        entries: Iterable[store_ledger.Entry],
        ends: Sequence[tuple[StoredGame, result.Result]],
    ) -> Self:
        replayed = {game.id for game, _ in ends}
        kept = [entry for entry in entries if entry.game_id not in replayed]
        supposed = [transfer for _, end in ends for transfer in end.transfers]
        nets, owed, settle_up = journal.balance([seat.id for seat in seats], kept, supposed)
        shown = [ReplayedGame.of(game, end) for game, end in ends]
        return cls(seat_balances(nets), transfers(owed), transfers(settle_up), shown)
