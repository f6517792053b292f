"""Evenings and their seats."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self
from uuid import UUID

import msgspec

from common.domain import rules, series
from common.domain.rights import Action, Role, Scorers, Standing, Sums
from common.errors import Refusal
from common.store.sql import sessions as sql
from common.store.statement import Executor, Record

MAX_SEATS = 16
IDLE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seat:
    """One participant; a guest has no `player_id`."""

    id: UUID
    player_id: UUID | None
    display_name: str
    role: Role
    active: bool


_SEATS = msgspec.json.Decoder(list[Seat])
_PYRAMIDS = msgspec.json.Decoder(list[series.Played])


@dataclass(frozen=True, slots=True)
class Session:
    """An evening with its seats, in the order in which they came."""

    id: UUID
    code: str
    name: str
    status: Literal["open", "closed"]
    scorers: Scorers
    sums: Sums
    rules: rules.Rules
    best_of: int | None
    version: int
    created_at: datetime
    closed_at: datetime | None
    seats: list[Seat]
    current_game_id: UUID | None
    series: series.Series | None
    """The one that is being played, or was played last; None where games stand alone."""
    seed_sha256: bytes
    """Commits to the secret seed that turns are drawn from."""

    def seat_of(self, player_id: UUID) -> Seat | None:
        """The player's seat, also when he has left it."""
        return next((seat for seat in self.seats if seat.player_id == player_id), None)

    def demand(self, player_id: UUID, action: Action) -> Seat:
        """The seat of someone who may do this. Raises Refusal `not_found`, `not_a_member` or `not_allowed`."""
        seat = self.seat_of(player_id)
        if seat is None:
            raise Refusal("not_found")
        self.standing(seat).demand(action)
        return seat

    def standing(self, seat: Seat) -> Standing:
        """The rights that go with a seat."""
        return Standing(seat.role, seat.active, self.scorers, self.sums)

    def seen_by(self, player_id: UUID) -> Self:
        """The session as it is shown: as one for points to whoever may not see what it costs."""
        shown = self.standing(self.demand(player_id, "see")).may("see_sums")
        return self if shown else replace(self, rules=rules.for_points(self.rules))

    def active_seat(self, seat_id: UUID) -> Seat:
        """The seat on which somebody sits. Raises Refusal `seat_unknown`."""
        found = next((seat for seat in self.seats if seat.id == seat_id and seat.active), None)
        if found is None:
            raise Refusal("seat_unknown")
        return found

    def demand_open(self) -> None:
        """Raise Refusal `session_closed` unless the evening goes on."""
        if self.status == "closed":
            raise Refusal("session_closed")

    def demand_room(self) -> None:
        """Raise Refusal `session_full` unless one more can sit down."""
        if sum(seat.active for seat in self.seats) >= MAX_SEATS:
            raise Refusal("session_full")


async def create(
    db: Executor,
    player_id: UUID,
    *,
    codes: Iterable[str],
    name: str,
    scorers: Scorers,
    sums: Sums,
    given: rules.Rules,
    best_of: int | None,
    seed: bytes,
) -> UUID:
    """A session with its host, under the first of `codes` that is free; its id. Raises Refusal."""
    for code in codes:
        made: UUID | None = await sql.CREATE.value(
            db,
            player_id=player_id,
            code=code,
            name=name,
            scorers=scorers,
            sums=sums,
            rules=_json(given),
            best_of=best_of,
            seed=seed,
        )
        if made:
            return made
    raise Refusal("unavailable")


async def lock(db: Executor, session_id: UUID) -> Session:
    """One session, locked until the end of the transaction. Raises Refusal `not_found`."""
    if not await sql.LOCK.value(db, session_id=session_id):
        raise Refusal("not_found")
    return await read(db, session_id)


async def lock_by_code(db: Executor, code: str) -> Session:
    """The same by its join code. Raises Refusal `code_unknown`."""
    found: UUID | None = await sql.LOCK_BY_CODE.value(db, code=code)
    if not found:
        raise Refusal("code_unknown")
    return await read(db, found)


