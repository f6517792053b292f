"""Other rules from the next game on."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from litestar import patch
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from common.domain import company, rules, series
from common.domain.rights import Scorers, Sums
from common.schemas.sessions import Session
from common.store import sessions, templates
from common.web import Announce, Body, Db, Me, Name


class SessionChanges(Body):
    """What is not given stays; rules of one's own, or a template's. `best_of` null: each game stands alone."""

    name: Name | None = None
    template_id: UUID | None = None
    rules: dict[str, Any] | None = None
    scorers: Scorers | None = None
    sums: Sums | None = None
    best_of: Annotated[int, Meta(ge=1, le=99)] | UnsetType | None = UNSET


@patch("/sessions/{session_id:uuid}")
async def session_update(
    session_id: FromPath[UUID], data: JSONBody[SessionChanges], db: Db, me: Me, announce: Announce
) -> Session:
    """Change an evening; its host may. A game that has begun goes on by the rules that it began with."""
    session = await sessions.lock(db, session_id)
    session.demand(me.player_id, "run_session")
    session.demand_open()
    best_of = session.best_of if data.best_of is UNSET else data.best_of
    series.demand_odd(best_of)
    chosen = await templates.chosen(db, me.player_id, template_id=data.template_id, given=data.rules) or session.rules
    company.demand_known(session.seats, rules.handicapped(chosen))
    changed = replace(
        session,
        name=data.name or session.name,
        scorers=data.scorers or session.scorers,
        sums=data.sums or session.sums,
        rules=chosen,
        best_of=best_of,
    )
    announce.changed(session_id, await sessions.change(db, changed))
    return Session.of(await sessions.read(db, session_id))
