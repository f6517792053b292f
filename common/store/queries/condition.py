"""What an operator asks of a database: does the money add up, and does everything leave that should."""

import sqlalchemy as sa

from common.store.tables import game_results, ledger_entries, ledger_lines, outbox

_one_sided = (
    sa.select(ledger_lines.c.entry_id)
    .group_by(ledger_lines.c.entry_id)
    .having(sa.func.sum(ledger_lines.c.kopecks) != sa.literal_column("0"))
    .subquery("one_sided")
)
ONE_SIDED = sa.select(sa.func.count()).select_from(_one_sided)
"""Entries of the ledger whose lines do not sum to zero."""

_won = sa.select(game_results.c.game_id, game_results.c.seat_id, game_results.c.net_kopecks.label("kopecks"))
_booked = (
    sa.select(ledger_entries.c.game_id, ledger_lines.c.seat_id, -ledger_lines.c.kopecks)
    .join(ledger_lines, ledger_lines.c.entry_id == ledger_entries.c.id)
    .where(ledger_entries.c.game_id.is_not(None))
)
_both = sa.union_all(_won, _booked).subquery("both")
_unlike = (
    sa.select(_both.c.game_id)
    .group_by(_both.c.game_id, _both.c.seat_id)
    .having(sa.func.sum(_both.c.kopecks) != sa.literal_column("0"))
    .distinct()
    .subquery("unlike")
)
UNLIKE = sa.select(sa.func.count()).select_from(_unlike)
"""Games of which a seat has won something else than the ledger says."""

OUTBOX = sa.select(
    sa.func.count(),
    sa.func.coalesce(sa.func.extract("epoch", sa.func.now() - sa.func.min(outbox.c.not_before)), 0).cast(sa.Float),
).where(outbox.c.not_before <= sa.func.now())
"""How many messages are due, and for how many seconds the oldest of them has been."""
