"""What orders of play are drawn from."""

import sqlalchemy as sa
from sqlalchemy import bindparam as given

from common.store.tables import game_events, games, sessions

_seed = sa.select(sessions.c.seed).where(sessions.c.id == given("session_id"))
SEED = _seed
REVEALED_SEED = _seed.where(sessions.c.status == "closed")
"""No row while the session is open: until then the seed stays here."""

_of_session = games.c.session_id == given("session_id")
_changes = sa.func.array(
    sa.select(game_events.c.kind)
    .where(game_events.c.game_id == games.c.id, game_events.c.kind.in_(("reorder", "reopen")))
    .scalar_subquery()
)
GAMES = (
    sa.select(
        games.c.id,
        games.c.number,
        games.c.status,
        games.c.rules["turns"].astext.label("mode"),
        games.c.rules["breaks"].astext.label("breaks"),
        games.c.turns,
        games.c.draw,
        sa.cast(games.c.state["last_potter"].astext, sa.Uuid).label("last_potter"),
        _changes.label("changes"),
    )
    .where(_of_session)
    .order_by(games.c.number)
)
"""All games of a session, oldest first; `changes` has a reorder or reopen for each that happened in the game."""

_reordered = (
    sa.select(game_events.c.game_id)
    .join(games, games.c.id == game_events.c.game_id)
    .where(_of_session, game_events.c.kind == "reorder")
)
EVENTS_OF_REORDERED = (
    sa.select(game_events.c.game_id, game_events.c.id, game_events.c.kind, game_events.c.event_id, game_events.c.turns)
    .where(game_events.c.game_id.in_(_reordered))
    .order_by(game_events.c.game_id, game_events.c.version)
)
"""The events of those games whose order changed in the middle, oldest first."""
