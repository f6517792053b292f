"""Forget me."""

from litestar import delete

from common import auth
from common.store import departures, players, reports
from common.web import Announce, Cache, Db, Me


@delete("/me", status_code=204)
async def player_erase(db: Db, valkey: Cache, me: Me, announce: Announce) -> None:
    """Erase the caller: his name, photo, Telegram account, templates, notes and sign-ins; all his tokens end.

    He leaves his open evenings, and the reports of all his evenings go: they can be made again without his name.
    Scores and debts stay under an anonymous name, because they are also those of others.
    """
    for left in await departures.leave_all(db, me.player_id):
        announce.seat_changed(left)
    ended = await players.erase(db, me.player_id)
    await reports.withdraw(db, me.player_id)
    await auth.deny(valkey, me.token_id, str(me.sign_in_id), *map(str, ended))
