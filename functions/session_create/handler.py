"""Begin an evening."""

import secrets
from typing import Annotated, Any
from uuid import UUID

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from common.domain import codes, rules, series
from common.domain.dice import SEED_BYTES
from common.domain.events import SessionCreated
from common.domain.rights import Scorers, Sums
from common.schemas.sessions import Session
from common.store import outbox, sessions, templates
from common.web import Body, Db, Me, Name, idempotent

CODES_TRIED = 8
"""A new code is taken once in millions; eight in a row never."""


class NewSession(Body):
    """Rules of one's own, or a template's; neither: Kolkhoz for points."""

    name: Name = "Бильярд"
    template_id: UUID | None = None
    rules: dict[str, Any] | None = None
    scorers: Scorers = "host"
    sums: Sums = "everyone"
    best_of: Annotated[int, Meta(ge=1, le=99)] | None = None
    """Games of a series of pyramid, an odd number; without it each game stands alone."""


@post("/sessions", status_code=201)
@idempotent
async def session_create(data: JSONBody[NewSession], db: Db, me: Me) -> Session:
    """Begin an evening as its host."""
    series.demand_odd(data.best_of)
    chosen = await templates.chosen(db, me.player_id, template_id=data.template_id, given=data.rules)
    session_id = await sessions.create(
        db,
        me.player_id,
        codes=(codes.make(secrets.choice) for _ in range(CODES_TRIED)),
        name=data.name,
        scorers=data.scorers,
        sums=data.sums,
        given=chosen or rules.KolkhozRules(),
        best_of=data.best_of,
        seed=secrets.token_bytes(SEED_BYTES),
    )
    await outbox.tell(db, SessionCreated(session_id, me.player_id))
    return Session.of(await sessions.read(db, session_id))
