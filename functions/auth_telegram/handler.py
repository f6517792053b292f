"""Sign in with what Telegram says about whoever opened the app."""

from litestar import post
from litestar.datastructures import State
from litestar.params import JSONBody

from common import auth, telegram
from common.schemas.players import Player, SignedIn
from common.store import players
from common.web import PUBLIC, Body, Pool, Sender, Tokens


class LaunchData(Body):
    """Telegram's init data, raw as the Mini App received it."""

    init_data: str


@post("/auth/telegram", status_code=200, opt=PUBLIC)
async def auth_telegram(
    data: JSONBody[LaunchData], pool: Pool, issuer: Tokens, client: Sender, state: State
) -> SignedIn:
    """Sign in; the player is made at the first time."""
    user = telegram.authenticate(data.init_data, state.settings)
    refresh = auth.new_refresh_token()
    signed_in = await players.sign_in(
        pool,
        telegram_id=user.id,
        display_name=user.display_name,
        username=user.username,
        photo_url=user.photo_url,
        language=user.language,
        sha256=refresh.sha256,
        expires_at=refresh.expires_at,
        device=client.device,
        client_sha256=client.sha256,
    )
    return SignedIn(
        access_token=issuer.issue(signed_in.player.id, signed_in.id),
        expires_in=auth.ACCESS_SECONDS,
        refresh_token=refresh.secret,
        player=Player.of(signed_in.player),
    )
