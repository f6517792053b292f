"""Where am I signed in?"""

from litestar import get

from common.schemas.page import Page
from common.store import players
from common.store.players import Device
from common.web import Me, Pool


@get("/me/devices")
async def player_list_devices(pool: Pool, me: Me) -> Page[Device]:
    """The devices on which the caller is signed in, the last seen first; the one that asks is `current`."""
    return Page(await players.devices(pool, me.player_id, me.sign_in_id))
