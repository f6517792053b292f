"""Whether an evening's draws were honest, and how often they let each pay each: anyone can find out the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from common.domain import cycles
from common.domain.dice import commitment
from common.domain.game import SHOTS, Event, alive
from common.domain.rules import Breaks, TurnsMode
from common.domain.turns import Draw, draw

What = Literal["seed", "session", "rules", "seats", "history", "last_potter", "turns"]
"""What does not follow. seed: it is not the one committed to. turns: not what this seed and these facts give.
The others are facts of the draw that are not those of the evening."""


@dataclass(frozen=True, slots=True)
class Played:
    """A game of an evening, as its record says."""

    mode: TurnsMode
    breaks: Breaks
    turns: Sequence[UUID]
    """The order in which it was started."""
    orders: Sequence[Sequence[UUID]]
    """Those in which it was played, see `orders`; none when it was cancelled."""
    last_potter: UUID | None = None
    draw: Draw | None = None
    """None where people gave the order."""
    reopened: bool = False
    """It was corrected after its end, and perhaps after it had been the past of another draw."""


class Mismatch(NamedTuple):
    """A draw that does not follow: the number of its game, None for the seed itself, and what is wrong."""

    number: int | None
    what: What


def orders(turns: Sequence[UUID], events: Sequence[Event]) -> list[Sequence[UUID]]:
    """The orders in which something was played in a game started in the order `turns`; the last if nothing was."""
    played: list[Sequence[UUID]] = []
    for event in alive(events):
        if event.kind == "reorder":
            turns = event.turns or ()
        elif event.kind in SHOTS and turns not in played[-1:]:
            played.append(turns)
    return played or [turns]


def facts(session_id: UUID, mode: TurnsMode, breaks: Breaks, seats: Sequence[UUID], games: Sequence[Played]) -> Draw:
    """What the order of the next game is drawn from, after these."""
    last = next((game for game in reversed(games) if game.orders), None)
    history = [game.orders for game in games]
    return Draw.of(session_id, mode, breaks, seats, history, last.last_potter if last else None)


def pairs(games: Sequence[Played]) -> Counter[tuple[UUID, UUID]]:
    """In how many games X could pay Y, as (X, Y): X played before Y in some order of the game."""
    return Counter(pair for game in games for pair in {pair for order in game.orders for pair in cycles.pairs(order)})


def check(seed: bytes, committed: bytes, session_id: UUID, games: Sequence[Played]) -> list[Mismatch]:
    """Draw every order of an evening again; what does not follow from the seed, or from the games before.

    `games` are all of the session, by their numbers 1, 2, 3, … The past of a draw is not compared with a game that was
    reopened: what it was at the time of the draw is no longer known.
    """
    wrong = [] if commitment(seed) == committed else [Mismatch(None, "seed")]
    for number, game in enumerate(games, 1):
        if game.draw is not None:
            doubts = _doubts(seed, session_id, game, game.draw, games[: number - 1])
            wrong += [Mismatch(number, what) for what in doubts]
    return wrong


def _doubts(seed: bytes, session_id: UUID, game: Played, given: Draw, before: Sequence[Played]) -> Iterator[What]:
    people = dict(enumerate([*given.seats, *given.others]))
    told = [[[people.get(person) for person in order] for order in earlier] for earlier in given.history]
    if given.session_id != session_id:
        yield "session"
    if (given.mode, given.breaks) != (game.mode, game.breaks):
        yield "rules"
    if list(given.seats) != sorted(game.turns):  # ids of seats are in the order of arrival
        yield "seats"
    if len(told) != len(before) or any(
        said != [list(order) for order in earlier.orders]
        for said, earlier in zip(told, before, strict=False)
        if not earlier.reopened
    ):
        yield "history"
    last = next((earlier for said, earlier in zip(told[::-1], before[::-1], strict=False) if said), None)
    potter = None if given.last_potter is None else people.get(given.last_potter)
    if potter != (last.last_potter if last else None) and not (last and last.reopened):
        yield "last_potter"
    if draw(seed, given) != list(game.turns):
        yield "turns"
