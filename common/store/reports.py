"""Reports of evenings: asked for by anyone who was there, made once, withdrawn with a person who is erased."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from common.domain import journal, report
from common.domain.events import ReportWithdrawn
from common.domain.report import KEPT_DAYS, Format, Wish
from common.errors import Refusal
from common.store import ledger, outbox, sessions
from common.store.sessions import Session
from common.store.sql import reports as sql
from common.store.statement import Executor, Record

FORGOTTEN = timedelta(days=KEPT_DAYS + 7)
"""The storage deletes files when it comes to it: a person who is erased until then still finds them by their rows."""

_SCORES = msgspec.json.Decoder(tuple[report.SeatScore, ...])


@dataclass(frozen=True, slots=True)
class Report:
    """One file, of one evening."""

    id: UUID
    session_id: UUID
    wish: Wish
    requested_at: datetime
    made_at: datetime | None
    """None until it can be fetched."""
    size_bytes: int | None

    @property
    def kept_until(self) -> datetime | None:
        """When it can be fetched no more, and the storage's lifecycle rule deletes it; None before it is made."""
        return self.made_at and self.made_at + timedelta(days=KEPT_DAYS)

    @property
    def key(self) -> str:
        """Its place in the storage."""
        return key(self.id, self.wish.format)


class Contents(NamedTuple):
    """What a report says, and by which names it calls the seats."""

    report: report.Report
    names: dict[UUID, str]


class Asked(NamedTuple):
    """What asking came to."""

    report: Report
    is_new: bool
    """Whether it has to be made; otherwise it is there, or is being made already."""
    by_another: bool
    """Whether others had asked for it, and this player has not yet."""


def key(report_id: UUID, format_: Format) -> str:
    """The place of a report in the storage; the lifecycle rule is about everything below `reports/`."""
    return f"reports/{report_id}.{format_}"


async def ask(db: Executor, session: Session, player_id: UUID, wish: Wish) -> Asked:
    """The report of a session at its version, for a player who may have it. Raises Refusal `unavailable`."""
    await sql.DROP_OLD.run(db, session_id=session.id, kept=timedelta(days=KEPT_DAYS))
    wished = {"session_id": session.id, "session_version": session.version, **asdict(wish)}
    row = made = await sql.MAKE.one(db, **wished)
    row = row or await sql.FIND.one(db, **wished)
    if row is None:  # it was there a statement ago: somebody is being erased in this very moment
        raise Refusal("unavailable")
    found = _report(row)
    is_first = await sql.WANT.one(db, report_id=found.id, player_id=player_id) is not None
    return Asked(found, is_new=made is not None, by_another=made is None and is_first)


async def find(db: Executor, report_id: UUID) -> Report | None:
    """A report; None for one that was withdrawn."""
    row = await sql.READ.one(db, report_id=report_id)
    return _report(row) if row else None


async def read(db: Executor, report_id: UUID, player_id: UUID) -> Report:
    """A report for someone who may see all that it says. Raises Refusal."""
    found = await find(db, report_id)
    if found is None:
        raise Refusal("not_found")
    session = await sessions.read(db, found.session_id)
    session.demand(player_id, "see_sums" if found.wish.sums else "see")
    return found


async def wanted_by(db: Executor, report_id: UUID) -> list[UUID]:
    """The players who have asked for a report."""
    return [row["player_id"] for row in await sql.WANTED_BY.all(db, report_id=report_id)]


async def contents(db: Executor, asked: Report) -> Contents:
    """What the report says: its evening as it is now."""
    wish = asked.wish
    played = [_played(row) for row in await sql.PLAYED.all(db, session_id=asked.session_id)]
    kept = await ledger.entries(db, asked.session_id) if wish.sums else []
    # The last to be read, because seats are only ever added: everyone named before has one.
    session = await sessions.read(db, asked.session_id)
    names = {seat.id: seat.display_name for seat in session.seats}
    nets = journal.balance(names, kept).nets if wish.sums else None
    said = report.Report(
        name=session.name,
        began_at=session.created_at,
        closed_at=session.closed_at,
        as_of=asked.requested_at,
        people=report.people(names, played, nets),
        games=report.games(names, played, sums=wish.sums),
        entries=tuple(made for each in kept if (made := report.entry(names, each, each.at))),
        settle_up=report.settle_up(names, nets) if nets else (),
        sums=wish.sums,
        language=wish.language,
        time_zone=wish.time_zone,
    )
    return Contents(said, names)


async def made(db: Executor, report_id: UUID, size_bytes: int) -> bool:
    """The file lies in its place; False if it must not, because the report was withdrawn meanwhile."""
    return await sql.MADE.one(db, report_id=report_id, size_bytes=size_bytes) is not None


async def withdraw(db: Executor, player_id: UUID) -> None:
    """Forget the reports of all evenings that a player was at, and tell the world that their files have to go.

    His name must be gone before: a report that is made meanwhile waits for that (`hold_names`), or is found here.
    """
    for row in await sql.WITHDRAW.all(db, player_id=player_id):
        await outbox.tell(db, ReportWithdrawn(row["id"], row["format"]))


async def forget(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` of the reports that were made, or asked for in vain, `FORGOTTEN` ago; how many."""
    return await sql.FORGET.changed(db, kept=FORGOTTEN, limit=limit)


async def hold_names(db: Executor, session_id: UUID) -> dict[UUID, str]:
    """What everyone at the table is called; nobody's name changes before the end of the transaction."""
    rows = await sql.HOLD_NAMES.all(db, session_id=session_id)
    return {row["id"]: row["display_name"] for row in rows}


def _report(row: Record) -> Report:
    wish = Wish(row["format"], row["language"], row["time_zone"], row["sums"])
    return Report(row["id"], row["session_id"], wish, row["requested_at"], row["made_at"], row["size_bytes"])


def _played(row: Record) -> report.Played:
    return report.Played(
        number=row["number"],
        game_type=row["game_type"],
        winners=frozenset(row["winner_seat_ids"]),
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        scores=_SCORES.decode(row["scores"]),
    )
