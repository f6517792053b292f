"""Games, their events and results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple, Self
from uuid import UUID, uuid4

import asyncpg
import msgspec

from common.correlation import request_id, traceparent
from common.domain import game as play
from common.domain import result, rules
from common.domain.events import GameEventRecorded
from common.domain.rights import Standing
from common.domain.scores import State
from common.domain.turns import Draw
from common.errors import Refusal
from common.store import ledger, outbox, sessions
from common.store.sql import games as sql
from common.store.sql import sessions as sessions_sql
from common.store.statement import Executor, Pool, Record

OPTIMISTIC_ATTEMPTS = 4
"""Tries without a lock; after them the writer queues for the game's row, so that nobody waits for ever."""

_STATE = msgspec.json.Decoder(State)


@dataclass(frozen=True, slots=True)
class Game:
    """One frame; `state` is the fold of its events up to `version`."""

    id: UUID
    session_id: UUID
    number: int
    rules: rules.Rules
    rules_sha256: bytes
    status: Literal["live", "finished", "cancelled"]
    turns: list[UUID]
    """The order of play at the start; the one in force is part of the state."""
    version: int
    state: State
    winner_seat_ids: list[UUID]
    started_at: datetime
    finished_at: datetime | None

    def demand_live(self) -> None:
        """Raise Refusal `game_not_live` unless it is being played."""
        if self.status != "live":
            raise Refusal("game_not_live")

    def demand_finished(self) -> None:
        """Raise Refusal `game_not_finished` unless it has a result."""
        if self.status != "finished":
            raise Refusal("game_not_finished")

    def seen_by(self, standing: Standing) -> Self:
        """The game as it is shown: as one for points to whoever may not see what it costs."""
        return self if standing.may("see_sums") else replace(self, rules=rules.for_points(self.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(play.Recorded):
    """An event as it is kept, with the version of its session."""

    session_version: int
    at: datetime


class Saved(NamedTuple):
    """What recording came to: `is_new` is false for an event that was there under this id."""

    event: Event
    game: Game
    is_new: bool
    version: int
    """Of the session; above the event's own when the event has ended the game."""


Decide = Callable[[Game, Standing, Sequence[Event]], play.Decision]
"""The pure decision: the event as it is to be recorded and the state after it. It raises Refusal to say no."""


class _Decided(NamedTuple):
    game: Game
    player_id: UUID
    decision: play.Decision


async def read(db: Executor, game_id: UUID, player_id: UUID) -> tuple[Game, Standing]:
    """A game for someone who has or had a seat in its session. Raises Refusal `not_found` for anyone else."""
    row = await sql.READ.one(db, game_id=game_id, player_id=player_id)
    if row is None:
        raise Refusal("not_found")
    return _game(row), _standing(row)


async def lock(db: Executor, game_id: UUID, player_id: UUID) -> tuple[Game, Standing]:
    """The same, locked until the end of the transaction."""
    await sql.LOCK.value(db, game_id=game_id)
    return await read(db, game_id, player_id)


async def lock_live(db: Executor, session_id: UUID, player_id: UUID) -> Game | None:
    """The live game of a session, locked; None when there is none. Games are locked before their session."""
    live: UUID | None = await sql.LOCK_LIVE.value(db, session_id=session_id)
    return (await read(db, live, player_id))[0] if live else None


async def lock_abandoned(db: Executor, session_id: UUID) -> Game | None:
    """The same for the timer, who has no seat there."""
    live: UUID | None = await sql.LOCK_LIVE.value(db, session_id=session_id)
    return await lock_for_repair(db, live) if live else None


async def lock_for_repair(db: Executor, game_id: UUID) -> Game:
    """A game that is there, locked, for the operator, who has no seat in it."""
    row = await sql.LOCK_FOR_REPAIR.one(db, game_id=game_id)
    assert row is not None  # noqa: S101  # games are never deleted
    return _game(row)


async def current(db: Executor, session_id: UUID) -> Game | None:
    """The game on a session's board: the live one, or the last that was finished."""
    row = await sql.CURRENT.one(db, session_id=session_id)
    return _game(row) if row else None


async def events(db: Executor, game: Game, *, since: int = 0) -> list[Event]:
    """The events after version `since`, up to the game's version as it was read."""
    rows = await sql.EVENTS.all(db, game_id=game.id, since=since, until=game.version)
    return [_event(row) for row in rows]


async def record(pool: Pool, game_id: UUID, player_id: UUID, event: play.Event, decide: Decide) -> Saved:
    """Record one event: a plain read, the decision, one conditional statement that does everything or nothing.

    When someone else was faster the three are done again. An event that ends the game takes the results and the money
    along, in one transaction. Raises Refusal.
    """
    for _ in range(OPTIMISTIC_ATTEMPTS):
        found = await _decide(pool, game_id, player_id, event, decide)
        if isinstance(found, Saved):
            return found
        if found.decision.ends:
            break
        if saved := await _save(pool, found):
            return saved
    async with pool.transaction() as db:
        await sql.LOCK.value(db, game_id=game_id)
        found = await _decide(db, game_id, player_id, event, decide)
        if isinstance(found, Saved):
            return found
        if saved := await _save(db, found):
            return await _ended(db, saved, player_id) if found.decision.ends else saved
    raise Refusal("version_conflict")


async def save(db: Executor, game: Game, player_id: UUID, decision: play.Decision) -> Saved:
    """Record what was decided about a locked game."""
    saved = await _save(db, _Decided(game, player_id, decision))
    if saved is None:
        raise Refusal("version_conflict")
    return saved


async def start(
    db: Executor, session_id: UUID, given: rules.Rules, turns: Sequence[UUID], state: State, draw: Draw | None = None
) -> Game:
    """The next game of a session, whose row is locked; `draw` is what the turns were drawn from."""
    row = await sql.START.one(
        db,
        session_id=session_id,
        rules=_json(given),
        rules_sha256=rules.digest(given),
        turns=turns,
        draw=draw and _json(draw),
        state=_json(state),
    )
    assert row is not None  # noqa: S101  # an insert that returns always returns
    return _game(row)


async def finish(db: Executor, game: Game, end: result.Result, player_id: UUID) -> tuple[Game, int]:
    """End a locked game with its result, and tell the world; the game and the session's new version."""
    await save_results(db, game, end)
    await ledger.save_game(db, game.session_id, game.id, end.transfers, player_id)
    players = await sessions.players_of(db, game.session_id)
    told = result.told(game.session_id, game.id, game.version, game.rules, game.state, end, players)
    await outbox.tell(db, told)
    return await _end(db, game, "finished", end.winners)


async def save_results(db: Executor, game: Game, end: result.Result) -> None:
    """What everyone has made of a game, in place of what was kept before."""
    scores = [game.state.scores[seat] for seat in end.nets]
    await sql.DELETE_RESULTS.run(db, game_id=game.id)
    await sql.SAVE_RESULTS.run(
        db,
        game_id=game.id,
        seat_id=list(end.nets),
        points=[score.points for score in scores],
        balls=[score.balls for score in scores],
        fouls=[score.fouls for score in scores],
        net_kopecks=list(end.nets.values()),
    )


async def reopen(db: Executor, game: Game, player_id: UUID) -> tuple[Game, int]:
    """A locked, finished game goes on, and its money is taken back; the game and the session's new version."""
    await sql.DELETE_RESULTS.run(db, game_id=game.id)
    await ledger.reverse_game(db, game.id, player_id)
    row = await sql.REOPEN.one(db, game_id=game.id)
    assert row is not None  # noqa: S101  # it is locked
    reopened = play.Decision(play.Event(uuid4(), "reopen"), game.state)
    saved = await save(db, _game(row), player_id, reopened)
    return saved.game, saved.version


async def finished(db: Executor, session_id: UUID) -> list[tuple[Game, list[Event]]]:
    """All finished games of a session with their events, oldest first."""
    rows = await sql.FINISHED.all(db, session_id=session_id)
    happened: dict[UUID, list[Event]] = {row["id"]: [] for row in rows}
    for event in await sql.FINISHED_EVENTS.all(db, session_id=session_id):
        happened[event["game_id"]].append(_event(event))
    return [(_game(row), happened[row["id"]]) for row in rows]


async def cancel(db: Executor, game: Game) -> tuple[Game, int]:
    """End a locked game as if it had not been played; the game and the session's new version."""
    return await _end(db, game, "cancelled", [])


async def _decide(db: Executor, game_id: UUID, player_id: UUID, event: play.Event, decide: Decide) -> _Decided | Saved:
    row = await sql.READ_FOR_EVENT.one(db, game_id=game_id, player_id=player_id, event_id=event.id)
    if row is None:
        raise Refusal("not_found")
    game, standing = _game(row), _standing(row)
    if row["stored_version"] is not None:
        return await _stored(db, game, row)
    # Only an undo looks at the events before it; whatever came since makes the version differ, and the save fails.
    before = await events(db, game) if event.kind == "undo" else []
    return _Decided(game, player_id, decide(game, standing, before))


async def _save(db: Executor, decided: _Decided) -> Saved | None:
    """The event with its place in the game; None when the game has moved on since it was read."""
    game, player_id, (event, state, _) = decided
    told = GameEventRecorded(game.session_id, game.id, event.id, event.kind, game.version + 1)
    try:
        saved = await sql.RECORD.one(
            db,
            game_id=game.id,
            expected=game.version,
            state=_json(state),
            player_id=player_id,
            id=event.id,
            kind=event.kind,
            seat_id=event.seat_id,
            color=event.color,
            number=event.number,
            own_ball=event.own_ball,
            fluke=event.fluke,
            foul=event.foul,
            event_id=event.event_id,
            text=event.text,
            turns=event.turns,
            payer_seat_id=event.payer_seat_id,
            topic=told.topic,
            schema=told.schema,
            payload=outbox.payload(told),
            correlation_id=request_id.get(),
            traceparent=traceparent(),
        )
    except asyncpg.UniqueViolationError:
        return None  # this id was recorded in another game a moment ago: the next look finds it there
    if saved is None:
        return None
    stored = _event(saved)
    return Saved(stored, replace(game, version=saved["version"], state=state), True, stored.session_version)


async def _ended(db: Executor, saved: Saved, player_id: UUID) -> Saved:
    game, version = await finish(db, saved.game, result.settle(saved.game.rules, saved.game.state), player_id)
    return saved._replace(game=game, version=version)


async def _stored(db: Executor, game: Game, row: Record) -> Saved:
    if row["stored_game_id"] != game.id:
        raise Refusal("idempotency_mismatch")
    version = row["stored_version"]
    (stored,) = await sql.EVENTS.all(db, game_id=game.id, since=version - 1, until=version)
    return Saved(_event(stored), game, is_new=False, version=row["session_version"])


async def _end(db: Executor, game: Game, status: str, winners: Sequence[UUID]) -> tuple[Game, int]:
    row = await sql.END.one(db, game_id=game.id, status=status, winner_seat_ids=winners)
    assert row is not None  # noqa: S101  # it is locked
    version: int = await sessions_sql.TOUCH.value(db, session_id=game.session_id)
    return _game(row), version


@lru_cache(maxsize=256)
def _rules(text: str) -> rules.Rules:
    """Rules are frozen and the same for every tap of an evening, so they are read once."""
    return rules.parse(msgspec.json.decode(text))


def _game(row: Record) -> Game:
    return Game(
        id=row["id"],
        session_id=row["session_id"],
        number=row["number"],
        rules=_rules(row["rules"]),
        rules_sha256=row["rules_sha256"],
        status=row["status"],
        turns=row["turns"],
        version=row["version"],
        state=_STATE.decode(row["state"]),
        winner_seat_ids=row["winner_seat_ids"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )


def _standing(row: Record) -> Standing:
    return Standing(row["role"], row["active"], row["scorers"], row["sums"])


def _event(row: Record) -> Event:
    return Event(
        id=row["id"],
        kind=row["kind"],
        seat_id=row["seat_id"],
        color=row["color"],
        number=row["number"],
        own_ball=row["own_ball"],
        fluke=row["fluke"],
        foul=row["foul"],
        event_id=row["event_id"],
        text=row["text"],
        turns=row["turns"],
        payer_seat_id=row["payer_seat_id"],
        version=row["version"],
        recorded_by=row["recorded_by"],
        session_version=row["session_version"],
        at=row["at"],
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
