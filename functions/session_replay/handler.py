"""What if we had played by other rules?"""

from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody

from common.domain import rules, what_if
from common.errors import Refusal
from common.schemas.replays import Replayed
from common.store import games, ledger, sessions
from common.web import Body, Me, Pool


class Replay(Body):
    """Other rules for all finished games, or for one of them."""

    rules: dict[str, Any]
    game_id: UUID | None = None


@post("/sessions/{session_id:uuid}/replay", status_code=200)
async def session_replay(session_id: FromPath[UUID], data: JSONBody[Replay], pool: Pool, me: Me) -> Replayed:
    """The balance that the evening would have had. Bills and payments stay as they are, and nothing is kept."""
    # A game that ends in between would have its money and not its events.
    async with pool.snapshot() as db:
        session = await sessions.read(db, session_id)
        session.demand(me.player_id, "see_sums")
        finished = [each for each in await games.finished(db, session_id) if data.game_id in (None, each[0].id)]
        entries = await ledger.entries(db, session_id)
    chosen = rules.parse(data.rules)
    if data.game_id and not finished:
        raise Refusal("not_found")
    ends = [
        (game, what_if.settle(chosen, what_if.Played(game.number, game.turns, events))) for game, events in finished
    ]
    return Replayed.of(session.seats, entries, ends)
