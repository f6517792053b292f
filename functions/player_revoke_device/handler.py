"""Sign a device out from afar: a lost phone, somebody else's computer."""

from uuid import UUID

from litestar import delete
from litestar.params import FromPath

from common import auth
from common.errors import Refusal
from common.store import players
from common.web import Cache, Db, Me


@delete("/me/devices/{device_id:uuid}", status_code=204)
async def player_revoke_device(device_id: FromPath[UUID], db: Db, valkey: Cache, me: Me) -> None:
    """End one of the caller's devices: its access and refresh tokens are refused from now on."""
    # As with signing out: should Valkey fail, the transaction is rolled back, and the next try finds the same to deny.
    ended = await players.revoke_device(db, me.player_id, device_id)
    if not ended:
        raise Refusal("not_found")
    await auth.deny(valkey, *map(str, ended))
