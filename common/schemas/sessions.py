"""An evening, and who takes part in it."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

import msgspec

from common.domain import rules as play_rules
from common.domain import series
from common.domain.rights import Role, Scorers, Sums
from common.store import sessions


class Seat(msgspec.Struct, frozen=True):
    """One participant of a session: a player, or a guest, who has no account."""

    id: UUID
    player_id: UUID | None
    display_name: str
    role: Role
    is_guest: bool
    active: bool

    @classmethod
    def of(cls, seat: sessions.Seat) -> Self:
        return cls(seat.id, seat.player_id, seat.display_name, seat.role, seat.player_id is None, seat.active)


class SeriesSide(msgspec.Struct, frozen=True):
    """One of the two sides of a series, and the games it has won."""

    seat_ids: list[UUID]
    wins: int


class Series(msgspec.Struct, frozen=True):
    """Games of pyramid between the same two sides; `winner_seat_ids` once it is decided."""

    game_type: play_rules.GameType
    sides: list[SeriesSide]
    winner_seat_ids: list[UUID]

    @classmethod
    def of(cls, played: series.Series) -> Self:
        sides = [SeriesSide(list(side), wins) for side, wins in zip(played.sides, played.wins, strict=True)]
        return cls(played.game_type, sides, [] if played.winner is None else list(played.sides[played.winner]))


class Session(msgspec.Struct, frozen=True):
    """An evening; `version` grows by one with every visible change in it or in its games.

    `seed_sha256` (hex) commits to the seed that turns are drawn from, which is told when the session is closed.
    """

    id: UUID
    code: str
    name: str
    status: Literal["open", "closed"]
    host_seat_id: UUID | None
    scorers: Scorers
    sums: Sums
    rules: dict[str, Any]
    best_of: int | None
    series: Series | None
    seats: list[Seat]
    current_game_id: UUID | None
    version: int
    created_at: datetime
    closed_at: datetime | None
    seed_sha256: str

    @classmethod
    def of(cls, session: sessions.Session) -> Self:
        return cls(
            id=session.id,
            code=session.code,
            name=session.name,
            status=session.status,
            host_seat_id=next((seat.id for seat in session.seats if seat.role == "host"), None),
            scorers=session.scorers,
            sums=session.sums,
            rules=play_rules.as_json(session.rules),
            best_of=session.best_of,
            series=Series.of(session.series) if session.series else None,
            seats=[Seat.of(seat) for seat in session.seats],
            current_game_id=session.current_game_id,
            version=session.version,
            created_at=session.created_at,
            closed_at=session.closed_at,
            seed_sha256=session.seed_sha256.hex(),
        )
