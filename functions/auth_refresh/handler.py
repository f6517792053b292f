"""Get the next access token. A refresh token works once; one that comes back was stolen, and ends its whole family.

The exception is the answer that got lost: for a few seconds the same client is given the same next token again.
"""

import secrets

from litestar import post
from litestar.params import JSONBody

from common import auth
from common.errors import Refusal
from common.schemas.players import Player, SignedIn
from common.store import players
from common.web import PUBLIC, Body, Cache, Pool, Sender, Tokens


class Refresh(Body):
    """The newest refresh token of a sign-in."""

    refresh_token: str


@post("/auth/refresh", status_code=200, opt=PUBLIC)
async def auth_refresh(data: JSONBody[Refresh], pool: Pool, valkey: Cache, issuer: Tokens, client: Sender) -> SignedIn:
    """Rotate a refresh token."""
    salt = secrets.token_bytes(32)
    used, refresh = auth.sha256(data.refresh_token), auth.following(data.refresh_token, salt)
    signed_in = await players.rotate(
        pool,
        used,
        salt=salt,
        next_sha256=refresh.sha256,
        expires_at=refresh.expires_at,
        client_sha256=client.sha256,
    )
    if signed_in is None:
        signed_in, refresh = await _again(data.refresh_token, pool, valkey, client)
    return SignedIn(
        access_token=issuer.issue(signed_in.player.id, signed_in.id),
        expires_in=auth.ACCESS_SECONDS,
        refresh_token=refresh.secret,
        player=Player.of(signed_in.player),
    )


async def _again(token: str, pool: Pool, valkey: Cache, client: Sender) -> tuple[players.SignIn, auth.RefreshToken]:
    """The lost answer of a token that was used a moment ago. Raises Refusal for any other that cannot be used."""
    used = auth.sha256(token)
    lately = await players.used_lately(pool, used, seconds=auth.GRACE_SECONDS, client_sha256=client.sha256)
    if lately:
        return lately.sign_in, auth.following(token, lately.salt)
    if family := await players.revoke_reused(pool, used):
        await auth.deny(valkey, str(family))
        raise Refusal("refresh_reused")
    raise Refusal("refresh_invalid")
