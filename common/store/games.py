"""Games, their events and results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from common.correlation import request_id
from common.domain import game as play
from common.domain import rules
from common.domain.events import GameEventRecorded
from common.domain.ledger import Transfer
from common.domain.rights import Role, Scorers
from common.domain.scores import State
from common.errors import Refusal
from common.store import outbox
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
    status: Literal["live", "finished", "cancelled"]
    turns: list[UUID]
    version: int
    state: State
    winner_seat_ids: list[UUID]
    started_at: datetime
    finished_at: datetime | None

    def demand_live(self) -> None:
        """Raise Refusal `game_not_live` unless it is being played."""
        if self.status != "live":
            raise Refusal("game_not_live")


class Access(NamedTuple):
    """What a player may do in a game."""

    role: Role
    active: bool
    scorers: Scorers

    def demand_active(self) -> None:
        """Raise Refusal `not_a_member` for someone who has left."""
        if not self.active:
            raise Refusal("not_a_member")


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


Decide = Callable[[Game, Access, Sequence[Event]], tuple[play.Event, State]]
"""The pure decision: the event as it is to be recorded and the state after it. It raises Refusal to say no."""


async def read(db: Executor, game_id: UUID, player_id: UUID) -> tuple[Game, Access]:
    """A game for someone who has or had a seat in its session. Raises Refusal `not_found` for anyone else."""
    row = await sql.READ.one(db, game_id=game_id, player_id=player_id)
    if row is None:
        raise Refusal("not_found")
    return _game(row), _access(row)


async def lock(db: Executor, game_id: UUID, player_id: UUID) -> tuple[Game, Access]:
    """The same, locked until the end of the transaction."""
    await sql.LOCK.value(db, game_id=game_id)
    return await read(db, game_id, player_id)


async def current(db: Executor, session_id: UUID) -> Game | None:
    """The game on a session's board: the live one, or the last that was finished."""
    row = await sql.CURRENT.one(db, session_id=session_id)
    return _game(row) if row else None


async def history(db: Executor, session_id: UUID) -> tuple[list[list[UUID]], UUID | None]:
    """The orders of a session's games, oldest first, and who potted the last ball of the newest."""
    rows = await sql.HISTORY.all(db, session_id=session_id)
    return [row["turns"] for row in rows], rows[-1]["last_potter"] if rows else None


async def events(db: Executor, game: Game, *, since: int = 0) -> list[Event]:
    """The events after version `since`, up to the game's version as it was read."""
    rows = await sql.EVENTS.all(db, game_id=game.id, since=since, until=game.version)
    return [_event(row) for row in rows]


async def record(pool: Pool, game_id: UUID, player_id: UUID, event: play.Event, decide: Decide) -> Saved:
    """Record one event: a plain read, the decision, one conditional statement that does everything or nothing.

    When someone else was faster the three are done again. Raises Refusal.
    """
    for _ in range(OPTIMISTIC_ATTEMPTS):
        if saved := await _attempt(pool, game_id, player_id, event, decide):
            return saved
    async with pool.transaction() as db:
        await sql.LOCK.value(db, game_id=game_id)
        if saved := await _attempt(db, game_id, player_id, event, decide):
            return saved
    raise Refusal("version_conflict")


async def start(db: Executor, session_id: UUID, given: rules.Rules, turns: Sequence[UUID], state: State) -> Game:
    """The next game of a session, whose row is locked."""
    row = await sql.START.one(db, session_id=session_id, rules=_json(given), turns=turns, state=_json(state))
    assert row is not None  # noqa: S101  # an insert that returns always returns
    return _game(row)


async def finish(
    db: Executor, game: Game, winners: Sequence[UUID], nets: Mapping[UUID, int], paid: Sequence[Transfer]
) -> tuple[Game, int]:
    """End a locked game with its results and transfers; the game and the session's new version."""
    scores = [game.state.scores[seat] for seat in nets]
    await sql.SAVE_RESULTS.run(
        db,
        game_id=game.id,
        seat_id=list(nets),
        points=[score.points for score in scores],
        balls=[score.balls for score in scores],
        fouls=[score.fouls for score in scores],
        net_kopecks=list(nets.values()),
    )
    await sql.SAVE_TRANSFERS.run(
        db,
        game_id=game.id,
        payer_seat_id=[transfer.payer for transfer in paid],
        payee_seat_id=[transfer.payee for transfer in paid],
        kopecks=[transfer.kopecks for transfer in paid],
    )
    return await _end(db, game, "finished", winners)


async def cancel(db: Executor, game: Game) -> tuple[Game, int]:
    """End a locked game as if it had not been played; the game and the session's new version."""
    return await _end(db, game, "cancelled", [])


async def _attempt(db: Executor, game_id: UUID, player_id: UUID, event: play.Event, decide: Decide) -> Saved | None:
    row = await sql.READ_FOR_EVENT.one(db, game_id=game_id, player_id=player_id, event_id=event.id)
    if row is None:
        raise Refusal("not_found")
    game, access = _game(row), _access(row)
    if row["stored_version"] is not None:
        return await _stored(db, game, row)
    # Only an undo looks at the events before it; whatever came since makes the version differ, and the save fails.
    before = await events(db, game) if event.kind == "undo" else []
    decided, state = decide(game, access, before)
    told = GameEventRecorded(game.session_id, game.id, event.id, event.kind, game.version + 1)
    try:
        saved = await sql.RECORD.one(
            db,
            game_id=game.id,
            expected=game.version,
            state=_json(state),
            player_id=player_id,
            id=decided.id,
            kind=decided.kind,
            seat_id=decided.seat_id,
            color=decided.color,
            own_ball=decided.own_ball,
            fluke=decided.fluke,
            foul=decided.foul,
            event_id=decided.event_id,
            text=decided.text,
            payer_seat_id=decided.payer_seat_id,
            topic=told.topic,
            payload=outbox.payload(told),
            correlation_id=request_id.get(),
        )
    except asyncpg.UniqueViolationError:
        return None  # this id was recorded in another game a moment ago: the next look finds it there
    if saved is None:
        return None
    return Saved(_event(saved), replace(game, version=saved["version"], state=state), is_new=True)


async def _stored(db: Executor, game: Game, row: Record) -> Saved:
    if row["stored_game_id"] != game.id:
        raise Refusal("idempotency_mismatch")
    version = row["stored_version"]
    (stored,) = await sql.EVENTS.all(db, game_id=game.id, since=version - 1, until=version)
    return Saved(_event(stored), game, is_new=False)


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
        status=row["status"],
        turns=row["turns"],
        version=row["version"],
        state=_state(row),
        winner_seat_ids=row["winner_seat_ids"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )


def _state(row: Record) -> State:
    state = _STATE.decode(row["state"])
    # JSONB sorts the keys of its objects, so the order of play has to be given back.
    state.scores = {seat: state.scores[seat] for seat in row["turns"]}
    return state


def _access(row: Record) -> Access:
    return Access(row["role"], row["active"], row["scorers"])


def _event(row: Record) -> Event:
    return Event(
        id=row["id"],
        kind=row["kind"],
        seat_id=row["seat_id"],
        color=row["color"],
        own_ball=row["own_ball"],
        fluke=row["fluke"],
        foul=row["foul"],
        event_id=row["event_id"],
        text=row["text"],
        payer_seat_id=row["payer_seat_id"],
        version=row["version"],
        recorded_by=row["recorded_by"],
        session_version=row["session_version"],
        at=row["at"],
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
