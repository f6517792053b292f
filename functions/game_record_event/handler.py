"""A tap: a ball, a foul, a miss, an undo."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from msgspec.structs import fields

from common.domain import game
from common.domain.rights import Standing
from common.errors import FieldError, Refusal
from common.schemas.games import Event, Game, PottedBall, Recorded
from common.store import games
from common.web import TAPS, Announce, Body, Me, Pool


class NewEvent(Body):
    """`id` is made by the client: the same one sent again changes nothing."""

    id: UUID
    kind: game.Tap
    seat_id: UUID | None = None
    ball: PottedBall | None = None
    """By its colour or, in the classic pyramid, by its number; where all balls are alike, it need not be said."""
    own_ball: bool = False
    fluke: bool = False
    foul: Annotated[str, Meta(max_length=64)] | None = None
    event_id: UUID | None = None
    text: Annotated[str, Meta(max_length=280)] | None = None


_FIELDS: dict[game.Tap, frozenset[str]] = {
    "pot": frozenset({"seat_id", "ball", "own_ball", "fluke"}),
    "foul": frozenset({"seat_id", "ball", "foul"}),
    "miss": frozenset({"seat_id"}),
    "turn": frozenset({"seat_id"}),
    "undo": frozenset({"seat_id", "event_id"}),
    "note": frozenset({"seat_id", "text"}),
}

AGAIN = {200: ResponseSpec(Recorded, generate_examples=False, description="It was recorded before.")}


@post("/games/{game_id:uuid}/events", status_code=201, opt=TAPS, responses=AGAIN)
async def game_record_event(
    game_id: FromPath[UUID], data: JSONBody[NewEvent], pool: Pool, me: Me, announce: Announce
) -> Response[Recorded]:
    """Record one event: 201, or 200 with the event as first stored when it was recorded before."""

    def decide(found: games.Game, standing: Standing, before: Sequence[games.Event]) -> game.Decision:
        standing.demand("record")
        found.demand_live()
        return game.record(
            found.rules, found.turns, found.state, event, by=me.player_id, standing=standing, events=before
        )

    event = _event(data)
    saved = await games.record(pool, game_id, me.player_id, event, decide)
    answer = Recorded(Event.of(saved.event), Game.of(saved.game))
    if saved.is_new:
        announce.event(saved.game.session_id, saved.event.session_version, answer.event, answer.game)
        if saved.version > saved.event.session_version:
            announce.changed(saved.game.session_id, saved.version)
    return Response(answer, status_code=201 if saved.is_new else 200)


def _event(data: NewEvent) -> game.Event:
    """The event to record. Raises Refusal for a field that says something its kind does not know."""
    allowed = {"id", "kind", *_FIELDS[data.kind]}
    said = {f.name for f in fields(data) if getattr(data, f.name) != f.default}
    if strange := sorted(said - allowed):
        errors = [FieldError(name, f"does not belong to the kind {data.kind}") for name in strange]
        raise Refusal("payload_invalid", errors=errors)
    return game.Event(
        id=data.id,
        kind=data.kind,
        seat_id=None if data.kind == "undo" else data.seat_id,  # every event may name a seat, but an undo has none
        color=data.ball.color if data.ball else None,
        number=data.ball.number if data.ball else None,
        own_ball=data.own_ball,
        fluke=data.fluke,
        foul=data.foul,
        event_id=data.event_id,
        text=data.text,
    )
