"""A game is a fold over its events: `state = fold(rules, turns, events)`, with no clock, no dice and no I/O.

Events are appended, never changed. An undo is an event that names the one it takes back, and can itself be taken back.
What the events of each game count stands in kolkhoz.py and pyramid.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple
from uuid import UUID

from common.domain import kolkhoz, pyramid
from common.domain.rights import Standing
from common.domain.rules import KolkhozRules, Rules
from common.domain.scores import Score, State, after
from common.errors import Refusal

Tap = Literal["pot", "foul", "miss", "turn", "undo", "note"]
"""pot: a ball went down. foul, miss: the turn passes. turn: the scorer says who shoots. note: text, no effect."""
Kind = Literal[Tap, "reorder", "reopen"]
"""reorder: who plays from here on, and in which order. reopen: a finished game goes on, to be corrected."""

SHOTS: tuple[Kind, ...] = ("pot", "foul", "miss", "turn")
"""What happens at the table."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as the client tells it, and `payer_seat_id` as it is recorded."""

    id: UUID
    kind: Kind
    seat_id: UUID | None = None
    color: str | None = None
    number: int | None = None
    """A potted ball's colour or, in the classic pyramid, its number."""
    own_ball: bool = False
    fluke: bool = False
    foul: str | None = None
    """What was breached in one stroke: several breaches, joined by "+", are one foul and cost once."""
    event_id: UUID | None = None
    """The event that an undo takes back."""
    text: str | None = None
    turns: Sequence[UUID] | None = None
    """Of a reorder: who plays from here on."""
    payer_seat_id: UUID | None = None
    """Who pays for a pot: kept in the event, so that later joins and leaves never rewrite an old debt."""

    @property
    def ball(self) -> str | None:
        """The ball's key in `State.left`."""
        return self.color if self.number is None else str(self.number)


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """An event with its place in the game and the player who recorded it."""

    version: int = field(kw_only=True)
    recorded_by: UUID = field(kw_only=True)


class Decision(NamedTuple):
    """An event as it is to be recorded, the state after it, and whether it ends the game."""

    event: Event
    state: State
    ends: bool = False


def start(rules: Rules, turns: Sequence[UUID]) -> State:
    """The state before the first event. Raises Refusal unless these seats can play this game."""
    demand_playable(rules, turns)
    return kolkhoz.start(rules, turns) if isinstance(rules, KolkhozRules) else pyramid.start(rules, turns)


def demand_playable(rules: Rules, seats: Sequence[UUID]) -> None:
    """Raise Refusal unless so many can play this game, and each is named once."""
    if len(set(seats)) != len(seats):
        raise Refusal("turns_incomplete")
    if isinstance(rules, KolkhozRules):
        kolkhoz.demand_playable(seats)
    else:
        pyramid.demand_playable(seats)


def alive(events: Sequence[Event]) -> list[Event]:
    """The events that count: those not taken back, without the undos, in their order."""
    standing = _standing(events)
    return [event for event in events if event.id in standing and event.kind != "undo"]


def fold(rules: Rules, turns: Sequence[UUID], events: Sequence[Event]) -> State:
    """The state after these events, oldest first; `turns` is the order in which the game was started."""
    state = start(rules, turns)
    for event in alive(events):
        _apply(rules, state, event)
    return state


def replay(rules: Rules, turns: Sequence[UUID], events: Sequence[Event]) -> State:
    """The state these events would have led to by other rules, to the end by those. Raises Refusal.

    Everything is decided anew, who pays too; what came after a target was reached is left out.
    """
    rules = replace(rules, turns="manual")  # people came and went as they did, whatever these rules say about it
    state = start(rules, turns)
    for event in alive(events):
        if is_over(rules, state):
            break
        _take(rules, state, event)
    return state


