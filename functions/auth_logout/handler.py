"""End this sign-in, or every sign-in of the player."""

from litestar import post
from litestar.params import JSONBody

from common import auth
from common.store import players
from common.web import Body, Cache, Db, Me


class Logout(Body):
    """`everywhere` ends the player's sign-ins on all devices."""

    everywhere: bool = False


@post("/auth/logout", status_code=204)
async def auth_logout(db: Db, valkey: Cache, me: Me, data: JSONBody[Logout | None] = None) -> None:
    """Sign out: access and refresh tokens are refused from now on."""
    everywhere = data is not None and data.everywhere
    # Should Valkey fail after this, the transaction is rolled back: the next try must find the same sign-ins to deny.
    ended = await players.revoke(db, me.player_id, me.sign_in_id, everywhere=everywhere)
    await auth.deny(valkey, me.token_id, str(me.sign_in_id), *map(str, ended))
