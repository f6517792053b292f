"""The JSON shapes that more than one function answers with. Money in kopecks, times in UTC."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Generic, Literal, Self, TypeVar
from uuid import UUID

import msgspec

from common.domain import game as play
from common.domain import ledger, result
from common.domain import rules as play_rules
from common.domain.rights import Role, Scorers
from common.store import games, players, sessions

T = TypeVar("T")
TokenType = Literal["Bearer"]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A part of a list; `next_cursor` asks for the part after it."""

    items: list[T]
    next_cursor: str | None = None


class Player(msgspec.Struct, frozen=True):
    """A person with an account; Telegram ids are never shown."""

    id: UUID
    display_name: str
    username: str | None
    photo_url: str | None
    language: str


class SignedIn(msgspec.Struct, frozen=True):
    """An access token for `expires_in` seconds, and what to get the next one with."""

    access_token: str
    expires_in: int
    refresh_token: str
    player: Player
    token_type: TokenType = "Bearer"  # noqa: S105  # the name of the scheme


class Template(msgspec.Struct, frozen=True):
    """Named rules."""

    id: UUID
    name: str
    rules: dict[str, Any]
    is_system: bool
    starred: bool = False


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


class Session(msgspec.Struct, frozen=True):
    """An evening; `version` grows by one with every visible change in it or in its games."""

    id: UUID
    code: str
    name: str
    status: Literal["open", "closed"]
    host_seat_id: UUID | None
    scorers: Scorers
    rules: dict[str, Any]
    seats: list[Seat]
    current_game_id: UUID | None
    version: int
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, session: sessions.Session) -> Self:
        return cls(
            id=session.id,
            code=session.code,
            name=session.name,
            status=session.status,
            host_seat_id=next((seat.id for seat in session.seats if seat.role == "host"), None),
            scorers=session.scorers,
            rules=play_rules.as_json(session.rules),
            seats=[Seat.of(seat) for seat in session.seats],
            current_game_id=session.current_game_id,
            version=session.version,
            created_at=session.created_at,
            closed_at=session.closed_at,
        )


class Transfer(msgspec.Struct, frozen=True):
    """Who pays whom, and how much."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    kopecks: int


class SeatBalance(msgspec.Struct, frozen=True):
    """What a seat is up (above zero) or down."""

    seat_id: UUID
    net_kopecks: int


class Balance(msgspec.Struct, frozen=True):
    """An evening's money: the nets, who paid whom, and the fewest payments that clear it."""

    balances: list[SeatBalance]
    transfers: list[Transfer]
    settle_up: list[Transfer]

    @classmethod
    def of(cls, seats: Iterable[UUID], paid: list[ledger.Transfer]) -> Self:
        nets = ledger.balances(seats, paid)
        return cls(seat_balances(nets), transfers(paid), transfers(ledger.settle_up(nets)))


class Score(msgspec.Struct, frozen=True):
    """One seat's part of a game."""

    seat_id: UUID
    points: int
    balls: int
    fouls: int
    net_kopecks: int


class BallsLeft(msgspec.Struct, frozen=True):
    """How many balls of one colour are on the table."""

    color: play_rules.Color
    value: int
    left: int


class Game(msgspec.Struct, frozen=True):
    """One frame; `scores` and `turns` in the order of play."""

    id: UUID
    session_id: UUID
    number: int
    game_type: play_rules.GameType
    rules: dict[str, Any]
    status: Literal["live", "finished", "cancelled"]
    turns: list[UUID]
    shooter_seat_id: UUID | None
    version: int
    scores: list[Score]
    balls_left: int
    balls: list[BallsLeft]
    winner_seat_ids: list[UUID]
    started_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, game: games.Game) -> Self:
        state = game.state
        nets = result.settle(game.rules, game.turns, state).nets
        return cls(
            id=game.id,
            session_id=game.session_id,
            number=game.number,
            game_type=game.rules.game_type,
            rules=play_rules.as_json(game.rules),
            status=game.status,
            turns=game.turns,
            shooter_seat_id=state.shooter if game.status == "live" else None,
            version=game.version,
            scores=[
                Score(seat, score.points, score.balls, score.fouls, nets[seat]) for seat, score in state.scores.items()
            ],
            balls_left=state.balls_left,
            balls=[BallsLeft(ball.color, ball.value, state.left[ball.color]) for ball in result.balls(game.rules)],
            winner_seat_ids=game.winner_seat_ids,
            started_at=game.started_at,
            finished_at=game.finished_at,
        )


class PottedBall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which ball went down."""

    color: play_rules.Color


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

    @classmethod
    def of(cls, event: games.Event) -> Self:
        return cls(
            id=event.id,
            kind=event.kind,
            seat_id=event.seat_id,
            ball=PottedBall(event.color) if event.color else None,  # type: ignore[arg-type]  # the database keeps text
            own_ball=event.own_ball,
            fluke=event.fluke,
            foul=event.foul,
            event_id=event.event_id,
            text=event.text,
            version=event.version,
            payer_seat_id=event.payer_seat_id,
            recorded_by=event.recorded_by,
            at=event.at,
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


class Board(msgspec.Struct, frozen=True):
    """All that a phone shows: the session, its live or else last finished game, and that game's events."""

    session: Session
    game: Game | None
    events: list[Event]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error (RFC 9457); `code` is stable, `errors` names the fields of a 400."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[Mapping[str, str]] = []


def transfers(paid: Iterable[ledger.Transfer]) -> list[Transfer]:
    """Transfers as they are answered."""
    return [Transfer(*transfer) for transfer in paid]


def seat_balances(nets: Mapping[UUID, int]) -> list[SeatBalance]:
    """Balances as they are answered, in their order."""
    return [SeatBalance(seat, net) for seat, net in nets.items()]


def player(row: players.Player) -> Player:
    """A player as others see him."""
    return Player(row.id, row.display_name, row.username, row.photo_url, row.language)