def record(
    rules: Rules,
    turns: Sequence[UUID],
    state: State,
    event: Event,
    *,
    by: UUID,
    standing: Standing,
    events: Sequence[Recorded],
) -> Decision:
    """Decide about a new event of a kind out of `Tap` by a player of this standing. Raises Refusal.

    `events` are all before it, and looked at only for an undo. `state` may be changed in place.
    """
    standing.demand("record")
    if event.kind != "undo":
        return decide(rules, state, event)
    over = is_over(rules, state)
    undone = take_back(rules, turns, events, event)
    if not standing.may("undo_any") and not may_take_back(events, event, by):
        raise Refusal("not_allowed", "You can take back your own last event: ask the host for any other.")
    return Decision(event, undone, ends=is_over(rules, undone) and not over)


def decide(rules: Rules, state: State, event: Event) -> Decision:
    """Take one new event, no undo, into `state`, in place. Raises Refusal, and then leaves the state as it was."""
    if event.seat_id not in state.turns and (event.kind != "note" or event.seat_id is not None):
        raise Refusal("unknown_seat")
    over = is_over(rules, state)
    event = _take(rules, state, event)
    return Decision(event, state, ends=is_over(rules, state) and not over)


def reorder(rules: Rules, state: State, event: Event) -> Decision:
    """Take a new order of play into `state`, in place. Raises Refusal `turns_fixed`, or for seats that cannot play.

    Before anyone has shot any order will do. After that people may come, go and stand in for each other, but those who
    stay keep their order, because the money hangs on it, unless the rules leave it to people (`manual`). In a pyramid
    they keep their places, and with them their sides.
    """
    _check(rules, state, event)
    _apply(rules, state, event)
    return Decision(event, state)


def without(rules: Rules, state: State, leaver: UUID) -> list[UUID] | None:
    """The order of play after someone has left; None where it stays as it is.

    It stays when he does not play, when too few would be left, and in a pyramid, which waits for a substitute.
    """
    left = [seat for seat in state.turns if seat != leaver]
    if not isinstance(rules, KolkhozRules) or not kolkhoz.MIN_SEATS <= len(left) < len(state.turns):
        return None
    return left


def is_over(rules: Rules, state: State) -> bool:
    """Whether the rules themselves end the game here; Kolkhoz is ended by people."""
    return not isinstance(rules, KolkhozRules) and pyramid.is_over(state)


def take_back(rules: Rules, turns: Sequence[UUID], events: Sequence[Event], undo: Event) -> State:
    """The state after `undo`, whose target is one of `events`. Raises Refusal."""
    by_id = {event.id: event for event in events}
    target = by_id.get(undo.event_id) if undo.event_id else None
    if target is None:
        raise Refusal("event_unknown")
    if target.id not in _standing(events):
        raise Refusal("already_undone")
    _demand_undoable(_root(by_id, target), events)
    state = start(rules, turns)
    for event in alive([*events, undo]):
        # A ball that comes back may have been potted again in between, and then cannot be down twice.
        _check(rules, state, event)
        _apply(rules, state, event)
    return state


def may_take_back(events: Sequence[Recorded], undo: Event, player_id: UUID) -> bool:
    """Whether the target is the player's own last event: his newest that stands, or his newest undo."""
    own = [event for event in events if event.recorded_by == player_id]
    standing = _standing(events)
    last = next((event.id for event in reversed(own) if event.kind != "undo" and event.id in standing), None)
    return undo.event_id in (last, own[-1].id if own else None)


def _take(rules: Rules, state: State, event: Event) -> Event:
    """Check a new event, say who pays for it, and apply it; the event as it is to be recorded. Raises Refusal."""
    payer = _check(rules, state, event)
    event = replace(event, payer_seat_id=payer)
    _apply(rules, state, event)
    return event


def _check(rules: Rules, state: State, event: Event) -> UUID | None:
    """Who pays for an event, if anyone does. Raises Refusal for one that cannot have happened."""
    if event.kind == "reorder":
        _demand_order(rules, state, list(event.turns or ()))
    if event.kind not in ("pot", "foul"):
        return None
    if isinstance(rules, KolkhozRules):
        return kolkhoz.payer(rules, state, event)
    pyramid.check(state, event)
    return None


