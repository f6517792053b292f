"""The JSON shapes that more than one function answers with. Money in kopecks, times in UTC."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, Self, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from common.domain import fairness, journal, ledger, result, series
from common.domain import game as play
from common.domain import rules as play_rules
from common.domain.rights import Role, Scorers, Sums
from common.domain.turns import Draw
from common.store import draws, games, players, sessions
from common.store import ledger as store_ledger
from common.store.games import Game as StoredGame

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


class InWords(msgspec.Struct, frozen=True):
    """The same in both languages, a sentence for each rule that matters."""

    ru: list[str]
    en: list[str]


class DescribedRules(msgspec.Struct, frozen=True):
    """Rules with every field, the hash that a game by them keeps, and what they mean."""

    rules: dict[str, Any]
    rules_sha256: str
    in_words: InWords


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


class Transfer(msgspec.Struct, frozen=True):
    """Who pays whom, and how much."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    kopecks: int


class SeatBalance(msgspec.Struct, frozen=True):
    """What a seat is up (above zero) or down."""

    seat_id: UUID
    net_kopecks: int


class LedgerEntry(msgspec.Struct, frozen=True):
    """One line of the journal, explained: who has paid or pays what, and who owes whom because of it.

    `payer_seat_id` has paid a bill, or pays `payee_seat_id`; `details` of a bill say how it was split. A payment counts
    once it is `confirmed`; an entry that was taken back (`reversed_by`) and the one that does it count for nothing.
    """

    id: UUID
    kind: journal.Kind
    game_id: UUID | None
    game_number: int | None
    payer_seat_id: UUID | None
    payee_seat_id: UUID | None
    kopecks: int | None
    details: dict[str, Any]
    text: str | None
    transfers: list[Transfer]
    confirmed: bool
    reverses_id: UUID | None
    reversed_by: UUID | None
    recorded_by: UUID
    at: datetime

    @classmethod
    def of(cls, entry: store_ledger.Entry) -> Self:
        return cls(
            id=entry.id,
            kind=entry.kind,
            game_id=entry.game_id,
            game_number=entry.game_number,
            payer_seat_id=entry.payer,
            payee_seat_id=entry.payee,
            kopecks=entry.kopecks,
            details=dict(entry.details),
            text=entry.text,
            transfers=transfers(entry.transfers),
            confirmed=entry.confirmed,
            reverses_id=entry.reverses_id,
            reversed_by=entry.reversed_by,
            recorded_by=entry.recorded_by,
            at=entry.at,
        )


class Balance(msgspec.Struct, frozen=True):
    """An evening's money: the nets, who owes whom, the fewest payments that clear it, and why: the journal.

    What was paid is taken off what is owed, so the nets are the sums of `transfers`.
    """

    balances: list[SeatBalance]
    transfers: list[Transfer]
    settle_up: list[Transfer]
    entries: list[LedgerEntry]

    @classmethod
    def of(cls, seats: Iterable[UUID], entries: Sequence[store_ledger.Entry]) -> Self:
        nets, owed, settle_up = journal.balance(seats, entries)
        return cls(seat_balances(nets), transfers(owed), transfers(settle_up), [LedgerEntry.of(e) for e in entries])


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


class ReplayedGame(msgspec.Struct, frozen=True):
    """A game as it would have ended by other rules."""

    game_id: UUID
    number: int
    winner_seat_ids: list[UUID]
    transfers: list[Transfer]
    balances: list[SeatBalance]

    @classmethod
    def of(cls, game: games.Game, end: result.Result) -> Self:
        return cls(game.id, game.number, end.winners, transfers(end.transfers), seat_balances(end.nets))


class Replayed(msgspec.Struct, frozen=True):
    """An evening's money as it would have been: with these games by other rules, and all else as it was."""

    balances: list[SeatBalance]
    transfers: list[Transfer]
    settle_up: list[Transfer]
    games: list[ReplayedGame]

    @classmethod
    def of(
        cls,
        seats: Iterable[sessions.Seat],
        entries: Iterable[store_ledger.Entry],
        ends: Sequence[tuple[StoredGame, result.Result]],
    ) -> Self:
        replayed = {game.id for game, _ in ends}
        kept = [entry for entry in entries if entry.game_id not in replayed]
        supposed = [transfer for _, end in ends for transfer in end.transfers]
        nets, owed, settle_up = journal.balance([seat.id for seat in seats], kept, supposed)
        shown = [ReplayedGame.of(game, end) for game, end in ends]
        return cls(seat_balances(nets), transfers(owed), transfers(settle_up), shown)


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


class Board(msgspec.Struct, frozen=True):
    """All that a phone shows: the session, its live or else last finished game, and that game's events."""

    session: Session
    game: Game | None
    events: list[Event]


class DrawnGame(msgspec.Struct, frozen=True):
    """A game's order as it was started, and `draw`: all that it was drawn from but the seed.

    `drawn` is false, and `draw` null, where people gave the order.
    """

    game_id: UUID
    number: int
    status: Literal["live", "finished", "cancelled"]
    mode: play_rules.TurnsMode
    breaks: play_rules.Breaks
    turns: list[UUID]
    draw: Draw | None
    drawn: bool

    @classmethod
    def of(cls, game: draws.Game) -> Self:
        return cls(
            game_id=game.id,
            number=game.number,
            status=game.status,
            mode=game.mode,
            breaks=game.breaks,
            turns=list(game.turns),
            draw=game.draw,
            drawn=game.draw is not None,
        )


class PossiblePayments(msgspec.Struct, frozen=True):
    """In how many games the payee played directly after the payer, so that he could be paid by him."""

    payer_seat_id: UUID
    payee_seat_id: UUID
    games: int


class Mismatch(msgspec.Struct, frozen=True):
    """What does not follow in the draw of a game; its number is null when it is the seed itself."""

    number: int | None
    what: fairness.What


class Fairness(msgspec.Struct, frozen=True):
    """How an evening's turns were drawn; cancelled games have no part in `pairs`.

    `seed` (hex) is null until the session is closed. `mismatches` is what the server's own check found: null until
    then, empty when every order follows from the seed and from the games before it.
    """

    seed_sha256: str
    seed: str | None
    games: list[DrawnGame]
    pairs: list[PossiblePayments]
    mismatches: list[Mismatch] | None

    @classmethod
    def of(cls, session: sessions.Session, games: list[draws.Game], seed: bytes | None) -> Self:
        found = None if seed is None else fairness.check(seed, session.seed_sha256, session.id, games)
        return cls(
            seed_sha256=session.seed_sha256.hex(),
            seed=None if seed is None else seed.hex(),
            games=[DrawnGame.of(game) for game in games],
            pairs=[PossiblePayments(*pair, met) for pair, met in sorted(fairness.pairs(games).items())],
            mismatches=None if found is None else [Mismatch(*mismatch) for mismatch in found],
        )


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
