"""A game is a fold over its events: `state = fold(rules, turns, events)`, with no clock, no dice and no I/O.

Events are appended, never changed. An undo is an event that names the one it takes back, and can itself be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from common.domain import kolkhoz
from common.domain.rights import Role, Scorers, demand, may
from common.domain.rules import KolkhozRules, Rules
from common.domain.scores import State
from common.errors import Refusal

Kind = Literal["pot", "foul", "miss", "turn", "undo", "note"]
"""pot: a ball went down. foul, miss: the turn passes. turn: the scorer says who shoots. note: text, no effect."""

MIN_SEATS, MAX_SEATS = 2, 8


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as the client tells it, and `payer_seat_id` as it is recorded."""

    id: UUID
    kind: Kind
    seat_id: UUID | None = None
    color: str | None = None
    own_ball: bool = False
    fluke: bool = False
    foul: str | None = None
    event_id: UUID | None = None
    """The event that an undo takes back."""
    text: str | None = None
    payer_seat_id: UUID | None = None
    """Who pays for a pot: kept in the event, so that later joins and leaves never rewrite an old debt."""


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """An event with its place in the game and the player who recorded it."""

    version: int = field(kw_only=True)
    recorded_by: UUID = field(kw_only=True)


def start(rules: Rules, turns: Sequence[UUID]) -> State:
    """The state before the first event, for seats that `demand_playable` has passed. Raises Refusal."""
    return kolkhoz.start(_kolkhoz(rules), turns)


def demand_playable(seats: Sequence[UUID]) -> None:
    """Raise Refusal unless so many can play one game, and each is named once."""
    if len(set(seats)) != len(seats):
        raise Refusal("turns_incomplete")
    if len(seats) < MIN_SEATS:
        raise Refusal("need_two_players")
    if len(seats) > MAX_SEATS:
        raise Refusal("too_many_players")


def alive(events: Sequence[Event]) -> list[Event]:
    """The events that count: those not taken back, without the undos, in their order."""
    standing = _standing(events)
    return [event for event in events if event.id in standing and event.kind != "undo"]


def fold(rules: Rules, turns: Sequence[UUID], events: Sequence[Event]) -> State:
    """The state after these events, oldest first."""
    state = start(rules, turns)
    for event in alive(events):
        kolkhoz.apply(_kolkhoz(rules), turns, state, event)
    return state


def decide(rules: Rules, turns: Sequence[UUID], state: State, event: Event) -> Event:
    """Take one new event, no undo, into `state`, in place; the event as it is to be recorded. Raises Refusal."""
    if event.seat_id not in state.scores and (event.kind != "note" or event.seat_id is not None):
        raise Refusal("unknown_seat")
    event = replace(event, payer_seat_id=kolkhoz.payer(_kolkhoz(rules), turns, state, event))
    kolkhoz.apply(_kolkhoz(rules), turns, state, event)
    return event


def record(
    rules: Rules,
    turns: Sequence[UUID],
    state: State,
    event: Event,
    *,
    by: UUID,
    role: Role,
    scorers: Scorers,
    events: Sequence[Recorded],
) -> tuple[Event, State]:
    """Any new event by a player of this role: the event as it is to be recorded and the state after it. Raises Refusal.

    `events` are all before it, and looked at only for an undo. `state` may be changed in place.
    """
    demand(role, "record", scorers)
    if event.kind != "undo":
        return decide(rules, turns, state, event), state
    undone = take_back(rules, turns, events, event)
    if not may(role, "undo_any", scorers) and not may_take_back(events, event, by):
        raise Refusal("not_allowed", "You can take back your own last event: ask the host for any other.")
    return event, undone


def take_back(rules: Rules, turns: Sequence[UUID], events: Sequence[Event], undo: Event) -> State:
    """The state after `undo`, whose target is one of `events`. Raises Refusal."""
    if undo.event_id not in {event.id for event in events}:
        raise Refusal("event_unknown")
    if undo.event_id not in _standing(events):
        raise Refusal("already_undone")
    state = fold(rules, turns, [*events, undo])
    if min(state.left.values()) < 0:
        # An undone pot came back, and its ball was potted again in between.
        raise Refusal("ball_already_down")
    return state


def may_take_back(events: Sequence[Recorded], undo: Event, player_id: UUID) -> bool:
    """Whether the target is the player's own last event: his newest that stands, or his newest undo."""
    own = [event for event in events if event.recorded_by == player_id]
    standing = _standing(events)
    last = next((event.id for event in reversed(own) if event.kind != "undo" and event.id in standing), None)
    return undo.event_id in (last, own[-1].id if own else None)


def _standing(events: Sequence[Event]) -> set[UUID]:
    """The ids of all events, undos too, that no standing undo takes back.

    An undo names an earlier event, so from the newest to the oldest every undo is judged before its target.
    """
    taken_back: set[UUID] = set()
    standing: set[UUID] = set()
    for event in reversed(events):
        if event.id in taken_back:
            continue
        standing.add(event.id)
        if event.kind == "undo" and event.event_id:
            taken_back.add(event.event_id)
    return standing


def _kolkhoz(rules: Rules) -> KolkhozRules:
    if not isinstance(rules, KolkhozRules):
        raise Refusal("game_type_unsupported")
    return rules
