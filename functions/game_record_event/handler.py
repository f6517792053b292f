"""A tap: a ball, a foul, a miss, an undo."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from common.domain import game
from common.domain.scores import State
from common.schemas import Event, Game, PottedBall, Recorded
from common.store import games
from common.web import Announce, Body, Me, Pool


class NewEvent(Body):
    """`id` is made by the client: the same one sent again changes nothing."""

    id: UUID
    kind: game.Kind
    seat_id: UUID | None = None
    ball: PottedBall | None = None
    own_ball: bool = False
    fluke: bool = False
    foul: Annotated[str, Meta(max_length=64)] | None = None
    event_id: UUID | None = None
    text: Annotated[str, Meta(max_length=280)] | None = None


@post("/games/{game_id:uuid}/events", status_code=201)
async def game_record_event(
    game_id: FromPath[UUID], data: JSONBody[NewEvent], pool: Pool, me: Me, announce: Announce
) -> Response[Recorded]:
    """Record one event: 201, or 200 with the event as first stored when it was recorded before."""

    def decide(found: games.Game, access: games.Access, before: Sequence[games.Event]) -> tuple[game.Event, State]:
        access.demand_active()
        found.demand_live()
        return game.record(
            found.rules, found.turns, found.state, event, by=me.player_id,
            role=access.role, scorers=access.scorers, events=before,
        )  # fmt: skip

    event = _event(data)
    saved = await games.record(pool, game_id, me.player_id, event, decide)
    answer = Recorded(Event.of(saved.event), Game.of(saved.game))
    if saved.is_new:
        announce.event(saved.game.session_id, saved.event.session_version, answer.event, answer.game)
    return Response(answer, status_code=201 if saved.is_new else 200)


def _event(data: NewEvent) -> game.Event:
    return game.Event(
        id=data.id,
        kind=data.kind,
        seat_id=data.seat_id,
        color=data.ball.color if data.ball else None,
        own_ball=data.own_ball,
        fluke=data.fluke,
        foul=data.foul,
        event_id=data.event_id,
        text=data.text,
    )
