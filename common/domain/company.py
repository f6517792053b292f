"""Who sits together: who plays the next game, and who is the host when the host goes home."""

from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from common.domain.rights import Role
from common.errors import Refusal


class Seat(Protocol):
    """What is asked of a seat here; sequences of seats are in the order of arrival."""

    @property
    def id(self) -> UUID: ...
    @property
    def player_id(self) -> UUID | None: ...
    @property
    def role(self) -> Role: ...
    @property
    def active(self) -> bool: ...


def players(seats: Sequence[Seat], *, turns: Sequence[UUID] | None, playing: Sequence[UUID] | None) -> list[UUID]:
    """Who plays: `turns` as given, or those named in `playing`, or everyone present but spectators, as they came.

    Raises Refusal `unknown_seat` for a seat that is not there, `turns_incomplete` when the two lists disagree.
    """
    present = {seat.id: seat for seat in seats if seat.active}
    for seat_id in [*(turns or ()), *(playing or ())]:
        if seat_id not in present:
            raise Refusal("unknown_seat", "Someone in this list is not in the session: load it again.")
    if turns is not None:
        if playing is not None and set(playing) != set(turns):
            raise Refusal("turns_incomplete")
        return list(turns)
    chosen = playing if playing is not None else [seat.id for seat in present.values() if seat.role != "spectator"]
    return [seat_id for seat_id in present if seat_id in chosen]


def demand_known(seats: Sequence[Seat], named: Iterable[UUID]) -> None:
    """Raise Refusal `unknown_seat` for a seat that this session never had."""
    if set(named) - {seat.id for seat in seats}:
        raise Refusal("unknown_seat", "A target is for someone who is not in the session: load it again.")


def demand_role(seat: Seat, role: Role) -> None:
    """Raise Refusal `host_stays` or `role_needs_account` for a role that cannot be given to this seat."""
    if seat.role == "host" and role != "host":
        raise Refusal("host_stays")
    if seat.player_id is None and role in ("host", "scorer"):
        raise Refusal("role_needs_account")


def heir(seats: Sequence[Seat], leaver: Seat) -> UUID | None:
    """Who becomes host when the host leaves: the longest present scorer, then player; guests and spectators cannot."""
    if leaver.role != "host":
        return None
    others = [seat for seat in seats if seat.active and seat.player_id and seat.id != leaver.id]
    by_role = [seat for role in ("scorer", "player") for seat in others if seat.role == role]
    return by_role[0].id if by_role else None
