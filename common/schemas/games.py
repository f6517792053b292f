"""A frame, its score and its events. Money in kopecks, times in UTC."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from common.domain import game as play
from common.domain import result
from common.domain import rules as play_rules
from common.schemas.money import SeatBalance, Transfer
from common.store import games


class Score(msgspec.Struct, frozen=True):
    """One seat's part of a game."""

    seat_id: UUID
    points: int
    balls: int
    fouls: int
    net_kopecks: int


class BallsLeft(msgspec.Struct, frozen=True):
    """How many balls of one kind are on the table; `number` only where balls have numbers."""

    color: play_rules.Color
    value: int
    left: int
    number: int | UnsetType = UNSET


class Side(msgspec.Struct, frozen=True):
    """One of the two sides of a pyramid game, and what it plays to."""

    seat_ids: list[UUID]
    points: int
    target: int


class Game(msgspec.Struct, frozen=True):
    """One frame; `turns` is the order of play in force, `start_turns` the one before any reorder.

    `scores` are of everyone who has played.
    """

    id: UUID
    session_id: UUID
    number: int
    game_type: play_rules.GameType
    rules: dict[str, Any]
    rules_sha256: str
    status: Literal["live", "finished", "cancelled"]
    turns: list[UUID]
    start_turns: list[UUID]
    shooter_seat_id: UUID | None
    version: int
    scores: list[Score]
    balls_left: int
    balls: list[BallsLeft]
    sides: list[Side]
    cue_ball_in_hand: bool
    winner_seat_ids: list[UUID]
    started_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, game: games.Game) -> Self:
        state = game.state
        settle = result.settle if game.status == "finished" else result.so_far
        nets = settle(game.rules, state).nets
        return cls(
            id=game.id,
            session_id=game.session_id,
            number=game.number,
            game_type=game.rules.game_type,
            rules=play_rules.as_json(game.rules),
            rules_sha256=game.rules_sha256.hex(),
            status=game.status,
            turns=state.turns,
            start_turns=game.turns,
            shooter_seat_id=state.shooter if game.status == "live" else None,
            version=game.version,
            scores=[
                Score(seat, score.points, score.balls, score.fouls, nets[seat]) for seat, score in state.standings()
            ],
            balls_left=state.balls_left,
            balls=[
                BallsLeft(ball.color, ball.value, ball.left, ball.number or UNSET)
                for ball in result.balls(game.rules, state)
            ],
            sides=[Side(state.turns[place::2], side.points, side.target) for place, side in enumerate(state.sides)],
            cue_ball_in_hand=state.in_hand,
            winner_seat_ids=game.winner_seat_ids,
            started_at=game.started_at,
            finished_at=game.finished_at,
        )


class PottedBall(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which ball went down: by its colour or, where balls have numbers, by its number."""

    color: play_rules.Color | None = None
    number: Annotated[int, Meta(ge=1, le=15)] | None = None


class Event(msgspec.Struct, frozen=True):
    """One event as it is kept; `version` is its place in the game, `recorded_by` a player."""

    id: UUID
    kind: play.Kind
    seat_id: UUID | None
    ball: PottedBall | None
    own_ball: bool
    fluke: bool
    foul: str | None
    event_id: UUID | None
    text: str | None
    version: int
    payer_seat_id: UUID | None
    recorded_by: UUID
    at: datetime
    turns: list[UUID] | UnsetType = UNSET
    """Of a reorder: who plays from here on."""

    @classmethod
    def of(cls, event: games.Event) -> Self:
        return cls(
            id=event.id,
            kind=event.kind,
            seat_id=event.seat_id,
            ball=PottedBall(event.color, event.number) if event.ball else None,  # type: ignore[arg-type]  # kept as text
            own_ball=event.own_ball,
            fluke=event.fluke,
            foul=event.foul,
            event_id=event.event_id,
            text=event.text,
            version=event.version,
            payer_seat_id=event.payer_seat_id,
            recorded_by=event.recorded_by,
            at=event.at,
            turns=UNSET if event.turns is None else list(event.turns),
        )


class Recorded(msgspec.Struct, frozen=True):
    """An event as first stored, and the game as it is now."""

    event: Event
    game: Game


class FinishedGame(msgspec.Struct, frozen=True):
    """A game's end: who pays whom, and what everyone is up or down by it."""

    game: Game
    transfers: list[Transfer]
    balances: list[SeatBalance]
