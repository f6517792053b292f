"""How things stand, in figures for an operator."""

from collections import defaultdict

from common.store.sql import state as sql
from common.store.statement import Executor


async def show(db: Executor) -> dict[str, float | dict[str, float]]:
    """Each figure by its name, or the figures of a name by their kind."""
    figures: dict[str, float | dict[str, float]] = {}
    by_kind: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for name, kind, value in await sql.SHOW.all(db):
        if kind:
            by_kind[name][kind] = value
        else:
            figures[name] = value
    return figures | by_kind