async def read(db: Executor, session_id: UUID) -> Session:
    """One session, whoever asks. Raises Refusal `not_found`."""
    row = await sql.SHOW.one(db, session_id=session_id)
    if row is None:
        raise Refusal("not_found")
    return _session(row)


async def show(db: Executor, session_id: UUID, player_id: UUID) -> Session:
    """One session for someone who has or had a seat in it. Raises Refusal `not_found` for anyone else."""
    session = await read(db, session_id)
    session.demand(player_id, "see")
    return session


async def players_of(db: Executor, session_id: UUID) -> dict[UUID, UUID | None]:
    """The account behind each seat; None for a guest."""
    return {seat.id: seat.player_id for seat in (await read(db, session_id)).seats}


async def list_of(
    db: Executor, player_id: UUID, *, status: str | None, before: UUID | None, limit: int
) -> list[Session]:
    """A player's sessions, the newest first, those before the id `before`."""
    rows = await sql.LIST.all(db, player_id=player_id, status=status, before=before, limit=limit)
    return [_session(row) for row in rows]


async def attended(db: Executor, player_id: UUID) -> list[UUID]:
    """The open sessions that a player sits in, in the order of their ids."""
    return [row["session_id"] for row in await sql.ATTENDED.all(db, player_id=player_id)]


async def abandoned(db: Executor) -> UUID | None:
    """An open session in which nothing has happened for `IDLE`, or None."""
    found: UUID | None = await sql.ABANDONED.value(db, idle=IDLE)
    return found


async def is_abandoned(db: Executor, session_id: UUID) -> bool:
    """Whether this one is such a session."""
    return await sql.IS_ABANDONED.value(db, idle=IDLE, session_id=session_id) is not None


async def versions(db: Executor, session_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The version of each of these sessions."""
    return {row["id"]: row["version"] for row in await sql.VERSIONS.all(db, session_ids=list(session_ids))}


async def join(db: Executor, session_id: UUID, player_id: UUID, role: Role) -> UUID:
    """A seat for a player, or the one he had before he left; its id."""
    seat: UUID = await sql.JOIN.value(db, session_id=session_id, player_id=player_id, role=role)
    return seat


async def add_guest(db: Executor, session_id: UUID, display_name: str) -> UUID:
    """A seat for someone without an account; its id."""
    seat: UUID = await sql.ADD_GUEST.value(db, session_id=session_id, display_name=display_name)
    return seat


async def change_seat(db: Executor, seat_id: UUID, *, role: Role, active: bool) -> None:
    """Another role for a seat, or its end."""
    await sql.CHANGE_SEAT.run(db, seat_id=seat_id, role=role, active=active)


async def change(db: Executor, changed: Session) -> int:
    """Other settings: name, scorers, sums, rules and series as they are in `changed`; the new version."""
    version: int = await sql.CHANGE.value(
        db,
        session_id=changed.id,
        name=changed.name,
        scorers=changed.scorers,
        sums=changed.sums,
        rules=_json(changed.rules),
        best_of=changed.best_of,
    )
    return version


async def touch(db: Executor, session_id: UUID) -> int:
    """One more visible change; the new version."""
    version: int = await sql.TOUCH.value(db, session_id=session_id)
    return version


async def close(db: Executor, session_id: UUID) -> int:
    """End the evening; the new version."""
    version: int = await sql.CLOSE.value(db, session_id=session_id)
    return version


def _session(row: Record) -> Session:
    return Session(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        status=row["status"],
        scorers=row["scorers"],
        sums=row["sums"],
        rules=rules.parse(msgspec.json.decode(row["rules"])),
        best_of=row["best_of"],
        version=row["version"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        seats=_SEATS.decode(row["seats"]),
        current_game_id=row["current_game_id"],
        series=series.current(row["best_of"], _PYRAMIDS.decode(row["pyramids"])) if row["pyramids"] else None,
        seed_sha256=row["seed_sha256"],
    )


def _json(given: rules.Rules) -> str:
    return msgspec.json.encode(given).decode()