def _apply(rules: Rules, state: State, event: Event) -> None:
    """Take one recorded event into the state, in place."""
    match event.kind, event.seat_id:
        case "pot" | "foul", UUID() as seat:
            state.played = True
            if isinstance(rules, KolkhozRules):
                kolkhoz.apply(rules, state, event, seat)
            else:
                pyramid.apply(rules, state, event, seat)
        case "miss", UUID() as seat:
            state.played, state.in_hand = True, False
            state.shooter = after(state.turns, seat)
        case "turn", UUID() as seat:
            state.played, state.in_hand = True, False
            state.shooter = seat
        case "reorder", _:
            _seat(rules, state, list(event.turns or ()))


def _demand_order(rules: Rules, state: State, turns: Sequence[UUID]) -> None:
    """Raise Refusal unless these can play on, in this order: see `reorder`."""
    demand_playable(rules, turns)
    if not state.played:
        return
    if isinstance(rules, KolkhozRules):
        allowed = rules.turns == "manual" or _comes_or_goes(state.turns, turns)
    else:
        allowed = len(turns) == len(state.turns) and all(
            old == new or old not in turns for old, new in zip(state.turns, turns, strict=True)
        )
    if not allowed:
        raise Refusal("turns_fixed")


def _seat(rules: Rules, state: State, turns: list[UUID]) -> None:
    """Another order of play, in which newcomers begin at 0.

    A side of a pyramid goes on with its points and its target, whoever plays for it.
    """
    if not state.played:
        # Who was only named, and has not played, leaves nothing behind.
        fresh = start(rules, turns)
        state.shooter, state.turns, state.scores, state.sides = fresh.shooter, fresh.turns, fresh.scores, fresh.sides
        return
    state.shooter = _shooter(state.turns, turns, state.shooter)
    state.turns = turns
    for seat in turns:
        state.scores.setdefault(seat, Score())


def _shooter(old: Sequence[UUID], new: Sequence[UUID], shooter: UUID) -> UUID:
    """Who shoots in the new order: the shooter or, if he has left, who has his place or follows the one before him."""
    if shooter in new:
        return shooter
    place = old.index(shooter)
    if len(new) == len(old) and new[place] not in old:
        return new[place]
    preceding = [*reversed(old[:place]), *reversed(old[place:])]
    return after(new, next((seat for seat in preceding if seat in new), new[-1]))


def _comes_or_goes(old: Sequence[UUID], new: Sequence[UUID]) -> bool:
    """Whether these orders differ in who plays, while those who stay follow each other as before."""
    stayed = [seat for seat in old if seat in new]
    follow = [seat for seat in new if seat in old]
    if len(stayed) == len(old) == len(new):
        return False
    head = stayed.index(follow[0]) if follow else 0
    return follow == [*stayed[head:], *stayed[:head]]


def _demand_undoable(root: Event, events: Sequence[Event]) -> None:
    """Raise Refusal for what no undo, in the end about `root`, may take away or bring back.

    That is a reopening, an order that was played in, and a shot into another order than it was played in: who paid for
    it, and who shot, was decided there. Another order can be set at any time, and a shot recorded anew.
    """
    place, standing = events.index(root), _standing(events)
    if root.kind == "reopen":
        raise Refusal("not_undoable")
    if root.kind == "reorder":
        later = [event.kind for event in events[place:] if event.id in standing and event.id != root.id]
        if any(kind in (*SHOTS, "reorder") for kind in later):
            raise Refusal("not_undoable", "Something was played in this order since: set the order anew instead.")
    before = events[:place]
    then = _standing(before)
    moved = any(event.kind == "reorder" and (event.id in then) != (event.id in standing) for event in before)
    if root.kind in SHOTS and moved:
        raise Refusal("not_undoable", "The order of play is another one now: record it anew instead.")


def _root(by_id: dict[UUID, Event], event: Event) -> Event:
    """What an undo of an undo of … is in the end about."""
    while event.kind == "undo" and event.event_id:
        event = by_id[event.event_id]
    return event


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
