"""Everything about me, to take away."""

from litestar import Response, get

from common.errors import Refusal
from common.store import export
from common.store.export import Export
from common.web import Me, Pool

_AS_FILE = {"Content-Disposition": 'attachment; filename="artel.json"'}


@get("/me/export")
async def player_export(pool: Pool, me: Me) -> Response[Export]:
    """All that is kept about the caller: profile, evenings, games, events, money, totals, what he was told."""
    found = await export.of_player(pool, me.player_id)
    if found is None:
        raise Refusal("not_found")
    return Response(found, headers=_AS_FILE)
