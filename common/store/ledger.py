"""The journal of an evening's money: entries are appended, and taken back by other entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from common.domain import journal
from common.domain.ledger import Transfer
from common.errors import Refusal
from common.store.sql import ledger as sql
from common.store.statement import Executor, Record

_TRANSFERS = msgspec.json.Decoder(list[Transfer])
_DETAILS = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(journal.Entry):
    """An entry with its time, and the number of its game."""

    game_number: int | None
    at: datetime


async def entries(db: Executor, session_id: UUID) -> list[Entry]:
    """All entries of a session, oldest first."""
    return [_entry(row) for row in await sql.ENTRIES.all(db, session_id=session_id, entry_id=None)]


async def read(db: Executor, session_id: UUID, entry_id: UUID) -> Entry:
    """One entry of a session. Raises Refusal `entry_unknown`."""
    row = await sql.ENTRIES.one(db, session_id=session_id, entry_id=entry_id)
    if row is None:
        raise Refusal("entry_unknown")
    return _entry(row)


async def played(db: Executor, session_id: UUID) -> list[journal.Played]:
    """The finished games of a session, as far as bills are split by them."""
    rows = await sql.PLAYED.all(db, session_id=session_id)
    return [journal.Played(row["seats"], row["winner_seat_ids"]) for row in rows]


async def save(db: Executor, session_id: UUID, new: journal.New, player_id: UUID) -> UUID:
    """A new entry, in the player's name; its id."""
    return await _save(
        db,
        session_id,
        player_id,
        new.transfers,
        kind=new.kind,
        payer_seat_id=new.payer,
        payee_seat_id=new.payee,
        kopecks=new.kopecks,
        details=msgspec.json.encode(new.details).decode(),
        text=new.text,
    )


async def save_game(
    db: Executor, session_id: UUID, game_id: UUID, transfers: Sequence[Transfer], player_id: UUID
) -> None:
    """What a finished game has come to; nothing for one that was not played for money."""
    if transfers:
        await _save(db, session_id, player_id, transfers, kind="game", game_id=game_id)


async def reverse(db: Executor, entry_id: UUID, text: str | None, player_id: UUID) -> UUID:
    """Take an entry back that stands, in the player's name; the id of the entry that does."""
    made: UUID | None = await sql.REVERSE.value(db, entry_id=entry_id, text=text, player_id=player_id)
    if made is None:
        raise Refusal("already_reversed")
    return made


async def reverse_game(db: Executor, game_id: UUID, player_id: UUID) -> None:
    """Take back what a game has come to, because it goes on."""
    await sql.REVERSE_GAME.run(db, game_id=game_id, text=None, player_id=player_id)


async def confirm(db: Executor, entry_id: UUID, player_id: UUID) -> None:
    """A payment has arrived, says the player."""
    await sql.CONFIRM.run(db, entry_id=entry_id, player_id=player_id)


async def _save(
    db: Executor, session_id: UUID, player_id: UUID, transfers: Sequence[Transfer], *, kind: journal.Kind, **fields: Any
) -> UUID:
    nothing = dict.fromkeys(("game_id", "payer_seat_id", "payee_seat_id", "kopecks", "text"))
    made: UUID = await sql.SAVE.value(
        db,
        session_id=session_id,
        player_id=player_id,
        kind=kind,
        payers=[transfer.payer for transfer in transfers],
        payees=[transfer.payee for transfer in transfers],
        amounts=[transfer.kopecks for transfer in transfers],
        **{**nothing, "details": "{}", **fields},
    )
    return made


def _entry(row: Record) -> Entry:
    return Entry(
        id=row["id"],
        kind=row["kind"],
        game_id=row["game_id"],
        game_number=row["game_number"],
        reverses_id=row["reverses_id"],
        reversed_by=row["reversed_by"],
        payer=row["payer_seat_id"],
        payee=row["payee_seat_id"],
        kopecks=row["kopecks"],
        details=_DETAILS.decode(row["details"]),
        text=row["text"],
        transfers=_TRANSFERS.decode(row["transfers"] or "[]"),
        confirmed=row["confirmed"],
        recorded_by=row["recorded_by"],
        at=row["at"],
    )
