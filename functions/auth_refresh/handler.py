"""Get the next access token. A refresh token works once; one that comes back was stolen, and ends its whole family."""

from litestar import post
from litestar.params import JSONBody

from common import auth, schemas
from common.errors import Refusal
from common.store import players
from common.web import PUBLIC, Body, Cache, Pool, Tokens


class Refresh(Body):
    """The newest refresh token of a sign-in."""

    refresh_token: str


@post("/auth/refresh", status_code=200, opt=PUBLIC)
async def auth_refresh(data: JSONBody[Refresh], pool: Pool, valkey: Cache, issuer: Tokens) -> schemas.SignedIn:
    """Rotate a refresh token."""
    used, refresh = auth.sha256(data.refresh_token), auth.new_refresh_token()
    signed_in = await players.rotate(pool, used, next_sha256=refresh.sha256, expires_at=refresh.expires_at)
    if signed_in is None:
        if family := await players.revoke_reused(pool, used):
            await auth.deny(valkey, str(family))
            raise Refusal("refresh_reused")
        raise Refusal("refresh_invalid")
    return schemas.SignedIn(
        access_token=issuer.issue(signed_in.player.id, signed_in.id),
        expires_in=auth.ACCESS_SECONDS,
        refresh_token=refresh.secret,
        player=schemas.player(signed_in.player),
    )
